/* text.h - cleaning and folding of running text.
 *
 * Clean text is what paper(5) asks of a value: valid UTF-8; no control characters (C0, DEL, C1, and
 * those that embed, override or isolate a direction: U+202A to U+202E, U+2066 to U+2069); white
 * space only as single spaces, none at either end. White space here is what Unicode calls so:
 * ASCII's six, NEL, the no-break and the typographic spaces, the line and paragraph separators.
 * Text is cleaned once, where it enters; everything after may trust it. */
#ifndef PAPER_TEXT_H
#define PAPER_TEXT_H

#include "paper/buf.h"

#include <stdint.h>

/* Appends the clean form of s: runs of white space become one space, the ends are trimmed, control
 * characters go. A byte that is no UTF-8 is read as Windows-1252, which most such bytes are, and
 * becomes U+FFFD where that has nothing for it or where a character was cut at the end of s. The
 * number of those is given. */
size_t text_clean(struct buf *out, struct str s);

/* Whether s is clean already. */
bool text_is_clean(struct str s);

/* Whether s is clean values with one TAB between each two: the whole of a record. Above 1 GB/s. */
bool text_is_clean_line(struct str s);

bool text_is_space(uint32_t c); /* white space, as above */

/* Whether a spreadsheet would run s, which is clean, as a formula, or read an apostrophe off it. */
bool text_is_formula(struct str s);

/* Whether a character from U+0080 on is part of a word: a letter, digit or mark of any script, told
 * by blocks rather than one by one (an unassigned one may pass). */
bool text_is_word(uint32_t c);

/* Whether a character is there and takes no room, so that the word around it looks like one word:
 * the soft hyphen, spaces of width zero, joiners, marks of direction. */
bool text_is_unseen(uint32_t c);

bool text_is_mark(uint32_t c); /* a combining mark, which puts an accent on the letter before it */

/* The ranges behind text_is_word, what is not part of a word, and text_is_mark; ascending. */
struct range {
    uint32_t first, last;
};
extern const struct range text_not_word[], text_mark[];
extern const size_t text_not_word_count, text_mark_count;

/* s without ASCII white space at its ends. */
struct str text_trim(struct str s);

/* Appends the letters and digits of s alone, as a key that copies of one text share however they
 * were typeset: lower case, without accents, ligatures and full-width forms resolved (Unicode's
 * compatibility decomposition and full case folding, for the scripts that have them), all else
 * dropped: white space, punctuation, marks. `Schrödinger's` becomes `schrodingers`. Part of what
 * makes an ID, so what it gives for a character never changes. */
void text_fold(struct buf *out, struct str s);

/* The generated table behind text_fold: ranges of characters from U+0080 on that do not stand for
 * themselves, ascending, with what each becomes: up to 4 bytes of UTF-8 (none: it goes). */
struct fold {
    uint16_t first, last;
    uint16_t base; /* the character that it becomes; 0 where that is none, several or beyond */
    char to[5];
};
extern const struct fold text_fold_table[];
extern const size_t text_fold_count;

/* The next of the characters that are c in another case, going round: K to k to the Kelvin sign to
 * K; c itself where there is none. */
uint32_t text_next_case(uint32_t c);

/* Appends s with its capitals made small. */
void text_to_lower(struct buf *out, struct str s);

/* The generated tables behind both. Of letter_case: characters first, first + step, ... last, to
 * each of which delta is added; a step of 0 tells of neighbours that change places. Of case_range:
 * those of a case alone. All ascending. */
struct letter_case {
    uint32_t first, last;
    int32_t step, delta;
};
struct case_range {
    uint32_t first, last, step;
};
extern const struct letter_case text_case[];
extern const struct case_range text_upper[], text_lower[];
extern const size_t text_case_count, text_upper_count, text_lower_count;

#endif

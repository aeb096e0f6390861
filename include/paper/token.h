/* token.h - what is a word to those who look words up.
 *
 * A word is a run of letters, digits and marks, folded as text_fold() does it; all else parts two
 * words. What is there and not seen, such as a soft hyphen or a space of width zero, parts no word
 * of the scripts that put spaces between words, where letters stand on both sides: what looks like
 * one word is one. A character of Han, Hiragana or Katakana is a word by itself, since those
 * scripts put no spaces: a phrase of them then is found wherever it stands.
 */
#ifndef PAPER_TOKEN_H
#define PAPER_TOKEN_H

#include "paper/buf.h"

struct tokens {
    struct str text;
    size_t at;         /* what is before it was given out */
    struct buf folded; /* the word given last; the caller frees it */
};

/* Bytes behind a folded word that may be read, whatever they hold. */
enum { TOKEN_SPARE = 8 };

struct token {
    struct str word;   /* folded; valid until the next one */
    size_t begin, end; /* where it stands in the text */
    size_t mark;       /* bytes behind it that are + or #, as in C++ */
};

/* The next word; false at the end, and without memory (folded.failed). */
bool token_next(struct tokens *t, struct token *token);

/* Whether a word, or more of one, begins at offset i. */
bool token_at(struct str text, size_t i);

/* Whether at offset i < n something stands that is not seen, within a word, behind an ASCII letter
 * or digit. */
bool token_joins(struct str text, size_t i);

#endif

/* words.h - running text taken apart into words.
 *
 * A word is letters and digits of any script, with hyphens, apostrophes, decimal points, + and #
 * where they stand inside it or end it as in C++: `state-of-the-art`, `Schrödinger's`, `2.5`,
 * `C++`. Anything else than a space between two words (a comma, a bracket, a full stop, a TeX
 * formula or command) is a break: no phrase goes across it. Links are breaks too. */
#ifndef PAPER_WORDS_H
#define PAPER_WORDS_H

#include "paper/str.h"

struct word {
    struct str text;  /* points into the text */
    bool after_break; /* something else than a space, or the beginning, stands before it */
    bool first;       /* of a sentence, or of the text */
};

/* The next word from offset *at on, which moves behind it; false at the end. Call with *at 0 first.
 */
bool word_next(struct str text, size_t *at, struct word *word);

/* What a word is to the phrases around it. */
enum word_class {
    OPEN, /* may stand in a phrase */
    DETERMINER,
    PREPOSITION,
    CONJUNCTION,
    VERB,
    EMPTY, /* any other that no phrase holds */
};

/* The words in small letters that no keyphrase holds, with their classes, ascending: English's
 * closed classes, and what says nothing of a subject in a paper ("proposed", "results"). */
extern const struct closed_word {
    const char *word;
    enum word_class class;
} closed_words[];
extern const size_t closed_word_count;

/* What a word in small letters is, OPEN where it is none of them; whether it is one. */
enum word_class word_class_of(struct str lower);
bool word_is_empty(struct str lower);

#endif

/* stem.h - English words to their stems, so that `connected`, `connecting` and `connection` are
 * one.
 *
 * Porter2, the English stemmer of Snowball (M. F. Porter 2001,
 * https://snowballstem.org/algorithms/english/stemmer.html), as of Snowball 2.2. */
#ifndef PAPER_STEM_H
#define PAPER_STEM_H

#include <stddef.h>

/* Makes the stem of a word of n bytes in its place, which is never longer; gives its length. The
 * word is in lower case; letters that are not ASCII are consonants, an apostrophe is U+0027. A word
 * of one or two letters stays as it is. Takes O(n), some 50 ns for a word. */
size_t stem_english(char *word, size_t n);

/* How many bytes of a stem all words begin with that have it. */
size_t stem_beginning(const char *stem, size_t n);

#endif

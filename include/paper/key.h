/* key.h - the keyphrases of a paper.
 *
 * Candidates are runs of one to five words that hold no empty word (words.h) and cross no break.
 * One counts for more if it is frequent in the paper, made of words that are rare in papers at
 * large, in the title, early, and a whole run rather than a piece of one: in the line of KP-Miner
 * (El-Beltagy and Rafea, "KP-Miner: A keyphrase extraction system for English and Arabic
 * documents", Information Systems 34(1), 2009). Counting is in integers, so the result is the same
 * on every machine. Singular and plural, hyphen or space, upper and lower case are one phrase. */
#ifndef PAPER_KEY_H
#define PAPER_KEY_H

#include "paper/str.h"

struct key_finder;

struct key {
    struct str phrase; /* as the paper writes it; a capital only in a name or an acronym */
    int score;         /* above 0; comparable within a paper */
};

struct key_finder *key_new(void); /* NULL without memory; to be freed by key_free */
void key_free(struct key_finder *k);

/* One paper: begin, then its texts in the order of their weight, title first; they must stay until
 * key_rank was called. */
void key_begin(struct key_finder *k);
void key_text(struct key_finder *k, struct str text, bool is_title);

/* Its best phrases, at most `most`, best first: their number, and in *keys an array that stays
 * until the next key_begin. A phrase that stands in a better one, and seldom elsewhere, is left
 * out. */
size_t key_rank(struct key_finder *k, size_t most, const struct key **keys);

/* Whether memory ran out since key_begin: what key_rank gave is not all. */
bool key_failed(const struct key_finder *k);

#endif

/* key.h - the keyphrases of a paper.
 *
 * Candidates are runs of one to five words without function words, and known phrases across a
 * preposition. Some forty features of a candidate, a byte each, go through a sum of small trees
 * that was trained on papers whose keyphrases are known; what comes out is the probability that a
 * person would have given the phrase. All of it is integer arithmetic and tables, so the result is
 * the same on every machine. paperkw(1) tells the method, tests/eval/kw makes the tables.
 *
 * Singular and plural, hyphen or space, upper and lower case are one phrase, and so are an acronym
 * and the expansion that the paper gives for it. */
#ifndef PAPER_KEY_H
#define PAPER_KEY_H

#include "paper/counts.h"
#include "paper/str.h"

struct key_finder;

/* Whose choice is made: the few phrases that an author gives, or all that an indexer would. */
enum key_style { KEY_AUTHOR, KEY_INDEX, KEY_STYLES };

struct key {
    struct str phrase;    /* as the paper writes it; a capital only in a name or an acronym */
    unsigned probability; /* of 10,000 */
};

struct key_finder *key_new(enum key_style style); /* NULL without memory */
void key_free(struct key_finder *k);

/* Takes how rare words are from a table that key_count made instead of the one built in; before the
 * first paper. NULL, or what is wrong. */
const char *key_use_counts(struct key_finder *k, const struct counts *c);

/* Adds a line to the vocabulary, `phrase` or `phrase <TAB> preferred phrase`: only phrases of the
 * vocabulary are found then, and given as it writes them, cleaned. "Diabetes, Gestational" is
 * "Gestational Diabetes", too. NULL, or why it is none: an empty line, one without words or with
 * more columns, no memory. */
const char *key_add_vocabulary(struct key_finder *k, struct str line);

/* A number that phrases share which are one but for number, hyphens and capitals; 0 for one without
 * words. */
uint64_t key_hash(struct key_finder *k, struct str phrase);

/* One paper: begin, then its texts, title first; they must stay until key_rank was called. */
void key_begin(struct key_finder *k);
void key_text(struct key_finder *k, struct str text, bool is_title);

/* Its best phrases, at most `most`, none of a lower probability than `least`, best first: their
 * number, and in *keys an array that stays until the next key_begin. KEY_LIKELY stands for a tenth,
 * below which a phrase costs more in precision than it brings, but for the best one, which is given
 * whatever its probability. */
#define KEY_LIKELY 10001
size_t key_rank(struct key_finder *k, size_t most, unsigned least, const struct key **keys);

/* Instead of that: adds the paper to a table of counts of one column, in how many papers each stem
 * is. NULL, or what is wrong. */
const char *key_count(struct key_finder *k, struct counts *c);

/* Whether memory ran out since key_begin: what key_rank gave is not all. */
bool key_failed(const struct key_finder *k);

#endif

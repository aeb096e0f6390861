/* train.h - what the files of the training share.
 *
 * The training makes the tables of lib/key. Papers are dealt out to folds; what is learned of words
 * and phrases from the other folds describes the candidates of one, so no paper is described by its
 * own keyphrases; on candidates so described the trees are grown. */
#ifndef TRAIN_H
#define TRAIN_H

#include "../../../lib/key/parts.h"

#include <stdio.h>

enum { FOLDS = 5, MAX_GOLD = 80 };

void die(const char *format, ...);
void *need(void *p); /* p, which is not NULL, or there is no end */

/* ---- data.c ---- */

struct paper {
    enum key_style style;
    const char *set;
    int fold;
    float weight;
    struct str id, title, abstract;
    size_t ngold;
    uint64_t gold[MAX_GOLD]; /* hashes */
    struct str gold_text[MAX_GOLD];
};

extern struct paper *paper;
extern size_t npaper;

/* The whole of a file, to stay; the next line of it from *at on, in fields, of which it has at
 * least n: how many. 0 at the end. */
struct str read_file(const char *name);
size_t next_row(struct str text, size_t *at, struct str *field, size_t max, size_t n);

/* Papers NAME.tsv and their keyphrases NAME.gold.tsv in a folder. */
void read_papers(const char *folder, const char *name, enum key_style style, float weight);
uint64_t hash_phrase(struct str phrase);

/* Notes how many papers hold each word, and how many authors gave each keyphrase. */
void read_words(const char *name);
void read_keyphrases(const char *name);

/* Notes a word amid a sentence, with a capital or not, before a word that goes with it or not. */
void note_case(struct str word, bool capital, bool before_open);

/* The tables from those, and the keyphrases of all folds but one (-1: of all). */
void make_tables(struct key_tables *t, int but_fold);

/* Common words that are hardly ever keyphrases by themselves, although other words with their stem
 * are: "robust", beside "robustness". How many. */
size_t find_never_alone(struct str **word);

/* Adds to the table of phrases those with a mean probability. */
struct prior {
    uint64_t hash;
    float sum;     /* of the probabilities */
    uint32_t held; /* papers that hold it */
};
void add_priors(struct key_tables *t, const struct prior *prior, size_t n);

/* log2 by the library's logarithm, and e^x, the same on every machine. */
double log_2(double x);
double exp_of(double x);

/* ---- boost.c ---- */

/* Candidates: features by the column. */
struct rows {
    uint8_t *feature[FEATURES];
    bool *gold;
    float *weight;
    uint8_t *fold, *style;
    size_t n, cap;
};

void rows_add(struct rows *r, struct key_finder *k, const struct paper *p);

/* Grows trees on the rows of a style that are not of a fold (-1: all). */
struct key_model grow_trees(const struct rows *r, enum key_style style, int but_fold, int ntree);

#endif

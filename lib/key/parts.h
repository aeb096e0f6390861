/* parts.h - what the files of lib/key share.
 *
 * A paper goes through them in this order: word.c tells what is known of each word, text.c notes
 * the words, candidates.c the phrases that may be keyphrases, features.c describes each phrase in
 * bytes, score.c makes a probability of them, choose.c takes the best and writes them out. */
#ifndef KEY_PARTS_H
#define KEY_PARTS_H

#include "index.h"

#include "paper/buf.h"
#include "paper/key.h"
#include "paper/stem_table.h"
#include "paper/words.h"

#include <stdint.h>

enum {
    MAX_TOKENS = 10000, /* words of a paper that are looked at: bounds the memory for one */
    MAX_STEMS = 4,      /* of a word, which has more than one where it has hyphens */
    MAX_WORDS = 5,      /* of a candidate */
    MAX_KEY_STEMS = 8,  /* of a candidate */
};

/* ---- the tables, which tests/eval/kw makes ---- */

/* What is known of phrases, by the highest 32 bits of their hashes, ascending. */
struct key_phrases {
    const uint32_t *hash;
    const uint8_t *known; /* 8 log2(1 + how many papers' authors gave it) */
    const uint8_t *prior; /* 250 + 24 log2(the mean probability over papers that hold it), or 0 */
    size_t n;
};

/* A tree that asks the same on each level: bit i of the leaf's number is feature[i] > above[i]. */
enum { TREE_DEPTH = 4, TREE_LEAVES = 1 << TREE_DEPTH };
struct tree {
    uint8_t feature[TREE_DEPTH], above[TREE_DEPTH];
    int8_t leaf[TREE_LEAVES];
};

struct key_model {
    const struct tree *tree;
    int ntree;
    int bias; /* the sum of the leaves begins with it, and fits 16 bits */
    int unit; /* so much of the sum is 1 of the probability's logit */
};

struct key_tables {
    const struct known_stem *stem; /* ascending */
    size_t nstem;
    struct key_phrases phrases;
    struct key_model model[KEY_STYLES];
};

extern const char *const key_never_alone[]; /* words that are no phrase by themselves */
extern const size_t key_never_alone_count;
extern const struct key_phrases key_phrase_table;
extern const struct key_model key_model_table[KEY_STYLES];

/* ---- words ---- */

/* The endings of words by how readily they end a keyphrase, roughly. */
enum suffix {
    SUFFIX_LY = 1,
    SUFFIX_ED, /* other verbs, too */
    SUFFIX_OUS,
    SUFFIX_AL,
    SUFFIX_IC,
    SUFFIX_NONE,
    SUFFIX_SS,
    SUFFIX_S,
    SUFFIX_ING,
    SUFFIX_ION,
    SUFFIX_ICS,
    SUFFIX_ER
};

/* What is known of a word wherever it stands. */
struct word_info {
    uint64_t stem[MAX_STEMS]; /* hashes */
    uint8_t nstem;
    uint8_t class, suffix;
    uint8_t chars;
    uint8_t idf_least, idf_most, idf_first; /* over its stems, as in struct known_stem */
    uint16_t idf_sum, any_sum;
    uint8_t first, last, any_least;
    bool capital, acronym, digit, number, never_alone;
    uint8_t name, common; /* bits: which of its stems are names, which are in the table */
};

/* Appends the stems of a word, with a space between two. */
void key_stems(struct str word, struct buf *out);

struct word_cache;

/* ---- a paper ---- */

struct token {
    struct word_info info;
    const char *text;
    uint64_t hash; /* of the text */
    uint16_t n;
    uint16_t id[MAX_STEMS]; /* numbers of its stems in the paper */
    uint8_t sentence;       /* from 1 on; 0 in a title; 255: that or later */
    bool title : 1, first : 1, after_break : 1;
    bool opens : 1, closes : 1; /* stands behind a bracket that opens, before one that closes */
    bool owns : 1;              /* an apostrophe stands behind it: Heaps' law */
    bool plain : 1;             /* its text is in plain */
    bool shouted : 1;           /* all of its text is in capitals */
    bool in_case : 1; /* its capitals tell something: not in a title that has them on all words */
};

/* A stem in the paper. */
struct stem {
    uint16_t count;
    bool in_title;
    bool small, named; /* seen in small letters; with a capital amid a sentence */
    bool name;         /* keeps its capital */
};

struct candidate {
    uint64_t hash;
    uint16_t twin;        /* of an acronym 1 + its expansion, and the other way round, or 0 */
    uint16_t token, best; /* words: where it stands first, where it is written best */
    uint16_t tf, last;
    uint16_t left, right, both; /* occurrences at the beginning of a run of words, the end, both */
    uint16_t amid, capital;     /* amid a sentence, with a capital there */
    uint16_t behind_break, behind_preposition, behind_determiner, before_break, before_preposition,
        before_verb;
    uint16_t extension; /* tf of the most frequent candidate that is this and one word more */
    uint16_t idf;       /* the sum over its stems */
    uint8_t words, stems;
    uint8_t best_words;
    uint8_t writing;             /* how well it is written there */
    uint8_t weight, weight_rank; /* tf x idf */
    uint8_t known, prior;        /* of struct key_phrases */
    uint8_t part_known;          /* the higher F_KNOWN of it without its first, its last word */
    uint16_t run_last; /* where it stands last in a run, phrases across prepositions aside */
    int16_t score;
    bool in_title, in_first, link, is_short, is_long;
};

/* What the model knows of a candidate, in a byte each. */
enum feature {
    F_TF,     /* occurrences, 16 log2 */
    F_TITLE,  /* 2: in the title, 1: in the first sentence */
    F_FIRST,  /* words before it, 16 log2 */
    F_PLACE,  /* the same, as a percentage of the paper's */
    F_SPREAD, /* from the first to the last occurrence, likewise */
    F_LEFT,   /* 32nds of its occurrences at the beginning of a run of words, */
    F_RIGHT,  /* the end, */
    F_BOTH,   /* both */
    F_WORDS,
    F_STEMS,
    F_CHARS,
    F_CAPITALS,       /* 32nds of those amid a sentence that have a capital; 10: there are none */
    F_EXTENSION,      /* 32nds of its occurrences that one candidate of a word more takes at most */
    F_STEMS_IN_TITLE, /* 32nds of its stems */
    F_STEM_MEAN,
    F_STEM_LEAST, /* occurrences of its stems, 16 log2 */
    F_SUFFIX_LAST,
    F_SUFFIX_FIRST,
    F_ACRONYM, /* 2: it is one, 1: it holds one */
    F_BEHIND_PREPOSITION,
    F_BEHIND_BREAK, /* 32nds of its occurrences */
    F_BEFORE_VERB,
    F_BEFORE_PREPOSITION,
    F_BEFORE_BREAK,
    F_DEFINED, /* 1: the short, 2: the long form in "long form (LF)" */
    F_IDF_MEAN,
    F_IDF_LEAST,
    F_IDF_MOST,
    F_IDF_FIRST,
    F_KNOWN,
    F_PRIOR,      /* of struct key_phrases */
    F_PART_KNOWN, /* of it without its first or its last word, the higher */
    F_KEY_FIRST,
    F_KEY_LAST,
    F_KEY_MEAN,
    F_KEY_LEAST, /* of struct known_stem */
    F_TOKENS,    /* words of the paper, 16 log2 */
    F_HAS_TITLE,
    F_RANK,  /* candidates of a higher tf x idf, 24 log2 */
    F_SMALL, /* the paper has no capitals at all */
    F_BEHIND_DETERMINER,
    F_NUMBERED, /* a word of it has a digit */
    F_LINK,     /* it holds a preposition or a conjunction */
    FEATURES
};

enum { BLOCK = 32 }; /* candidates that are described and scored at a time */

struct key_finder {
    struct key_tables tables;
    const struct key_model *model;
    enum key_style style;
    struct index known_index, closed_index; /* of the tables of stems and words */
    struct phrase_index *phrases;
    struct word_cache *cache;
    struct index frequencies; /* idf of stems, where a corpus has its own */
    bool has_frequencies;
    uint8_t idf_absent;      /* what is to be added for those that are not in it */
    struct index vocabulary; /* 1 + number of its term, of phrases; 0 of what they begin with */
    struct term {
        size_t at, n; /* in term_text, how the vocabulary writes it */
    } * term;
    size_t nterm, capterm;
    struct buf term_text;

    struct buf plain; /* texts of this paper without TeX's accents */
    struct token *token;
    size_t ntoken, captoken;
    size_t title; /* words of it */
    size_t sentences;
    bool small;
    struct index stem_index;
    struct stem *stem;
    size_t nstem, capstem;
    struct index candidate_index;
    uint32_t (*begins)[MAX_WORDS]; /* 1 + the candidate of so many words that begins at a word */
    size_t capbegins;
    struct candidate *candidate;
    size_t ncandidate, capcandidate;
    struct scored {
        uint32_t candidate;
        int score;
    } * scored;
    size_t capscored;
    struct key *key;
    size_t capkey;
    uint32_t *chosen;
    size_t capchosen;
    struct buf scratch, shown;
    bool failed;
};

bool word_cache_new(struct key_finder *k);
/* Whether a word is an adjective by its ending, or no noun at all: a participle, an adverb. */
bool is_adjectival(const struct word_info *w);
bool is_no_noun(const struct word_info *w);
/* Whether a word is one of these, but for capitals; NULL ends them. */
bool is_one_of(const char *word, size_t n, const char *const *words);

void word_fetch(const struct key_finder *k, uint64_t hash); /* will be described soon */
void word_describe(struct key_finder *k, struct str word, uint64_t hash, struct word_info *info);

/* Looks a phrase up; both numbers are 0 where it is not in the table. */
bool phrases_new(struct key_finder *k);
void phrases_fetch(const struct key_finder *k, uint64_t hash); /* will be looked up soon */
bool phrases_find(const struct key_finder *k, uint64_t hash, uint8_t *known, uint8_t *prior);

/* The term that stands for a phrase of the vocabulary. */
struct str preferred_term(const struct key_finder *k, uint64_t hash);

/* Gives the paper's stems their numbers; finds its candidates. */
bool number_stems(struct key_finder *k);
void find_candidates(struct key_finder *k);

/* Describes candidates from..from + n, n <= BLOCK, as features; makes scores of that. */
void rank_weights(struct key_finder *k);
void describe(const struct key_finder *k, size_t from, size_t n, uint8_t feature[FEATURES][BLOCK]);
void score_block(const struct key_model *m, uint8_t feature[FEATURES][BLOCK], int16_t score[BLOCK]);

/* 10,000 times the probability that a sum of leaves stands for. */
unsigned probability_of(const struct key_model *m, int score);

/* The best candidates, in `chosen`, with their probabilities in `key`; writes their phrases. */
size_t choose(struct key_finder *k, size_t most, unsigned least);
void write_phrases(struct key_finder *k, size_t n);

/* key_new for other tables, as training makes them. */
struct key_finder *key_new_with(const struct key_tables *tables, enum key_style style);

#endif

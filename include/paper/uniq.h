/* uniq.h - which records tell of the same paper.
 *
 * Of each record a profile is made: a short string that holds all that is compared, so that papers
 * of earlier runs can be kept as profiles alone. A set of profiles answers which of those in it are
 * the same paper as a new one. Two profiles are compared where they share a key; what the
 * comparison says depends on the two alone, not on the set, nor on the order in it. */
#ifndef PAPER_UNIQ_H
#define PAPER_UNIQ_H

#include "paper/rec.h"

enum uniq_why { UNIQ_ID, UNIQ_ARXIV, UNIQ_DOI, UNIQ_PMID, UNIQ_TITLE, UNIQ_NEAR, UNIQ_TEXT };

/* Their names: id, arxiv, doi, pmid, title, near-title, text. */
extern const char *const uniq_why_name[];

/* ---- profiles ---- */

/* Working space, all zero at first. */
struct uniq_maker {
    struct buf folded, title, word;
    struct uniq_words *words; /* what is known of them: half a megabyte */
};

enum { UNIQ_PROFILE_MAX = 1024 };

/* Puts the profile of a record in place of what `profile` holds; it is never longer than
 * UNIQ_PROFILE_MAX, some 260 bytes for a paper with an abstract. False without memory. O(n), some
 * 10 us for an average abstract. */
bool uniq_profile(struct uniq_maker *m, const struct rec *r, struct buf *profile);

void uniq_maker_free(struct uniq_maker *m);

/* Whether a string that was read from somewhere is a profile. */
bool uniq_is_profile(struct str s);

/* The record's ID (its first 255 bytes), which points into the profile. */
struct str uniq_id(struct str profile);

/* Of two profiles of one arXiv paper: above 0 where the first is of a later version, 0 where they
 * are of the same, else below. A record that tells no version is of the first, or where it is
 * announced as a replacement, of a later one than any that is known: but two of one date are of
 * the same. */
int uniq_compare_versions(struct str a, struct str b);

struct uniq_match {
    uint32_t paper; /* its number in the set, from 0 in order of arrival */
    enum uniq_why why;
    double score;  /* how sure that is, from 0 to 1 */
    bool by_title; /* there was nothing but titles, authors and years to judge by */
    bool beaten;   /* by a better one of the same catalogue: never given out */
};

/* Whether two profiles are of the same paper; fills in all of the match but the number. */
bool uniq_same(struct str a, struct str b, struct uniq_match *match);

/* Whether two are known to be different papers: by the numbers in their titles, by their IDs, or as
 * an answer to another paper. What is like a third need not be the same then. */
bool uniq_apart(struct str a, struct str b);

/* Whether they share a key, without which uniq_same() is never asked. */
bool uniq_meet(struct str a, struct str b);

/* ---- sets ---- */

/* All zero is an empty set. */
struct uniq {
    struct buf profiles;
    struct uniq_paper {
        uint64_t authors; /* a bit for each, by its hash; all where none is known */
        size_t at;        /* of its profile */
        uint32_t asked;   /* the search that looked at it last */
        uint16_t taken;   /* the catalogue that has it under its title, too */
    } * paper;            /* one more than there are: the end */
    size_t n, cap;
    struct uniq_link {
        uint32_t key, next; /* 1 + the one before it in its chain */
    } * link;               /* of each key of each paper */
    size_t caplink;
    uint32_t *head; /* of each chain */
    size_t nhead;
    uint64_t seed[2]; /* of the keys' places in it */
    uint32_t searches;
    uint32_t *found; /* papers to be compared */
    size_t nfound, capfound;
    struct uniq_match *match;
    size_t nmatch, capmatch;
    bool failed; /* there was no memory */
};

/* A catalogue, which is told by the prefix of its IDs, has a paper once. So where titles are all
 * there is to judge by, only the best match in each catalogue counts, and none that another record
 * of the new one's catalogue was matched with before.
 *
 * Finds the papers of the set that are the same as that of the profile: u->match, u->nmatch, in
 * order of number. Linear in the papers that share a key with it, of which at most the latest are
 * looked at: UNIQ_CHAIN where the key is an ID or a title, and UNIQ_CHAIN_PAIR where it is one of
 * the many others that a paper has. As many papers have the same two words as the set is large: the
 * time for each paper would grow with it. False without memory. */
enum { UNIQ_CHAIN = 512, UNIQ_CHAIN_PAIR = 32 };
bool uniq_find(struct uniq *u, struct str profile);

/* Puts a profile in; it gets the number u->n. Takes about 140 bytes more than the profile. False
 * without memory. */
bool uniq_add(struct uniq *u, struct str profile);

/* The profile of a paper, but for the keys at its end. Valid until one is put in. */
struct str uniq_get(const struct uniq *u, size_t paper);

void uniq_free(struct uniq *u);

#endif

/* jsonpaper.h - a paper out of a JSON object, whoever wrote it. Internal to lib/read. */
#ifndef READ_JSONPAPER_H
#define READ_JSONPAPER_H

#include "json.h"
#include "names.h"

#include "paper/table.h"

enum { JSONPAPER_RULES = 192, JSONPAPER_BUCKETS = 256 };

struct jsonpaper {
    struct buf text, text2, key;
    struct table told;                       /* keys whose values were left out, and said to be */
    unsigned char bucket[JSONPAPER_BUCKETS]; /* of the names of keys: 1 + the first rule */
    unsigned char chain[JSONPAPER_RULES];    /* the next one */
    uint32_t found[JSONPAPER_RULES];         /* of the object: the rule's value */
    uint64_t set[JSONPAPER_RULES / 64];      /* which of them have one */
    uint32_t named[NAMES_MAX];               /* values whose keys are known from tables */
    bool ready, any_named;
};

/* What an object is: see jsonpaper_kind(). */
enum jsonpaper_kind {
    JSONPAPER_NONE,  /* nothing known about papers is in it */
    JSONPAPER_OTHER, /* a note of OpenReview that is none: a review, a decision, a revision */
    JSONPAPER_PAPER
};

/* Looks for what only papers have, a title or an abstract. The object may be cut: then the part of
 * it that is there is looked at. */
enum jsonpaper_kind jsonpaper_kind(const struct json *j, size_t object);

/* Puts the paper that the object is in r->paper. line: where it begins. False where it turns out to
 * have neither ID, title nor abstract. */
bool jsonpaper_put(struct reader *r, struct jsonpaper *s, const struct json *j, size_t object,
                   uint64_t line);

void jsonpaper_free(struct jsonpaper *s);

#endif

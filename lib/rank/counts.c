/* counts.c - what was counted in the records, as a table to be added up with others; and ranking by
 * such a sum. */
#include "parts.h"

static struct str stem_of(const struct rank *r, size_t term)
{
    return (struct str){r->form[term].stem, r->form[term].n};
}

const char *rank_counts(const struct rank *r, struct counts *c)
{
    const uint64_t all[] = {r->papers, r->ncandidate, r->all_bytes};
    const char *why = counts_add(c, STR(""), all);
    for (size_t t = 0; t < r->nterm && !why; t++) {
        const struct term *term = &r->term[t];
        const uint64_t n[] = {term->papers, term->weight, term->bytes};
        why = counts_add(c, stem_of(r, t), n);
    }
    return why;
}

bool rank_use_counts(struct rank *r, const struct counts *c)
{
    const uint64_t *n = counts_of(c, STR(""));
    if (!n)
        return false;
    r->given = true;
    r->given_papers = n[0];
    r->given_candidates = n[1];
    r->given_bytes = n[2];
    for (size_t t = 0; t < r->nterm; t++) {
        if (!(n = counts_of(c, stem_of(r, t))))
            return false;
        r->term[t].given_papers = n[0];
        r->term[t].given_weight = n[1];
    }
    return true;
}

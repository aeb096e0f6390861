/* dups_brute.c - compares all records with all: ID1 TAB ID2 TAB WHY TAB HOW for each two that are
 * the same, where HOW is "title" if titles were all there was to judge by, "apart" if they share no
 * key, so that paperuniq cannot find them, and "text" otherwise. Quadratic. Reads standard input.
 */
#include "paper/uniq.h"

#include <stdio.h>
#include <stdlib.h>

static void stop(const char *why)
{
    fprintf(stderr, "dups_brute: %s\n", why);
    exit(2);
}

static void report(void *arg, const char *file, uint64_t line, const char *what)
{
    (void)arg, (void)file, (void)line;
    stop(what);
}

static void put(struct str a, struct str b)
{
    struct uniq_match match;
    if (!uniq_same(a, b, &match))
        return;
    const char *how = !uniq_meet(a, b) ? "apart" : match.by_title ? "title" : "text";
    struct str x = uniq_id(a), y = uniq_id(b);
    printf("%.*s\t%.*s\t%s\t%s\n", (int)x.n, x.p, (int)y.n, y.p, uniq_why_name[match.why], how);
}

int main(void)
{
    struct uniq_maker maker = {0};
    struct buf *profile = NULL;
    size_t n = 0, cap = 0;
    struct recs rs;
    const struct rec *r;
    recs_start(&rs, NULL, 0, report, NULL);
    while ((r = recs_each(&rs)) != NULL) {
        if (!grow(&profile, n, &cap, sizeof *profile))
            stop("out of memory");
        profile[n] = (struct buf){0};
        if (!uniq_profile(&maker, r, &profile[n]))
            stop("out of memory");
        for (size_t i = 0; i < n; i++)
            put(buf_str(&profile[i]), buf_str(&profile[n]));
        n++;
    }
    recs_end(&rs);
    while (n > 0)
        buf_free(&profile[--n]);
    free(profile);
    uniq_maker_free(&maker);
    return 0;
}

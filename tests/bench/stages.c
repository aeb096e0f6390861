/* stages - where the time goes that it takes to find keyphrases: usage: stages FILE
 *
 * Goes over the records of a file as paperkw does, and prints microseconds a paper for each stage,
 * by the clock; run it on an idle machine. */
#include "../../lib/key/parts.h"

#include "paper/rec.h"

#include <stdio.h>
#include <time.h>

enum { READ, WORDS, CANDIDATES, SCORES, STAGES };

static double spent[STAGES], last;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void end_of(int stage)
{
    double t = now();
    spent[stage] += t - last;
    last = t;
}

static void report(void *arg, const char *file, uint64_t line, const char *what)
{
    (void)arg;
    fprintf(stderr, "stages: %s:%llu: %s\n", file, (unsigned long long)line, what);
}

int main(int argc, char **argv)
{
    static const char *const name[] = {"reading", "words", "candidates", "features, trees, choice"};
    struct key_finder *k = key_new(KEY_AUTHOR);
    struct recs rs;
    const struct rec *r;
    size_t papers = 0;
    if (argc < 2 || !k)
        return 2;
    recs_start(&rs, argv + 1, 1, report, NULL);
    for (last = now(); (r = recs_each(&rs)); papers++) {
        end_of(READ);
        key_begin(k);
        key_text(k, r->col[REC_TITLE], true);
        key_text(k, r->col[REC_ABSTRACT], false);
        end_of(WORDS);
        if (!number_stems(k))
            return 2;
        find_candidates(k);
        end_of(CANDIDATES);
        write_phrases(k, choose(k, 8, KEY_LIKELY));
        end_of(SCORES);
    }
    recs_end(&rs);
    for (int s = 0; s < STAGES && papers; s++)
        printf("    %-25s %6.2f us a paper\n", name[s], spent[s] / (double)papers);
    key_free(k);
    return 0;
}

/* sim_brute.c - the papers most alike, by comparing all with all; or the vectors that are compared.
 *
 * usage: sim_brute N <RECORDS     what papersim -l -n N prints
 *        sim_brute vectors <RECORDS   for each paper its terms: number:weight, and so on, a line */
#include "../../lib/sim/parts.h"

#include "paper/prog.h"

#include <stdio.h>
#include <stdlib.h>

struct score {
    uint32_t paper, score;
};

static int by_score(const void *a, const void *b)
{
    const struct score *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return x->paper < y->paper ? -1 : 1;
}

static size_t begin_of(const struct sim_library *s, size_t i)
{
    return i ? (size_t)s->own[i - 1] : 0;
}

static void print_vectors(const struct sim_library *s)
{
    for (size_t i = 0; i < s->x.papers; i++) {
        for (size_t k = begin_of(s, i); k < s->own[i]; k++)
            printf("%u:%u ", s->weighed[k].term, (unsigned)s->weighed[k].weight);
        putchar('\n');
    }
}

static void print_best(const struct sim_library *s, size_t most, uint32_t *dense,
                       struct score *score)
{
    for (size_t i = 0; i < s->x.papers; i++) {
        size_t n = 0;
        for (size_t k = begin_of(s, i); k < s->own[i]; k++)
            dense[s->weighed[k].term] = s->weighed[k].weight;
        for (size_t j = 0; j < s->x.papers; j++) {
            uint32_t sum = 0;
            for (size_t k = begin_of(s, j); k < s->own[j]; k++)
                sum += dense[s->weighed[k].term] * s->weighed[k].weight;
            if (sum && j != i)
                score[n++] = (struct score){(uint32_t)j, sum};
        }
        for (size_t k = begin_of(s, i); k < s->own[i]; k++)
            dense[s->weighed[k].term] = 0;
        qsort(score, n, sizeof *score, by_score);
        for (size_t k = 0; k < n && k < most; k++) {
            struct str a = sim_id(s, i), b = sim_id(s, score[k].paper);
            unsigned digits =
                (unsigned)(((uint64_t)score[k].score * 10000 + SIM_ONE / 2) / SIM_ONE);
            digits = digits < 10000 ? digits : 10000;
            printf("%.*s\t%.*s\t%u.%04u\n", (int)a.n, a.p, (int)b.n, b.p, digits / 10000,
                   digits % 10000);
        }
    }
}

int main(int argc, char **argv)
{
    struct recs rs;
    const struct rec *r;
    struct sim_library *s = sim_new();
    recs_start(&rs, NULL, 0, prog_report, NULL);
    while ((r = recs_each(&rs)))
        if (!sim_add(s, r))
            return 2;
    recs_end(&rs);
    if (sim_finish(s, true))
        return 2;
    if (argc > 1 && strcmp(argv[1], "vectors") == 0) {
        print_vectors(s);
    } else {
        uint32_t *dense = calloc((size_t)s->x.terms + 1, sizeof *dense);
        struct score *score = malloc(((size_t)s->x.papers + 1) * sizeof *score);
        if (dense && score)
            print_best(s, argc > 1 ? strtoul(argv[1], NULL, 10) : 10, dense, score);
        free(dense);
        free(score);
    }
    sim_free(s);
    return 0;
}

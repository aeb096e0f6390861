/* papers - prints N records of papers that nobody wrote, the same for the same seed on any machine.
 *
 * usage: papers N [SEED]
 *
 * Words come as often as in papers: stems by the share of papers that hold them (stem_table.h), two
 * in five of all being function words, one in fifty a word of its own, so that new ones never end.
 * Dates go on from 2001 to 2024 with the number. Most have authors, categories, some links; one in
 * fifty is an earlier paper once more, under another ID. */
#include "paper/stem_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_AUTHORS = 4, RECENT = 512 };

static uint64_t state;

/* xorshift64*: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators,
 * scrambled", ACM TOMS 42(4), 2016. */
static uint32_t draw(uint32_t below)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * UINT64_C(2685821657736338717) >> 32) * below >> 32);
}

/* Walker's alias method: each stem as often as its weight says, at the cost of two draws. */
static uint32_t *limit, *alias;

/* 2^(-idf/8) of 2^24, by integers. */
static uint32_t weight_of(const struct known_stem *s)
{
    static const uint32_t eighth[8] = {65536, 60097, 55109, 50535, 46341, 42495, 38968, 35734};
    uint64_t w = (uint64_t)eighth[s->idf % 8] << 8 >> s->idf / 8;
    return w ? (uint32_t)w : 1;
}

static void prepare(void)
{
    const size_t n = stem_table_count;
    uint64_t sum = 0, *left = malloc(n * sizeof *left);
    uint32_t *small = malloc(n * sizeof *small), *large = malloc(n * sizeof *large);
    size_t nsmall = 0, nlarge = 0;
    limit = malloc(n * sizeof *limit);
    alias = malloc(n * sizeof *alias);
    if (!left || !small || !large || !limit || !alias)
        exit(2);
    for (size_t i = 0; i < n; i++)
        sum += weight_of(&stem_table[i]);
    for (size_t i = 0; i < n; i++) {
        left[i] = weight_of(&stem_table[i]) * (uint64_t)n;
        if (left[i] < sum)
            small[nsmall++] = (uint32_t)i;
        else
            large[nlarge++] = (uint32_t)i;
    }
    while (nsmall && nlarge) {
        uint32_t s = small[--nsmall], l = large[nlarge - 1];
        limit[s] = (uint32_t)((left[s] << 20) / sum);
        alias[s] = l;
        left[l] -= sum - left[s];
        if (left[l] < sum) {
            nlarge--;
            small[nsmall++] = l;
        }
    }
    while (nlarge)
        limit[large[--nlarge]] = 1 << 20;
    while (nsmall)
        limit[small[--nsmall]] = 1 << 20;
    free(left);
    free(small);
    free(large);
}

static const char *stem(void)
{
    uint32_t i = draw((uint32_t)stem_table_count);
    return stem_table[draw(1 << 20) < limit[i] ? i : alias[i]].stem;
}

static char text[1 << 14];
static size_t length;

static void put(const char *s)
{
    size_t n = strlen(s);
    memcpy(text + length, s, n + 1);
    length += n;
}

static void word(void)
{
    static const char *const function[] = {"the", "of", "and", "in", "to",   "a",    "for", "with",
                                           "is",  "on", "we",  "by", "that", "this", "are", "as"};
    uint32_t kind = draw(50);
    if (kind < 20) {
        put(function[draw(16)]);
    } else if (kind == 20) {
        put(stem());
        put(stem());
    } else {
        put(stem());
    }
}

static void sentence(uint32_t words)
{
    size_t from = length;
    for (uint32_t i = 0; i < words; i++) {
        if (i)
            put(" ");
        word();
    }
    if (text[from] >= 'a' && text[from] <= 'z')
        text[from] = (char)(text[from] - 'a' + 'A');
}

/* Title and abstract, in text. */
static void make_paper(void)
{
    length = 0;
    sentence(5 + draw(8));
    put("\t");
    for (uint32_t i = 0, n = 3 + draw(8); i < n; i++) {
        sentence(10 + draw(16));
        put(i + 1 < n ? ". " : ".");
    }
    if (draw(8) == 0) {
        put(" Code: https://github.com/");
        put(stem());
        put("/");
        put(stem());
        put(".");
    }
}

static void put_fields(unsigned long i)
{
    static const char *const category[] = {"cs.LG", "cs.CL", "math.PR", "hep-th", "q-bio.NC"};
    for (uint32_t a = 0, n = draw(MOST_AUTHORS + 1); a < n; a++)
        printf("\tau:%c. %c%s", 'A' + (int)draw(26), 'A' + (int)draw(26), stem());
    printf("\tcat:%s", category[draw(5)]);
    if (draw(3) == 0)
        printf("\tdoi:10.5555/%lu", i);
}

int main(int argc, char **argv)
{
    static char *recent[RECENT];
    if (argc < 2) {
        fprintf(stderr, "usage: papers N [SEED]\n");
        return 2;
    }
    const unsigned long n = strtoul(argv[1], NULL, 10);
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    state = state * UINT64_C(0x9E3779B97F4A7C15) | 1;
    prepare();
    for (unsigned long i = 0; i < n; i++) {
        const unsigned long month = i * 288 / n;
        char **place = &recent[draw(RECENT)];
        if (!*place || draw(50)) {
            make_paper();
            free(*place);
            *place = malloc(length + 1);
            if (!*place)
                return 2;
            memcpy(*place, text, length + 1);
        }
        printf("gen:%lu\t%04lu-%02lu-%02u\t%s", i, 2001 + month / 12, month % 12 + 1,
               1 + (unsigned)draw(28), *place);
        put_fields(i);
        putchar('\n');
    }
    return fflush(stdout) == 0 ? 0 : 2;
}

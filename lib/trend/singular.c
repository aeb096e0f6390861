/* singular.c - English plurals brought to the singular, so that both count as one term; what is
 * left is a word that people read, unlike a stem. After D. Harman's S-stemmer ("How effective is
 * suffixing?", JASIS 42(1), 1991), with the exceptions that papers' titles need. */
#include "parts.h"

#include <stdlib.h>

static bool ends(const char *word, size_t n, const char *end)
{
    size_t k = strlen(end);
    return n >= k && memcmp(word + n - k, end, k) == 0;
}

static int compare(const void *key, const void *entry)
{
    const struct str *a = key;
    const char *b = entry;
    int order = strncmp(a->p, b, a->n);
    return order ? order : -(b[a->n] != '\0');
}

/* Words that end in s in the singular, ascending. */
static bool is_singular(const char *word, size_t n)
{
    static const char words[][12] = {
        "alias",    "always",  "atlas",  "bias",   "canvas", "chaos",   "cosmos", "diabetes",
        "ethos",    "glottis", "herpes", "https",  "kudos",  "lens",    "mars",   "news",
        "pancreas", "paris",   "pathos", "rabies", "series", "species", "sys",    "texas",
    };
    struct str key = {word, n};
    return bsearch(&key, words, sizeof words / sizeof *words, sizeof *words, compare) != NULL;
}

size_t trend_singular(char *word, size_t n)
{
    static const struct {
        const char *end;
        uint8_t cut;
        char to[3];
    } rules[] = {
        {"ss", 0, ""},        {"us", 0, ""},      {"is", 0, ""},        {"ics", 0, ""},
        {"yses", 2, "is"},    {"heses", 2, "is"}, {"matrices", 3, "x"}, {"ertices", 4, "ex"},
        {"indices", 4, "ex"}, {"movies", 1, ""},  {"cookies", 1, ""},   {"caches", 1, ""},
        {"ies", 3, "y"},      {"sses", 2, ""},    {"ches", 2, ""},      {"shes", 2, ""},
        {"xes", 2, ""},       {"s", 1, ""},
    };
    if (n == 4 && memcmp(word + 1, "pus", 3) == 0 && word[0] != 'o')
        return 3; /* cpus, gpus, tpus; not opus */
    if (n < 4 || word[n - 1] != 's' || (unsigned char)word[n - 2] >= 0x80 || is_singular(word, n))
        return n;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (ends(word, n, rules[i].end)) {
            size_t k = strlen(rules[i].to);
            memcpy(word + n - rules[i].cut, rules[i].to, k);
            return n - rules[i].cut + k;
        }
    return n;
}

/* opposed.c - words that tell two titles apart which are the same otherwise: "upper bounds" and
 * "lower bounds" differ in two letters, and are two papers. A slip of the pen or another spelling
 * makes none of these words of another. */
#include "parts.h"

/* Sets of words of which a title that has one instead of another is another's; what has the same
 * place in two rows of one name is the same. */
static const struct {
    unsigned name;
    const char *words;
} rows[] = {
    {0, "upper lower"},
    {1, "theory experiment"},
    {1, "theoretical experimental"},
    {1, "theory experiments"},
    {2, "maximum minimum"},
    {2, "maximal minimal"},
    {2, "maximizing minimizing"},
    {3, "even odd"},
    {4, "positive negative"},
    {5, "supervised unsupervised"},
    {6, "discrete continuous"},
    {7, "forward backward"},
    {8, "left right"},
    {9, "internal external"},
    {10, "primal dual"},
    {11, "online offline"},
    {12, "static dynamic"},
    {13, "classical quantum"},
    {14, "local global"},
    {15, "horizontal vertical"},
    {16, "northern southern eastern western"},
    {16, "north south east west"},
    {17, "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
         "sigma tau upsilon phi chi psi omega"},
    {17, "\u03b1 \u03b2 \u03b3 \u03b4 \u03b5 \u03b6 \u03b7 \u03b8 \u03b9 \u03ba \u03bb \u03bc "
         "\u03bd \u03be \u03bf \u03c0 \u03c1 \u03c3 \u03c4 \u03c5 \u03c6 \u03c7 \u03c8 \u03c9"},
};

enum { LETTERS = 18, NAMES }; /* each letter alone stands apart from the others */

/* Takes the next word of a text with a space between two. */
static bool next(struct str *rest, struct str *word)
{
    if (rest->n == 0)
        return false;
    const char *space = memchr(rest->p, ' ', rest->n);
    *word = str_slice(*rest, 0, space ? (size_t)(space - rest->p) : rest->n);
    *rest = str_slice(*rest, word->n + (space != NULL), rest->n);
    return true;
}

/* Marks the places that a word has in the rows; whether it has any. */
static bool mark(struct str word, uint32_t places[NAMES])
{
    bool found = false;
    if (word.n == 1 && word.p[0] >= 'a' && word.p[0] <= 'z')
        places[LETTERS] |= UINT32_C(1) << (word.p[0] - 'a');
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str rest = str_from(rows[i].words), other;
        for (unsigned place = 0; next(&rest, &other); place++)
            if (str_eq(other, word)) {
                places[rows[i].name] |= UINT32_C(1) << place;
                found = true;
            }
    }
    return found;
}

bool word_is_opposed(struct str folded)
{
    uint32_t places[NAMES] = {0};
    return mark(folded, places);
}

bool titles_are_opposed(struct str a, struct str b)
{
    uint32_t in_a[NAMES] = {0}, in_b[NAMES] = {0};
    for (struct str word; next(&a, &word);)
        mark(word, in_a);
    for (struct str word; next(&b, &word);)
        mark(word, in_b);
    for (size_t i = 0; i < NAMES; i++)
        if (in_a[i] & ~in_b[i] && in_b[i] & ~in_a[i])
            return true;
    return false;
}

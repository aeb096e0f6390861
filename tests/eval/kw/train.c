/* train.c - makes the tables of lib/key from papers whose keyphrases are known.
 *
 * usage: train EVAL WORD-DF KEYPHRASES CORPUS [FOLDER]
 *
 * EVAL is a folder with the papers to learn from, WORD-DF and KEYPHRASES are tables of counts,
 * CORPUS is records. With FOLDER the tables are written there; without, the method is tried on one
 * fold of the papers after the other, and how good it is there printed.
 *
 * It goes in two rounds. In the first trees are grown without the phrases' mean probabilities
 * (lib/key/parts.h); then these are found by looking for keyphrases in the corpus with those trees,
 * and trees are grown that know them: self-training, as in D. Yarowsky, "Unsupervised word sense
 * disambiguation rivaling supervised methods", ACL 1995. */
#include "train.h"

#include <stdarg.h>
#include <stdlib.h>

enum { FIRST_TREES = 100, TREES = 150, PRIORS = 1 << 23 };

void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("train: ", stderr);
    vfprintf(stderr, format, args);
    fputs("\n", stderr);
    va_end(args);
    exit(2);
}

void *need(void *p)
{
    if (!p)
        die("out of memory");
    return p;
}

/* ---- the corpus ---- */

static struct prior *prior;
static size_t nprior;

static void note_probability(uint64_t hash, unsigned probability)
{
    size_t i = hash & (PRIORS - 1);
    while (prior[i].hash && prior[i].hash != hash)
        i = (i + 1) & (PRIORS - 1);
    if (!prior[i].hash) {
        if (nprior == PRIORS / 4 * 3)
            return;
        nprior++;
    }
    prior[i].hash = hash;
    prior[i].sum += (float)probability / 10000;
    prior[i].held++;
}

/* Finds the stems that mostly begin with a capital amid sentences, or where the next word goes with
 * them: "Lie algebra", but "they lie in". */
static void find_names(struct str corpus)
{
    static const struct key_tables none;
    struct key_finder *k = need(key_new_with(&none, KEY_AUTHOR));
    struct str field[4];
    for (size_t at = 0; next_row(corpus, &at, field, 4, 4);) {
        key_begin(k);
        key_text(k, field[3], false);
        for (const struct token *t = k->token, *end = t + k->ntoken; t < end; t++)
            if (!t->first && t->in_case && t->info.nstem == 1 && !t->info.acronym)
                note_case((struct str){t->text, t->n}, t->info.capital,
                          t + 1 < end && t[1].info.class == OPEN && !t[1].after_break);
    }
    key_free(k);
}

static void learn_priors(struct key_tables *t, struct str corpus)
{
    struct str field[4];
    struct key_finder *k = need(key_new_with(t, KEY_AUTHOR));
    uint8_t feature[FEATURES][BLOCK];
    const struct key *none;
    int16_t score[BLOCK];
    prior = need(calloc(PRIORS, sizeof *prior));
    nprior = 0;
    for (size_t at = 0; next_row(corpus, &at, field, 4, 4);) {
        key_begin(k);
        key_text(k, field[2], true);
        key_text(k, field[3], false);
        key_rank(k, 0, 0, &none);
        for (size_t i = 0; i < k->ncandidate; i += BLOCK) {
            size_t n = k->ncandidate - i < BLOCK ? k->ncandidate - i : BLOCK;
            describe(k, i, n, feature);
            score_block(k->model, feature, score);
            for (size_t j = 0; j < n; j++)
                note_probability(k->candidate[i + j].hash, probability_of(k->model, score[j]));
        }
    }
    key_free(k);
    add_priors(t, prior, PRIORS);
    free(prior);
}

/* ---- trying ---- */

static double f_measure(size_t right, size_t given, size_t gold)
{
    return right ? 2. * (double)right / (double)(given + gold) : 0;
}

static void try_papers(const struct key_tables *tables)
{
    const char *set = NULL;
    double sum5 = 0, sum10 = 0, n = 0;
    struct key_finder *k[KEY_STYLES][FOLDS];
    for (int f = 0; f < FOLDS; f++)
        for (int s = 0; s < KEY_STYLES; s++)
            k[s][f] = need(key_new_with(&tables[f], (enum key_style)s));
    for (size_t i = 0; i <= npaper; i++) {
        const struct paper *p = &paper[i];
        if (i == npaper || (set && strcmp(set, p->set) != 0)) {
            printf("%-18s papers %.0f  F1@5 %.2f  F1@10 %.2f\n", set, n, 100 * sum5 / n,
                   100 * sum10 / n);
            sum5 = sum10 = n = 0;
        }
        if (i == npaper)
            break;
        set = p->set;
        if (p->ngold == 0)
            continue;
        struct key_finder *finder = k[p->style][p->fold];
        const struct key *key;
        key_begin(finder);
        key_text(finder, p->title, true);
        key_text(finder, p->abstract, false);
        size_t given = key_rank(finder, 10, KEY_LIKELY, &key), right = 0, right5 = 0;
        for (size_t j = 0; j < given; j++) {
            uint64_t hash = hash_phrase(key[j].phrase);
            for (size_t g = 0; g < p->ngold; g++)
                right += p->gold[g] == hash;
            right5 = j < 5 ? right : right5;
        }
        sum5 += f_measure(right5, given < 5 ? given : 5, p->ngold);
        sum10 += f_measure(right, given, p->ngold);
        n++;
    }
}

/* ---- writing ---- */

static FILE *open_table(const char *folder, const char *name, const char *what, const char *header)
{
    char file[4096];
    snprintf(file, sizeof file, "%s/%s", folder, name);
    FILE *f = fopen(file, "w");
    if (!f)
        die("%s: cannot be written", file);
    fprintf(f,
            "/* %s - %s,\n * made by `make kw-model`. Not to be edited. */\n"
            "#include \"%s\"\n\n/* clang-format off */\n",
            strrchr(name, '/') + 1, what, header);
    return f;
}

static void close_table(FILE *f)
{
    fputs("/* clang-format on */\n", f);
    if (fclose(f) != 0)
        die("a table cannot be written");
}

static void write_numbers(FILE *f, const char *type, const char *name, const struct key_phrases *p,
                          int which)
{
    int column = 0;
    fprintf(f, "static const %s %s[] = {", type, name);
    for (size_t i = 0; i < p->n; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lu,",
                 which == 0   ? (unsigned long)p->hash[i]
                 : which == 1 ? (unsigned long)p->known[i]
                              : (unsigned long)p->prior[i]);
        if (column == 0 || column + (int)strlen(number) > 98)
            column = fprintf(f, "\n   ") - 1;
        column += fprintf(f, " %s", number);
    }
    fputs("\n};\n\n", f);
}

static void write_stems(const struct key_tables *t, const char *folder)
{
    FILE *f = open_table(folder, "text/stem_table.c",
                         "stems: rarity, and their places in keyphrases", "paper/stem_table.h");
    fputs("const struct known_stem stem_table[] = {\n", f);
    for (const struct known_stem *w = t->stem; w < t->stem + t->nstem; w++)
        fprintf(f, "    {\"%s\", %d, {{%d, %d, %d}, {%d, %d, %d}}, %d},\n", w->stem, w->idf,
                w->places[0].first, w->places[0].last, w->places[0].any, w->places[1].first,
                w->places[1].last, w->places[1].any, w->name);
    fputs("};\n\nconst size_t stem_table_count = sizeof stem_table / sizeof *stem_table;\n", f);
    close_table(f);
}

static void write_never_alone(const char *folder)
{
    FILE *f = open_table(folder, "key/alone_table.c", "words that are no phrase by themselves",
                         "parts.h");
    struct str *word;
    size_t n = find_never_alone(&word);
    fputs("const char *const key_never_alone[] = {\n", f);
    for (size_t i = 0; i < n; i++)
        fprintf(f, "    \"%.*s\",\n", (int)word[i].n, word[i].p);
    fputs("};\n\nconst size_t key_never_alone_count =\n"
          "    sizeof key_never_alone / sizeof *key_never_alone;\n",
          f);
    close_table(f);
}

static void write_phrases_known(const struct key_phrases *p, const char *folder)
{
    FILE *f = open_table(folder, "key/phrase_table.c", "known phrases by their hashes", "parts.h");
    write_numbers(f, "uint32_t", "hash", p, 0);
    write_numbers(f, "uint8_t", "known", p, 1);
    write_numbers(f, "uint8_t", "prior", p, 2);
    fputs("const struct key_phrases key_phrase_table = {hash, known, prior, sizeof known};\n", f);
    close_table(f);
}

static void write_trees(const struct key_model *m, const char *name, FILE *f)
{
    fprintf(f, "static const struct tree %s[] = {\n", name);
    for (const struct tree *tree = m->tree, *end = tree + m->ntree; tree < end; tree++) {
        fputs("    {{", f);
        for (size_t d = 0; d < TREE_DEPTH; d++)
            fprintf(f, "%s%d", d ? ", " : "", tree->feature[d]);
        fputs("}, {", f);
        for (size_t d = 0; d < TREE_DEPTH; d++)
            fprintf(f, "%s%d", d ? ", " : "", tree->above[d]);
        fputs("},\n     {", f);
        for (size_t l = 0; l < TREE_LEAVES; l++)
            fprintf(f, "%s%d", l ? ", " : "", tree->leaf[l]);
        fputs("}},\n", f);
    }
    fputs("};\n\n", f);
}

static void write_model(const struct key_model model[KEY_STYLES], const char *folder)
{
    static const char *const name[] = {"author_trees", "index_trees"};
    FILE *f = open_table(folder, "key/model_table.c",
                         "the trees of each style: features, thresholds, leaves", "parts.h");
    for (int s = 0; s < KEY_STYLES; s++)
        write_trees(&model[s], name[s], f);
    fputs("const struct key_model key_model_table[] = {\n", f);
    for (int s = 0; s < KEY_STYLES; s++)
        fprintf(f, "    {%s, sizeof %s / sizeof *%s, %d, %d},\n", name[s], name[s], name[s],
                model[s].bias, model[s].unit);
    fputs("};\n", f);
    close_table(f);
}

/* ---- together ---- */

static void add_fold(struct rows *r, const struct key_tables *t, int fold)
{
    for (int s = 0; s < KEY_STYLES; s++) {
        struct key_finder *k = need(key_new_with(t, (enum key_style)s));
        for (size_t i = 0; i < npaper; i++)
            if (paper[i].fold == fold && (int)paper[i].style == s)
                rows_add(r, k, &paper[i]);
        key_free(k);
    }
}

int main(int argc, char **argv)
{
    static struct key_tables tables[FOLDS], all;
    static struct rows first, second;
    if (argc < 5)
        die("usage: train EVAL WORD-DF KEYPHRASES CORPUS [FOLDER]");
    read_papers(argv[1], "kp20k1k-train", KEY_AUTHOR, 2);
    read_papers(argv[1], "openreview-train", KEY_AUTHOR, 1);
    read_papers(argv[1], "inspec-train", KEY_INDEX, 1);
    read_papers(argv[1], "semeval2017-train", KEY_INDEX, 1);
    read_words(argv[2]);
    read_keyphrases(argv[3]);
    struct str corpus = read_file(argv[4]);
    find_names(corpus);
    for (int f = 0; f < FOLDS; f++) {
        make_tables(&tables[f], f);
        add_fold(&first, &tables[f], f);
    }
    for (int f = 0; f < FOLDS; f++) {
        tables[f].model[KEY_AUTHOR] = grow_trees(&first, KEY_AUTHOR, f, FIRST_TREES);
        learn_priors(&tables[f], corpus);
        add_fold(&second, &tables[f], f);
    }
    if (argc < 6) {
        for (int f = 0; f < FOLDS; f++)
            for (int s = 0; s < KEY_STYLES; s++)
                tables[f].model[s] = grow_trees(&second, (enum key_style)s, f, TREES);
        try_papers(tables);
        return 0;
    }
    make_tables(&all, -1);
    all.model[KEY_AUTHOR] = grow_trees(&first, KEY_AUTHOR, -1, FIRST_TREES);
    learn_priors(&all, corpus);
    for (int s = 0; s < KEY_STYLES; s++)
        all.model[s] = grow_trees(&second, (enum key_style)s, -1, TREES);
    write_stems(&all, argv[5]);
    write_never_alone(argv[5]);
    write_phrases_known(&all.phrases, argv[5]);
    write_model(all.model, argv[5]);
    return 0;
}

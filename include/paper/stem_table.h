/* stem_table.h - what is known of the stems that stand most often in papers and their keyphrases:
 * some 13,000, ascending by their bytes, counted in the papers that tests/eval/kw learns from. */
#ifndef PAPER_STEM_TABLE_H
#define PAPER_STEM_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STEM_BYTES = 16,   /* with the final NUL; longer stems are not in the table */
    STEM_UNKNOWN = 132 /* rarity of a stem that is not in the table */
};

/* The places compare how often keyphrases begin with the stem, end with it and hold it with how
 * often papers do: 128 + 12 log2 of the ratio. */
struct known_stem {
    char stem[STEM_BYTES]; /* of a word without accents: text_fold, then stem_english */
    uint8_t idf;           /* rarity: 8 log2(papers / those that hold it) */
    struct stem_places {
        uint8_t first, last, any;
    } places[2]; /* in keyphrases that authors give, and in those of an index */
    bool name;   /* mostly with a capital where it stands amid a sentence */
};

extern const struct known_stem stem_table[];
extern const size_t stem_table_count;

#endif

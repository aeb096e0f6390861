/* common_words.h - how rare a word is in papers. Internal to lib/key. */
#ifndef KEY_COMMON_WORDS_H
#define KEY_COMMON_WORDS_H

#include <stddef.h>

/* The generated table, sorted by word. rarity: 16 times the binary logarithm of how many papers
 * there are for one that holds the word. */
struct common_word {
    char word[23];
    unsigned char rarity;
};
extern const struct common_word common_words[];
extern const size_t common_words_count;

enum { RARITY_UNKNOWN = 150 }; /* of a word that is not in the table: just above its rarest */

#endif

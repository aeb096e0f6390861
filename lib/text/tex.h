/* tex.h - the generated table of accented letters. Internal to lib/text. */
#ifndef TEXT_TEX_H
#define TEXT_TEX_H

#include <stddef.h>

/* An accent's character and its letter, as in \"o, and the UTF-8 of both as one; in order of
 * strcmp. */
struct accented {
    char key[3], text[4];
};
extern const struct accented accent_table[];
extern const size_t accent_count;

#endif

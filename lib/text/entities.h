/* entities.h - the generated table of HTML's named characters. Internal to lib/text. */
#ifndef TEXT_ENTITIES_H
#define TEXT_ENTITIES_H

#include <stddef.h>

/* A name without & and ; and the UTF-8 that it stands for; in order of strcmp. */
struct entity {
    const char *name, *text;
};
extern const struct entity entity_table[];
extern const size_t entity_count;

#endif

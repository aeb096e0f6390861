/* map.h - reading a large file through windows of memory mapped to it, which saves copying it.
 * Internal to lib/base.
 *
 * What others do to the file meanwhile is seen: what they append is left to who reads behind the
 * end; where they cut it, the bytes that are gone are newlines, and map_shrank() tells. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map;

/* NULL where fd is not a regular file, has little left to read, or cannot be mapped. */
struct map *map_new(int fd);

/* The next whole lines, each ending in a newline; false where no whole line is left, or no window
 * of memory for it. The bytes may be changed, which the file never sees, and stay until the next
 * call. */
bool map_lines(struct map *m, char **lines, size_t *n);

bool map_shrank(const struct map *m);

/* Where in the file the byte at p stands, of the lines given last. */
uint64_t map_offset(const struct map *m, const char *p);

/* Gives the memory back, and moves the file's offset behind what was given out. m may be NULL. */
void map_free(struct map *m, int fd);

#endif

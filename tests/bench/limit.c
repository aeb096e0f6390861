/* limit - how fast this machine hands over a file and looks at each byte of it once: memchr for a
 * byte that does not occur in UTF-8. No search that looks at all of a text can be faster.
 *
 * usage: limit read FILE   by read(2), in blocks as the programs read them
 *        limit map FILE    by mmap(2), the whole file at once */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024, NEVER = 0xFF };

static int by_read(int fd, size_t *found)
{
    static char block[BLOCK];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) > 0)
        *found += memchr(block, NEVER, (size_t)n) != NULL;
    return n < 0 ? 2 : 0;
}

static int by_map(int fd, size_t *found)
{
    struct stat st;
    if (fstat(fd, &st) < 0 || st.st_size <= 0)
        return 2;
    const size_t n = (size_t)st.st_size;
    void *p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return 2;
    *found += memchr(p, NEVER, n) != NULL;
    return munmap(p, n) < 0 ? 2 : 0;
}

int main(int argc, char **argv)
{
    size_t found = 0;
    if (argc != 3)
        return 2;
    int fd = strcmp(argv[2], "-") == 0 ? STDIN_FILENO : open(argv[2], O_RDONLY);
    if (fd < 0)
        return 2;
    int status = strcmp(argv[1], "map") == 0 ? by_map(fd, &found) : by_read(fd, &found);
    printf("%zu\n", found);
    return status;
}

/* target.c - the file that a new one is to take the place of. */
#include "paper/target.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINKS = 40, LINK_MAX_BYTES = 4096 }; /* as many as Linux follows, and as long as it makes */

static void set(struct buf *path, const char *p, size_t n)
{
    buf_put(path, p, n);
    buf_putc(path, '\0');
    path->n -= !path->failed;
}

/* Follows the link at the path, once; 0 where there is none, -1 with errno. */
static int follow(struct buf *path)
{
    char to[LINK_MAX_BYTES];
    ssize_t n = readlink(path->p, to, sizeof to);
    if (n < 0)
        return errno == EINVAL || errno == ENOENT ? 0 : -1;
    if (n == sizeof to) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (n == 0 || to[0] == '/')
        path->n = 0;
    while (path->n && path->p[path->n - 1] != '/') /* in the link's directory */
        path->n--;
    set(path, to, (size_t)n);
    return 1;
}

const char *target_of(const char *name, struct buf *target)
{
    struct stat st;
    bool exists = stat(name, &st) == 0;
    int left = LINKS, more = 0;
    if (!exists && errno != ENOENT)
        return strerror(errno);
    if (exists && !S_ISREG(st.st_mode))
        return S_ISDIR(st.st_mode) ? strerror(EISDIR) : "not a regular file";
    buf_clear(target);
    set(target, name, strlen(name));
    while (!target->failed && left-- && (more = follow(target)) > 0)
        ;
    if (target->failed)
        return "out of memory";
    return more < 0 ? strerror(errno) : more ? strerror(ELOOP) : NULL;
}

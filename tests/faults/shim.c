/* shim.c - a library to be loaded before libc (LD_PRELOAD), which makes one call of the program
 * under test go wrong: the FAULT_AT-th of the calls below fails with ENOMEM, ENOSPC, EIO or
 * what is likely for it.
 *
 *   FAULT_AT   which call, from 1; 0: none
 *   FAULT_ON   set: and all that follow
 *   FAULT_HOW  eintr: each read and write is first interrupted; short: each gets a single byte;
 *              short N: N bytes at most; hostile NAME: at its first read of standard input the
 *              program tries what NAME says, as if the input had taken it over
 *   FAULT_FD   where the number of calls is written at the end
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static const char *how;
static long at, count;
static int on, count_fd = -1, started;

#define REAL(type, name, ...)         \
    static type (*real)(__VA_ARGS__); \
    if (!real)                        \
    real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void start(void)
{
    const char *s;
    how = getenv("FAULT_HOW");
    on = getenv("FAULT_ON") != NULL;
    at = (s = getenv("FAULT_AT")) ? strtol(s, NULL, 10) : 0;
    count_fd = (s = getenv("FAULT_FD")) ? (int)strtol(s, NULL, 10) : -1;
    unsetenv("LD_PRELOAD"); /* the programs that it runs are not under test */
    started = 1;
}

__attribute__((destructor)) static void end(void)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%ld", count);
    if (count_fd >= 0)
        syscall(SYS_write, count_fd, text, (size_t)n);
}

/* Whether this call is the one. */
static int fails(int err)
{
    if (!started)
        return 0;
    count++;
    if (at == 0 || count < at || (count > at && !on))
        return 0;
    errno = err;
    return 1;
}

static int is_how(const char *name)
{
    return how && strncmp(how, name, strlen(name)) == 0;
}

/* Of n bytes to be read or written, how many get through. */
static size_t get_through(size_t n)
{
    size_t most = is_how("short ") ? strtoul(how + 6, NULL, 10) : is_how("short") ? 1 : n;
    return n < most ? n : most;
}

/* ---- memory ---- */

void *malloc(size_t n)
{
    return fails(ENOMEM) ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return fails(ENOMEM) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return fails(ENOMEM) ? NULL : __libc_realloc(p, n);
}

void *mmap(void *p, size_t n, int prot, int flags, int fd, off_t from)
{
    REAL(void *, mmap, void *, size_t, int, int, int, off_t);
    return fails(ENOMEM) ? MAP_FAILED : real(p, n, prot, flags, fd, from);
}

/* ---- reading and writing ---- */

/* What code that was brought in would try. */
static void attack(const char *what)
{
    if (strcmp(what, "open") == 0) {
        syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
    } else if (strcmp(what, "create") == 0) {
        syscall(SYS_openat, AT_FDCWD, "attacked", O_WRONLY | O_CREAT, 0600);
    } else if (strcmp(what, "socket") == 0) {
        syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
    } else if (strcmp(what, "fork") == 0) {
        if (fork() == 0)
            _exit(0);
    } else if (strcmp(what, "exec") == 0) {
        char *args[] = {"true", NULL};
        syscall(SYS_execve, "/bin/true", args, NULL);
    } else if (strcmp(what, "kill") == 0) {
        syscall(SYS_kill, getpid(), 0);
    } else if (strcmp(what, "unlink") == 0) {
        syscall(SYS_unlinkat, AT_FDCWD, "victim", 0);
    } else if (strcmp(what, "type") == 0) {
        char c = 'x';
        syscall(SYS_ioctl, 0, 0x5412 /* TIOCSTI */, &c);
        if (errno != ENOTTY)
            abort();
    }
}

ssize_t read(int fd, void *p, size_t n)
{
    static int turn, attacked;
    REAL(ssize_t, read, int, void *, size_t);
    if (fails(EIO))
        return -1;
    if (is_how("hostile ") && fd == 0 && !attacked++)
        attack(how + 8);
    if (is_how("eintr") && (++turn & 1)) {
        errno = EINTR;
        return -1;
    }
    return real(fd, p, get_through(n));
}

ssize_t pread(int fd, void *p, size_t n, off_t from)
{
    static int turn;
    REAL(ssize_t, pread, int, void *, size_t, off_t);
    if (fails(EIO))
        return -1;
    if (is_how("eintr") && (++turn & 1)) {
        errno = EINTR;
        return -1;
    }
    return real(fd, p, get_through(n), from);
}

ssize_t write(int fd, const void *p, size_t n)
{
    static int turn;
    REAL(ssize_t, write, int, const void *, size_t);
    if (fails(ENOSPC))
        return -1;
    if (is_how("eintr") && (++turn & 1)) {
        errno = EINTR;
        return -1;
    }
    return real(fd, p, get_through(n));
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t to)
{
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    return fails(ENOSPC) ? -1 : real(fd, p, get_through(n), to);
}

off_t lseek(int fd, off_t to, int from)
{
    REAL(off_t, lseek, int, off_t, int);
    return fails(EIO) ? -1 : real(fd, to, from);
}

int fsync(int fd)
{
    REAL(int, fsync, int);
    return fails(EIO) ? -1 : real(fd);
}

int ftruncate(int fd, off_t n)
{
    REAL(int, ftruncate, int, off_t);
    return fails(EIO) ? -1 : real(fd, n);
}

/* ---- files ---- */

int open(const char *name, int flags, ...)
{
    REAL(int, open, const char *, int, ...);
    va_list args;
    va_start(args, flags);
    int mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, int) : 0;
    va_end(args);
    return fails(EMFILE) ? -1 : real(name, flags, mode);
}

int mkstemp(char *name)
{
    REAL(int, mkstemp, char *);
    return fails(ENOSPC) ? -1 : real(name);
}

/* As on a full file server: the descriptor is gone, what was written may be, too. */
int close(int fd)
{
    REAL(int, close, int);
    int failed = fails(EDQUOT), err = errno;
    int r = real(fd);
    if (failed)
        errno = err;
    return failed ? -1 : r;
}

int fstat(int fd, struct stat *st)
{
    REAL(int, fstat, int, struct stat *);
    return fails(EIO) ? -1 : real(fd, st);
}

int stat(const char *restrict name, struct stat *restrict st)
{
    REAL(int, stat, const char *, struct stat *);
    return fails(EIO) ? -1 : real(name, st);
}

int rename(const char *from, const char *to)
{
    REAL(int, rename, const char *, const char *);
    return fails(ENOSPC) ? -1 : real(from, to);
}

int unlink(const char *name)
{
    REAL(int, unlink, const char *);
    return fails(EIO) ? -1 : real(name);
}

int fchmod(int fd, mode_t mode)
{
    REAL(int, fchmod, int, mode_t);
    return fails(EPERM) ? -1 : real(fd, mode);
}

int fcntl(int fd, int what, ...)
{
    REAL(int, fcntl, int, int, ...);
    va_list args;
    va_start(args, what);
    void *arg = va_arg(args, void *);
    va_end(args);
    return fails(ENOLCK) ? -1 : real(fd, what, arg);
}

int sigaction(int sig, const struct sigaction *restrict act, struct sigaction *restrict old)
{
    REAL(int, sigaction, int, const struct sigaction *, struct sigaction *);
    return fails(EINVAL) ? -1 : real(sig, act, old);
}

int gethostname(char *name, size_t n)
{
    REAL(int, gethostname, char *, size_t);
    return fails(ENAMETOOLONG) ? -1 : real(name, n);
}

struct tm *gmtime_r(const time_t *restrict t, struct tm *restrict tm)
{
    REAL(struct tm *, gmtime_r, const time_t *, struct tm *);
    return fails(EOVERFLOW) ? NULL : real(t, tm);
}

iconv_t iconv_open(const char *to, const char *from)
{
    REAL(iconv_t, iconv_open, const char *, const char *);
    return fails(EMFILE) ? (iconv_t)-1 : real(to, from);
}

/* ---- other programs ---- */

int setenv(const char *name, const char *value, int over)
{
    REAL(int, setenv, const char *, const char *, int);
    return fails(ENOMEM) ? -1 : real(name, value, over);
}

int pipe(int fd[2])
{
    REAL(int, pipe, int *);
    return fails(EMFILE) ? -1 : real(fd);
}

int dup2(int from, int to)
{
    REAL(int, dup2, int, int);
    return fails(EMFILE) ? -1 : real(from, to);
}

pid_t fork(void)
{
    REAL(pid_t, fork, void);
    return fails(EAGAIN) ? -1 : real();
}

int execvp(const char *name, char *const *args)
{
    REAL(int, execvp, const char *, char *const *);
    return fails(ENOENT) ? -1 : real(name, args);
}

pid_t waitpid(pid_t pid, int *status, int flags)
{
    REAL(pid_t, waitpid, pid_t, int *, int);
    return fails(ECHILD) ? -1 : real(pid, status, flags);
}

int getentropy(void *p, size_t n)
{
    REAL(int, getentropy, void *, size_t);
    return fails(ENOSYS) ? -1 : real(p, n);
}

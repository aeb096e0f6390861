/* papersort - sorts papers by any field: puts the key before each record, lets sort(1) sort, takes
 * the key off again. See papersort(1). */
#include "paper/prog_names.h"
#include "paper/sortkey.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] =
    "usage: papersort [OPTION]... [FILE]...\n"
    "Sort papers by a field; those without it come last.\n"
    "\n"
    "  -k, --key=FIELD[,...]  sort by this field, then the next (default: id)\n"
    "  -n, --numeric-sort     compare the numbers that values begin with\n"
    "  -r, --reverse          largest first\n"
    "  -S, --buffer-size=SIZE how much sort(1) sorts in memory at once (64M)\n"
    "  -T, --temporary-directory=DIR\n"
    "                         where sort(1) keeps what does not fit in memory\n"
    "      --no-sandbox       allow all system calls, for debugging\n"
    "      --help, --version  print this, the version\n";

#define DEFAULT_KEYS "id"

/* What sort(1) takes for a pipe, not knowing what will come, is so little (10 MB) that of a million
 * records it sorts a hundred parts, and most of its time goes into merging them. */
static char size_default[] = "64M";

static const struct option longs[] = {
    {"key", required_argument, NULL, 'k'},
    {"numeric-sort", no_argument, NULL, 'n'},
    {"reverse", no_argument, NULL, 'r'},
    {"buffer-size", required_argument, NULL, 'S'},
    {"temporary-directory", required_argument, NULL, 'T'},
    PROG_OPTIONS,
    {0},
};

static struct names keys;
static bool numeric, reverse;
static char *size = size_default, *directory;

/* In the child: becomes sort(1), comparing the columns of all keys as one string. */
__attribute__((noreturn)) static void become_sort(int in, int out)
{
    char name[] = "sort", stable[] = "-s", tab[] = "-t\t", buffer[] = "-S", in_directory[] = "-T";
    char columns[48];
    char *args[] = {name,      stable, tab, columns, buffer, size, directory ? in_directory : NULL,
                    directory, NULL};
    snprintf(columns, sizeof columns, "-k1,%zu%s", 2 * keys.n, reverse ? "r" : "");
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || setenv("LC_ALL", "C", 1) < 0)
        prog_fail("sort: %s", strerror(errno));
    execvp("sort", args);
    prog_warn("sort: %s", strerror(errno));
    _exit(TROUBLE);
}

/* Starts sort(1): *to takes lines, *from gives them back sorted. */
static pid_t start_sort(int *to, int *from)
{
    int down[2], up[2];
    if (pipe(down) < 0 || pipe(up) < 0)
        prog_fail("pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid < 0)
        prog_fail("fork: %s", strerror(errno));
    if (pid == 0) {
        close(down[1]);
        close(up[0]);
        become_sort(down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
    *to = down[1];
    *from = up[0];
    return pid;
}

/* Gives sort(1) all records with their keys. It writes nothing before it has read everything, so no
 * one need read from it meanwhile. False where it would not take them. */
static bool decorate(int to, char **files, size_t nfiles)
{
    struct recs rs;
    struct output out;
    struct buf key = {0};
    const struct rec *r;
    out_start(&out, to, false);
    recs_start(&rs, files, nfiles, prog_report, NULL);
    prog_confine_walk(&rs.in, 0);
    while (!out.err && (r = recs_each(&rs))) {
        buf_clear(&key);
        for (size_t k = 0; k < keys.n; k++)
            sortkey_put(&key, r, keys.name[k], numeric, reverse);
        if (key.failed)
            prog_fail("out of memory");
        out_putstr(&out, buf_str(&key));
        out_putstr(&out, r->line);
        out_putc(&out, '\n');
    }
    recs_end(&rs);
    buf_free(&key);
    return out_close(&out);
}

/* Takes the columns of its keys off a line; false where it has not all: there was no memory for the
 * line, which is told. */
static bool take_keys(struct str *line)
{
    for (size_t k = 0; k < 2 * keys.n; k++) {
        const char *tab = memchr(line->p, '\t', line->n);
        if (!tab)
            return false;
        *line = str_slice(*line, (size_t)(tab - line->p) + 1, line->n);
    }
    return true;
}

/* The sorted lines, without the columns of their keys. */
static void undecorate(int from, struct output *out)
{
    struct input in;
    struct str line;
    in_start_fd(&in, from, "sort", prog_report, NULL);
    in_file(&in);
    while (!out->err && in_line(&in, &line)) {
        if (!take_keys(&line))
            continue;
        out_putstr(out, line);
        out_putc(out, '\n');
    }
    in_end(&in);
}

int main(int argc, char **argv)
{
    prog_start("papersort", usage);
    for (int c; (c = prog_option(argc, argv, ":k:nrS:T:", longs)) != -1;) {
        switch (c) {
        case 'k': prog_names(&keys, optarg); break;
        case 'n': numeric = true; break;
        case 'r': reverse = true; break;
        case 'S': size = optarg; break;
        case 'T': directory = optarg; break;
        }
    }
    if (keys.n == 0)
        prog_names(&keys, DEFAULT_KEYS);

    int to, from, status;
    struct output out;
    pid_t pid = start_sort(&to, &from);
    /* Should sort(1) end early, its own message and status say why; a signal here would hide them.
     */
    struct sigaction old, ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, &old);
    bool taken = decorate(to, argv + optind, (size_t)(argc - optind));
    sigaction(SIGPIPE, &old, NULL);
    out_start(&out, STDOUT_FILENO, false);
    if (taken)
        undecorate(from, &out);
    else
        close(from);
    names_free(&keys);
    if (out.err) /* nobody reads on: sort(1) is told so by its pipe, and has nothing left to say */
        return prog_end(&out);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            prog_fail("sort: %s", strerror(errno));
    if (!taken || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        prog_warn("sort(1) failed");
    return prog_end(&out);
}

/* faults.c - runs a program once for each call that can fail, with that call failing, and judges
 * how it took it.
 *
 *   faults [-s STATE] SHIM INPUT PROGRAM [ARG]...
 *
 * INPUT becomes standard input. First the program runs undisturbed; then as often as it made calls
 * (those of shim.c), the n-th of them failing in the n-th run, and once more with all that follow
 * failing, too. Each time it must end by itself within ten seconds, and either with 2, a message,
 * and whole lines on standard output, or with the status and the output of the first run. Then
 * reads and writes of one byte each, and interrupted ones, must make no difference.
 *
 * With -s, STATE is a file that the program writes: it is removed before each run; after a faulty
 * one the program runs once more, undisturbed, and must end well; what it prints then and what it
 * printed before must have, together, all papers of the first run: nothing is lost.
 *
 * Prints the number of faults. The status is 0 where all went well, else 1. */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 10, MOST = 1 << 22, TOLD = 5 };

struct run {
    int status; /* as waitpid() gives it */
    bool hung;
    size_t out_n, err_n;
    char *out, *err;
    long calls;
};

static const char *shim, *input, *state;
static char **command;
static int bad;

static void fail(const char *what)
{
    fprintf(stderr, "faults: %s: %s\n", what, strerror(errno));
    exit(2);
}

static FILE *temporary(void)
{
    FILE *f = tmpfile();
    if (!f)
        fail("tmpfile");
    return f;
}

static char *contents(FILE *f, size_t *n)
{
    char *p = malloc(MOST);
    if (!p)
        fail("malloc");
    rewind(f);
    *n = fread(p, 1, MOST - 1, f);
    p[*n] = 0;
    fclose(f);
    return p;
}

static void set(const char *name, const char *value)
{
    if ((value ? setenv(name, value, 1) : unsetenv(name)) != 0)
        fail("setenv");
}

static struct run run(long at, bool on, const char *how, bool disturbed)
{
    struct run r = {0};
    FILE *out = temporary(), *err = temporary(), *count = temporary();
    char number[24], fd[24];
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0)
        fail("fork");
    if (pid == 0) {
        int in = open(input, O_RDONLY);
        if (in < 0 || dup2(in, 0) < 0 || dup2(fileno(out), 1) < 0 || dup2(fileno(err), 2) < 0)
            fail(input);
        close(in);
        snprintf(number, sizeof number, "%ld", at);
        snprintf(fd, sizeof fd, "%d", fileno(count));
        set("FAULT_AT", number);
        set("FAULT_FD", fd);
        set("FAULT_ON", on ? "1" : NULL);
        set("FAULT_HOW", how);
        if (disturbed)
            set("LD_PRELOAD", shim);
        alarm(SECONDS); /* it outlives exec */
        execvp(command[0], command);
        fail(command[0]);
    }
    while (waitpid(pid, &r.status, 0) < 0)
        if (errno != EINTR)
            fail("waitpid");
    r.hung = WIFSIGNALED(r.status) && WTERMSIG(r.status) == SIGALRM;
    r.out = contents(out, &r.out_n);
    r.err = contents(err, &r.err_n);
    size_t n;
    char *calls = contents(count, &n);
    r.calls = strtol(calls, NULL, 10);
    free(calls);
    return r;
}

static void end_run(struct run *r)
{
    free(r->out);
    free(r->err);
}

static bool same(const struct run *a, const struct run *b)
{
    return a->status == b->status && a->out_n == b->out_n && memcmp(a->out, b->out, a->out_n) == 0;
}

/* Whether `text` has a line that begins with these n bytes. */
static bool has_line(const char *text, const char *line, size_t n)
{
    for (const char *p = text; *p; p = strchr(p, '\n') + 1) {
        if (strncmp(p, line, n) == 0)
            return true;
        if (!strchr(p, '\n'))
            break;
    }
    return false;
}

/* NULL, or what is wrong with how the program took a fault. */
static const char *judge(const struct run *plain, const struct run *r)
{
    if (r->hung)
        return "it hung";
    if (WIFSIGNALED(r->status))
        return "a signal ended it";
    if (WEXITSTATUS(r->status) == 2)
        return r->err_n == 0                              ? "status 2 without a message"
               : r->out_n && r->out[r->out_n - 1] != '\n' ? "half a line was printed"
                                                          : NULL;
    return same(plain, r) ? NULL : "it ended well with another output";
}

/* What the next run, undisturbed, makes of the state that a faulty one left. */
static const char *judge_state(const struct run *plain, const struct run *r)
{
    const char *why = NULL;
    struct run again = run(0, false, NULL, false);
    if (!WIFEXITED(again.status) || WEXITSTATUS(again.status) != 0)
        why = "the next run could not use the state";
    for (const char *p = plain->out; *p && !why; p = strchr(p, '\n') + 1) {
        size_t n = strcspn(p, "\t\n") + 1;
        if (!has_line(r->out, p, n) && !has_line(again.out, p, n))
            why = "a paper is in neither its output nor the next run's";
    }
    end_run(&again);
    return why;
}

static void tell(const char *what, long at, const char *how, const struct run *r)
{
    if (bad++ >= TOLD)
        return;
    fprintf(stderr, "faults:");
    for (char **arg = command; *arg; arg++)
        fprintf(stderr, " %s", *arg);
    fprintf(stderr, ": call %ld%s: %s (status %d, signal %d, %zu bytes, message: %.200s)\n", at,
            how, what, WIFEXITED(r->status) ? WEXITSTATUS(r->status) : -1,
            WIFSIGNALED(r->status) ? WTERMSIG(r->status) : 0, r->out_n, r->err);
}

static void start_state(void)
{
    if (state && unlink(state) != 0 && errno != ENOENT)
        fail(state);
}

int main(int argc, char **argv)
{
    long faults = 0;
    if (argc > 2 && strcmp(argv[1], "-s") == 0) {
        state = argv[2];
        argv += 2;
        argc -= 2;
    }
    if (argc < 4) {
        fprintf(stderr, "usage: faults [-s STATE] SHIM INPUT PROGRAM [ARG]...\n");
        return 2;
    }
    shim = argv[1];
    input = argv[2];
    command = argv + 3;
    start_state();
    struct run plain = run(0, false, NULL, true);
    if (!WIFEXITED(plain.status) || WEXITSTATUS(plain.status) == 2 || plain.calls == 0) {
        tell("it failed undisturbed, or the shim was not loaded", 0, "", &plain);
        return 2;
    }
    for (long at = 1; at <= plain.calls; at++)
        for (int on = 0; on < 2; on++) {
            start_state();
            struct run r = run(at, on, NULL, true);
            const char *why = judge(&plain, &r);
            if (!why && state)
                why = judge_state(&plain, &r);
            if (why)
                tell(why, at, on ? " and all that follow" : "", &r);
            end_run(&r);
            faults++;
        }
    static const char *const hows[] = {"eintr", "short"};
    for (int i = 0; i < 2; i++) {
        start_state();
        struct run r = run(0, false, hows[i], true);
        if (!same(&plain, &r))
            tell("another output", 0, hows[i], &r);
        end_run(&r);
    }
    end_run(&plain);
    printf("%ld\n", faults);
    return bad > 0;
}

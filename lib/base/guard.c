/* guard.c - SIGBUS, raised by a page of a mapped file that the file no longer has. */
#include "paper/guard.h"

#include <signal.h>

static struct {
    const char *p;
    size_t n;
    void (*gone)(void);
} guarded;

static void on_bus(int sig, siginfo_t *info, void *context)
{
    const char *at = info->si_addr;
    (void)context;
    if (guarded.p && at >= guarded.p && at < guarded.p + guarded.n)
        guarded.gone();
    signal(sig, SIG_DFL); /* the access is made again, and ends the program */
}

bool guard_map(const void *p, size_t n, void (*gone)(void))
{
    struct sigaction act = {.sa_sigaction = on_bus, .sa_flags = SA_SIGINFO};
    guarded.p = p;
    guarded.n = n;
    guarded.gone = gone;
    sigemptyset(&act.sa_mask);
    return !p || sigaction(SIGBUS, &act, NULL) == 0;
}

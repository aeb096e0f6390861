/* sandbox.h - what the program may still ask of the system, once it has opened what it needs.
 *
 * Reading, writing and memory always go on; of the rest only what is named. A call that reaches out
 * (a socket, another program or process, a file that may not be opened, a signal to others) ends
 * the program with SIGSYS; any other that is not needed fails with ENOSYS. On Linux by a filter of
 * seccomp(2), on OpenBSD by pledge(2). Where the system has neither (a kernel without filters,
 * qemu-user, another architecture than x86-64, arm64 and riscv64), and under sanitizers and
 * valgrind, which make calls of their own, nothing changes. */
#ifndef PAPER_SANDBOX_H
#define PAPER_SANDBOX_H

#include <stdbool.h>

enum {
    SANDBOX_READ = 1, /* open files for reading */
    SANDBOX_WRITE = 2 /* the same, and make, write, rename and remove files */
};

/* Allows these alone; the next call can only take away. False where nothing was changed. */
bool sandbox(unsigned allowed);

#endif

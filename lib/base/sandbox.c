/* sandbox.c - the filter of system calls: a program for the kernel's packet filter, as seccomp(2)
 * and Documentation/userspace-api/seccomp_filter.rst describe it. The kernel's headers are not part
 * of every libc, so what is needed of its interface, which does not change, stands here. */
#define _DEFAULT_SOURCE /* for syscall(), of no standard, and pledge() */

#include "paper/sandbox.h"

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif

#if defined __linux__ && defined __x86_64__ && defined __LP64__
#define ARCH 0xC000003Eu
#elif defined __linux__ && defined __aarch64__ && !defined __AARCH64EB__
#define ARCH 0xC00000B7u
#elif defined __linux__ && defined __riscv && __riscv_xlen == 64
#define ARCH 0xC00000F3u
#endif

#if defined ARCH && !defined SANITIZED

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

/* struct sock_filter and struct sock_fprog of <linux/filter.h>. */
struct step {
    uint16_t code;
    uint8_t if_so, if_not; /* steps to jump over */
    uint32_t k;
};

struct program {
    unsigned short n;
    struct step *step;
};

enum { LOAD = 0x20, IF_EQUAL = 0x15, IF_LEAST = 0x35, IF_BITS = 0x45, RETURN = 0x06 };
enum { NUMBER = 0, ARCHITECTURE = 4, ARGUMENT = 16 }; /* offsets in struct seccomp_data */

static const uint32_t allow = 0x7FFF0000, kill_process = 0x80000000, fail = 0x00050000;

enum { MODE_FILTER = 1, SPEC_ALLOW = 4, NO_SYS = 38, NO_TTY = 25 };

/* What every program goes on with. */
static const int harmless[] = {
    SYS_read,
    SYS_readv,
    SYS_pread64,
    SYS_write,
    SYS_writev,
    SYS_pwrite64,
    SYS_close,
    SYS_lseek,
    SYS_fcntl,
    SYS_fstat,
    SYS_newfstatat,
    SYS_fsync,
    SYS_fdatasync,
    SYS_ftruncate,
    SYS_fadvise64,
    SYS_mmap,
    SYS_munmap,
    SYS_mremap,
    SYS_mprotect,
    SYS_madvise,
    SYS_brk,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_restart_syscall,
    SYS_exit,
    SYS_exit_group,
    SYS_wait4,
    SYS_futex,
    SYS_sched_yield,
    SYS_getpid,
    SYS_gettid,
    SYS_getrandom,
    SYS_clock_gettime,
    SYS_gettimeofday,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_prlimit64,
    SYS_sysinfo,
    SYS_uname,
    SYS_umask,
    SYS_seccomp, /* to take more away */
#ifdef SYS_getrlimit
    SYS_getrlimit,
#endif
#ifdef SYS_statx
    SYS_statx,
#endif
#ifdef SYS_stat
    SYS_stat,
    SYS_lstat,
#endif
#ifdef SYS_poll
    SYS_poll,
#endif
    SYS_ppoll,
};

/* What reaches out of the program: an attempt is an attack, or a fault of ours. */
static const int hostile[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_execve,
    SYS_execveat,
    SYS_clone,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_tkill,
    SYS_openat,
    SYS_unlinkat,
    SYS_linkat,
    SYS_symlinkat,
    SYS_mkdirat,
    SYS_mknodat,
    SYS_fchmodat,
    SYS_fchownat,
    SYS_truncate,
    SYS_mount,
    SYS_chroot,
    SYS_setuid,
    SYS_setgid,
    SYS_bpf,
#ifdef SYS_open
    SYS_open,
    SYS_creat,
    SYS_fork,
    SYS_vfork,
    SYS_unlink,
    SYS_link,
    SYS_symlink,
    SYS_mkdir,
    SYS_rmdir,
    SYS_mknod,
    SYS_chmod,
    SYS_chown,
    SYS_rename,
#endif
#ifdef SYS_renameat
    SYS_renameat,
#endif
    SYS_renameat2,
#ifdef SYS_clone3
    SYS_clone3,
#endif
#ifdef SYS_openat2
    SYS_openat2,
#endif
#ifdef SYS_io_uring_setup
    SYS_io_uring_setup,
#endif
};

/* What goes with writing files. */
static const int naming[] = {
    SYS_unlinkat, SYS_renameat2, SYS_fchmod,
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef SYS_rename
    SYS_rename,   SYS_unlink,
#endif
};

static void add(struct program *p, uint16_t code, uint32_t k, unsigned if_so, unsigned if_not)
{
    p->step[p->n++] = (struct step){code, (uint8_t)if_so, (uint8_t)if_not, k};
}

static void add_calls(struct program *p, const int *call, size_t n, uint32_t what)
{
    for (size_t i = 0; i < n; i++) {
        add(p, IF_EQUAL, (uint32_t)call[i], 0, 1);
        add(p, RETURN, what, 0, 0);
    }
}

/* An opening call whose flags are the argument of that number. */
static void add_open(struct program *p, int call, unsigned flags, bool write)
{
    add(p, IF_EQUAL, (uint32_t)call, 0, 4);
    add(p, LOAD, ARGUMENT + 8 * flags, 0, 0);
    add(p, IF_BITS, write ? 0 : O_ACCMODE | O_CREAT | O_TRUNC, 0, 1);
    add(p, RETURN, kill_process, 0, 0);
    add(p, RETURN, allow, 0, 0);
}

bool sandbox(unsigned allowed)
{
    struct step step[2 * (sizeof harmless + sizeof hostile + sizeof naming) / sizeof(int) + 32];
    struct program p = {0, step};
    const bool write = allowed & SANDBOX_WRITE;

    add(&p, LOAD, ARCHITECTURE, 0, 0);
    add(&p, IF_EQUAL, ARCH, 1, 0);
    add(&p, RETURN, kill_process, 0, 0);
    add(&p, LOAD, NUMBER, 0, 0);
    add_calls(&p, harmless, sizeof harmless / sizeof *harmless, allow);
    if (allowed) {
        add_open(&p, SYS_openat, 2, write);
#ifdef SYS_open
        add_open(&p, SYS_open, 1, write);
#endif
    }
    if (write)
        add_calls(&p, naming, sizeof naming / sizeof *naming, allow);
    add_calls(&p, hostile, sizeof hostile / sizeof *hostile, kill_process);
    /* Whether it is a terminal, and how wide; no more, since others type into it. */
    add(&p, IF_EQUAL, SYS_ioctl, 0, 5);
    add(&p, LOAD, ARGUMENT + 8, 0, 0);
    add(&p, IF_EQUAL, TCGETS, 1, 0);
    add(&p, IF_EQUAL, TIOCGWINSZ, 0, 1);
    add(&p, RETURN, allow, 0, 0);
    add(&p, RETURN, fail | NO_TTY, 0, 0);
    add(&p, RETURN, fail | NO_SYS, 0, 0);

    const char *preloaded = getenv("LD_PRELOAD");
    if (preloaded && strstr(preloaded, "vgpreload"))
        return false;                       /* valgrind: the calls would be its own */
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); /* in a filter already: ENOSYS, and nothing to do */
    /* Kernels before 5.16 run a filtered program slower, against side channels to secrets, of which
     * it has none, unless told not to; those before 4.17 know nothing of it. */
    return syscall(SYS_seccomp, MODE_FILTER, SPEC_ALLOW, &p) == 0 ||
           syscall(SYS_seccomp, MODE_FILTER, 0, &p) == 0;
}

#elif defined __OpenBSD__

#include <stdio.h>
#include <unistd.h>

bool sandbox(unsigned allowed)
{
    char promises[64];
    snprintf(promises, sizeof promises, "stdio%s%s", allowed ? " rpath" : "",
             allowed & SANDBOX_WRITE ? " wpath cpath fattr flock" : "");
    return pledge(promises, NULL) == 0;
}

#else

bool sandbox(unsigned allowed)
{
    (void)allowed;
    return false;
}

#endif

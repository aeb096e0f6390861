/* prog.h - what every program does alike: its name in messages, options, exit status, the end.
 *
 * For cmd/ alone. Messages go to standard error as `prog: file:line: what is wrong`; bytes in them
 * that could steer a terminal are shown as '?'. */
#ifndef PAPER_PROG_H
#define PAPER_PROG_H

#include "paper/input.h"
#include "paper/output.h"
#include "paper/sandbox.h"

#include <getopt.h>

#define PAPERUTILS_VERSION "0.1.0"

/* Exit status, as grep's: FOUND also stands for "done", NOT_FOUND only where it is an answer. */
enum { FOUND = 0, NOT_FOUND = 1, TROUBLE = 2 };

struct prog {
    const char *name;
    const char *usage; /* the text that --help prints */
    int status;        /* TROUBLE once anything was reported */
    bool no_sandbox;
};
extern struct prog prog;

/* Every long option table holds these; prog_option serves them. */
enum { OPT_HELP = 1000, OPT_VERSION, OPT_NO_SANDBOX, OPT_FIRST };
#define PROG_OPTIONS                                                                    \
    {"help", no_argument, NULL, OPT_HELP}, {"version", no_argument, NULL, OPT_VERSION}, \
    {                                                                                   \
        "no-sandbox", no_argument, NULL, OPT_NO_SANDBOX                                 \
    }

/* To be called first. */
void prog_start(const char *name, const char *usage);

/* getopt_long with our messages: an option that is none, or lacks its value, ends the program. The
 * short option string begins with ':'. --help, --version and --no-sandbox are served here. */
int prog_option(int argc, char **argv, const char *shorts, const struct option *longs);

/* From here on the program may do no more than sandbox.h's `allowed` (0: read and write what is
 * open), unless --no-sandbox was given. To be called before a byte of input is looked at. */
void prog_confine(unsigned allowed);

/* The same where files are still to be opened by the walk: they can be, and when the last one is
 * open, no more than `allowed` is left. */
void prog_confine_walk(struct input *in, unsigned allowed);

/* Ends the program with TROUBLE: one line, for wrong usage with a hint at --help. */
void prog_bad_usage(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
void prog_fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Says something on standard error that is no trouble. */
void prog_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Reports, and remembers the trouble in prog.status. prog_report is a report_fn; arg is not used.
 */
void prog_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void prog_report(void *arg, const char *file, uint64_t line, const char *what);

/* The value of an option that must be a whole number from min to max. */
unsigned long prog_number(const char *option, const char *value, unsigned long min,
                          unsigned long max);

/* An option of auto, always or never (NULL: as the option alone, always): what auto means now, or
 * what was asked for. */
bool prog_when(const char *option, const char *when, bool automatic);

/* --color=WHEN (NULL: as --color alone, always): whether to colour what goes to descriptor fd. */
bool prog_color(const char *when, int fd);

/* Closes the output, reports what went wrong with it, and gives the status to end with. */
int prog_end(struct output *out);

#endif

/* prog.c - what every program does alike. */
#include "paper/prog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct prog prog;

void prog_start(const char *name, const char *usage)
{
    prog = (struct prog){.name = name, .usage = usage, .status = FOUND};
    /* A standard descriptor that came closed must not become the next file that is opened; this
     * one still fails when it is read or written. */
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            prog_fail("/dev/null: %s", strerror(errno));
}

/* Bytes of the character at p, if it is beyond ASCII and steers nothing: no C1, nothing that turns
 * the order of text (U+202A to U+202E, U+2066 to U+2069). Else 0. */
static size_t beyond_ascii(const unsigned char *p)
{
    size_t n = p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    bool c1 = p[0] == 0xC2 && p[1] < 0xA0;
    bool turns = p[0] == 0xE2 && ((p[1] == 0x80 && p[2] >= 0xAA && p[2] <= 0xAE) ||
                                  (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9));
    return c1 || turns ? 0 : n;
}

/* Writes "name: message\n" in one piece; what could steer a terminal is shown as '?', and so is
 * each byte that is no UTF-8. */
static void say(const char *hint, const char *format, va_list args)
{
    char text[2048];
    vsnprintf(text, sizeof text, format, args);
    for (unsigned char *p = (unsigned char *)text; *p; p++) {
        size_t n = *p >= 0x80 ? beyond_ascii(p) : 0;
        if (n)
            p += n - 1;
        else if (*p < 0x20 || *p >= 0x7F)
            *p = '?';
    }
    fprintf(stderr, "%s: %s%s%s\n", prog.name, text, hint ? ": try '" : "", hint ? hint : "");
}

void prog_note(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(NULL, format, args);
    va_end(args);
}

void prog_warn(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(NULL, format, args);
    va_end(args);
    prog.status = TROUBLE;
}

void prog_report(void *arg, const char *file, uint64_t line, const char *what)
{
    (void)arg;
    if (line)
        prog_warn("%s:%llu: %s", file, (unsigned long long)line, what);
    else
        prog_warn("%s: %s", file, what);
}

void prog_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(NULL, format, args);
    va_end(args);
    out_give_up();
    exit(TROUBLE);
}

void prog_bad_usage(const char *format, ...)
{
    char hint[64];
    snprintf(hint, sizeof hint, "%s --help'", prog.name);
    va_list args;
    va_start(args, format);
    say(hint, format, args);
    va_end(args);
    exit(TROUBLE);
}

/* Prints on standard output and ends; a full disk is an error here too. */
__attribute__((noreturn)) static void answer(const char *text)
{
    struct output out;
    out_start(&out, STDOUT_FILENO, false);
    out_puts(&out, text);
    exit(prog_end(&out));
}

int prog_option(int argc, char **argv, const char *shorts, const struct option *longs)
{
    opterr = 0;
    int at = optind;
    int c = getopt_long(argc, argv, shorts, longs, NULL);
    if (c == OPT_HELP)
        answer(prog.usage);
    if (c == OPT_VERSION) {
        char text[64];
        snprintf(text, sizeof text, "%s (paperutils) %s\n", prog.name, PAPERUTILS_VERSION);
        answer(text);
    }
    if (c == OPT_NO_SANDBOX)
        prog.no_sandbox = true;
    if (c != ':' && c != '?')
        return c;
    /* Files before the option were passed over: the word at fault is the last one taken. */
    const char *word = argv[optind > at ? optind - 1 : at];
    char letter[3] = {'-', (char)optopt, 0};
    bool is_long = strncmp(word, "--", 2) == 0;
    if (c == ':')
        prog_bad_usage("option '%s' needs a value", is_long ? word : letter);
    if (is_long && optopt)
        prog_bad_usage("option '%.*s' takes no value", (int)strcspn(word, "="), word);
    prog_bad_usage("unknown option '%s'", is_long ? word : letter);
}

void prog_confine(unsigned allowed)
{
    if (!prog.no_sandbox)
        sandbox(allowed);
}

void prog_confine_walk(struct input *in, unsigned allowed)
{
    if (in->nnames > 1)
        prog_confine(allowed | SANDBOX_READ);
    in->confine = prog_confine;
    in->allowed = allowed;
}

unsigned long prog_number(const char *option, const char *value, unsigned long min,
                          unsigned long max)
{
    char *end;
    errno = 0;
    unsigned long n = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end || errno || n < min || n > max)
        prog_bad_usage("%s: '%s' is not a whole number from %lu to %lu", option, value, min, max);
    return n;
}

bool prog_when(const char *option, const char *when, bool automatic)
{
    if (!when || strcmp(when, "always") == 0)
        return true;
    if (strcmp(when, "never") == 0)
        return false;
    if (strcmp(when, "auto") != 0)
        prog_bad_usage("%s: '%s' is none of auto, always, never", option, when);
    return automatic;
}

bool prog_color(const char *when, int fd)
{
    const char *no_color = getenv("NO_COLOR"); /* no-color.org: set and not empty */
    const char *term = getenv("TERM");
    bool plain = (no_color && *no_color) || (term && strcmp(term, "dumb") == 0);
    return prog_when("--color", when, isatty(fd) == 1 && !plain);
}

int prog_end(struct output *out)
{
    if (!out_close(out))
        prog_warn("standard output: %s", strerror(out->err));
    return prog.status;
}

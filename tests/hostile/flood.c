/* flood.c - records whose words or IDs would crowd in one part of a hash table that had no key, as
 * somebody would make them who wants a program to be slow: nothing in them is odd but their hashes.
 *
 *   flood words N   one paper of N words, and one of every thousand of them
 *   flood ids N     N papers, by their IDs
 *   flood ...  even the same, without the choice: what time is compared with
 *
 * A table of S slots takes its place for a hash from the lowest bits; what begins in S/32 of the
 * slots fills a run that nearly each new one walks along. The tables of words leave out the lowest
 * nine bits (sim_stem()). */
#include "paper/hash64.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 32 };

static uint64_t random_state = 88172645463325252u; /* of G. Marsaglia, "Xorshift RNGs", 2003 */

static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* Letters with a digit at the end, so that no stemmer changes it. */
static size_t make_word(char *word)
{
    uint64_t r = next_random();
    size_t n = 0;
    for (; n < 9; n++, r /= 26)
        word[n] = (char)('a' + r % 26);
    word[n++] = '7';
    return n;
}

/* The next word whose hash begins in the first part of `slots`. */
static size_t choose(char *word, unsigned shift, uint64_t slots, bool even)
{
    for (;;) {
        size_t n = make_word(word);
        uint64_t place = hash64(word, n, 0) >> shift & (slots - 1);
        if (even || place < slots / PART)
            return n;
    }
}

int main(int argc, char **argv)
{
    const size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    const bool words = argc > 2 && strcmp(argv[1], "words") == 0, even = argc > 3;
    uint64_t slots = 4096;
    char word[16];
    if (n == 0)
        return 2;
    while (slots < (words ? 4 : 2) * n) /* words, and pairs of them */
        slots *= 2;
    for (size_t i = 0; i < n; i++) {
        size_t length = choose(word, words ? 9 : 0, slots, even);
        if (words && i == 0)
            fputs("flood\t2024\tA flood of words\t", stdout);
        else if (words)
            putchar(' ');
        fwrite(word, 1, length, stdout);
        if (!words)
            printf("\t2024\tPaper %zu of a flood\t\n", i);
    }
    if (words)
        putchar('\n');
    return fflush(stdout) != 0;
}

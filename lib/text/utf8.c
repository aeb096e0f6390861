/* utf8.c - decoding by the table of well-formed byte sequences (Unicode 15, table 3-7). */
#include "paper/utf8.h"

#include <stdbool.h>

/* Bytes that a character beginning with c takes, 0 where none begins so; and the range that its
 * second byte must be in. */
static size_t lead(unsigned char c, unsigned char *min, unsigned char *max)
{
    *min = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    *max = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    return c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
}

/* Length of the valid beginning of a character at p; *want is its whole length. */
static size_t valid_part(const unsigned char *p, size_t n, size_t *want)
{
    unsigned char min, max;
    *want = lead(p[0], &min, &max);
    if (*want == 0)
        return 0;
    size_t i = 1;
    for (; i < *want && i < n && p[i] >= min && p[i] <= max; i++) {
        min = 0x80;
        max = 0xBF;
    }
    return i;
}

size_t utf8_decode(const char *s, size_t n, uint32_t *c)
{
    const unsigned char *p = (const unsigned char *)s;
    size_t want;
    *c = p[0];
    if (*c < 0x80)
        return 1;
    if (valid_part(p, n, &want) != want || want == 0) {
        *c = UTF8_REPLACEMENT;
        return 0;
    }
    *c &= 0x7Fu >> want;
    for (size_t i = 1; i < want; i++)
        *c = *c << 6 | (p[i] & 0x3Fu);
    return want;
}

size_t utf8_bad(const char *p, size_t n)
{
    size_t want;
    size_t part = valid_part((const unsigned char *)p, n, &want);
    return part ? part : 1;
}

size_t utf8_encode(char *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        p[i] = (char)(0x80 | (c & 0x3F));
    p[0] = (char)((0xF00u >> n & 0xFF) | c);
    return n;
}

uint32_t utf8_windows_1252(unsigned char c)
{
    static const uint16_t table[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return c >= 0x80 && c < 0xA0 ? table[c - 0x80] : c;
}

int utf8_width(uint32_t c)
{
    static const uint32_t zero[][2] = {
        {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
        {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20F0},
        {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
    static const uint32_t wide[][2] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                                       {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
                                       {0x20000, 0x3FFFD}};
    if (c < 0x300)
        return 1;
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        if (c >= zero[i][0] && c <= zero[i][1])
            return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (c >= wide[i][0] && c <= wide[i][1])
            return 2;
    return 1;
}

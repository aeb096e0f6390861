#!/usr/bin/env python3
"""Writes case_table.c: which characters are one letter in another case, and which are upper or lower case.

Two characters are one letter where one is the other's simple upper or lower case, and so is what
is one letter with either: k, K and the Kelvin sign; s, S and the long s; the three sigmas. The
Turkish capital I with a dot is left alone, as C libraries and grep have it. A title case letter is both
upper case and, where C libraries have it so, lower case."""
import unicodedata as u

ALL = [n for n in range(0x110000) if not 0xD800 <= n <= 0xDFFF]


def simple(n, s):
    return ord(s) if len(s) == 1 and n != 0x130 else n


letter = {}  # character -> the list of all that are the same letter
for n in ALL:
    for m in (simple(n, chr(n).lower()), simple(n, chr(n).upper())):
        if m != n:
            a, b = letter.setdefault(n, [n]), letter.setdefault(m, [m])
            if a is not b:
                a += b
                for x in b:
                    letter[x] = a


def runs(values):
    """(character, value) ascending -> (first, last, step, value), steps of 1 or 2."""
    rows = []
    for n, v in values:
        r = rows[-1] if rows else None
        if r and r[3] == v and (n - r[1] == r[2] or (r[0] == r[1] and n - r[1] == 2)):
            r[1], r[2] = n, n - r[1]
        else:
            rows.append([n, n, 1, v])
    return rows


def pairs(rows):
    """Neighbours that change places (+1, -1, +1, -1 ...) become one run with a step of 0."""
    out = []
    for first, last, step, delta in rows:
        back = out and first == last == out[-1][1] + 1
        if back and delta == -1 and out[-1][3] == 1 and out[-1][0] == out[-1][1]:
            out[-1] = [out[-1][0], last, 0, 0]
            if len(out) > 1 and out[-2][2] == 0 and out[-2][1] + 1 == out[-1][0]:
                out[-2][1] = last
                out.pop()
        else:
            out.append([first, last, step, delta])
    return out


def following(n):
    all_of = sorted(letter[n])
    return all_of[(all_of.index(n) + 1) % len(all_of)]


def table(kind, name, rows, text):
    print('\nconst struct %s %s[] = {' % (kind, name))
    for i in range(0, len(rows), 4):
        print('    ' + ' '.join(text % tuple(r[:text.count('%')]) for r in rows[i:i + 4]))
    print('};\nconst size_t %s_count = sizeof %s / sizeof *%s;' % (name, name, name))


print('/* case_table.c - made by: python3 lib/text/case_table.py > lib/text/case_table.c')
print(' * (Unicode %s). Not to be edited. */' % u.unidata_version)
print('#include "paper/text.h"\n\n/* clang-format off */', end='')
table('letter_case', 'text_case', pairs(runs([(n, following(n) - n) for n in sorted(letter)])), '{0x%04X, 0x%04X, %d, %d},')
table('case_range', 'text_upper', runs([(n, 0) for n in ALL if chr(n).isupper() or u.category(chr(n)) == 'Lt']), '{0x%04X, 0x%04X, %d},')
table('case_range', 'text_lower', runs([(n, 0) for n in ALL if chr(n).islower() or n in (0x1C5, 0x1C8, 0x1CB, 0x1F2)]), '{0x%04X, 0x%04X, %d},')
print('/* clang-format on */')

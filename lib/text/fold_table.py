#!/usr/bin/env python3
"""Writes fold_table.c: what text_fold makes of each character from U+0080 to U+FFFF that does not stand for itself.

A character is decomposed for compatibility (NFKD), case-folded, decomposed again, and its letters
and digits are kept. A result of more than four bytes of UTF-8 (a few Arabic and CJK ligatures) is
left as it is. Hangul syllables and CJK ideographs stand for themselves and are not in the table."""
import unicodedata as u


def fold(c):
    s = u.normalize('NFKD', u.normalize('NFKD', c).casefold())
    return ''.join(x for x in s if u.category(x)[0] in 'LN')


rows = []  # [first, last, result]
for n in range(0x80, 0x10000):
    c = chr(n)
    if 0xAC00 <= n <= 0xD7A3 or 0xD800 <= n <= 0xF8FF or u.category(c) == 'Cn':
        continue
    f = fold(c)
    if f == c or len(f.encode()) > 4:
        continue
    if rows and rows[-1][1] == n - 1 and rows[-1][2] == f:
        rows[-1][1] = n
    else:
        rows.append([n, n, f])
print('/* fold_table.c - made by: python3 lib/text/fold_table.py > lib/text/fold_table.c')
print(' * (Unicode %s). Not to be edited. */' % u.unidata_version)
print('#include "paper/text.h"\n\n/* clang-format off */\nconst struct fold text_fold_table[] = {')
for i in range(0, len(rows), 4):
    print('    ' + ' '.join('{0x%04X, 0x%04X, 0x%04X, "%s"},' % (a, b, ord(f) if len(f) == 1 and ord(f) < 0x10000 else 0,
                                                                ''.join('\\%03o' % x for x in f.encode()))
                            for a, b, f in rows[i:i + 4]))
print('};\n/* clang-format on */\n\nconst size_t text_fold_count = sizeof text_fold_table / sizeof *text_fold_table;')

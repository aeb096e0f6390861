#!/usr/bin/env python3
"""Writes accent_table.c: the characters that TeX's accents make of a letter, where Unicode has one for both."""
import unicodedata as u

MARKS = {'`': 0x300, "'": 0x301, '^': 0x302, '~': 0x303, '=': 0x304, 'u': 0x306, '.': 0x307, '"': 0x308,
         'r': 0x30A, 'H': 0x30B, 'v': 0x30C, 'd': 0x323, 'c': 0x327, 'k': 0x328, 'b': 0x331}
rows = []
for accent, mark in MARKS.items():
    for letter in map(chr, list(range(65, 91)) + list(range(97, 123))):
        c = u.normalize('NFC', letter + chr(mark))
        if len(c) == 1:
            rows.append((accent + letter, c))
rows.sort()
print('/* accent_table.c - made by: python3 lib/text/accent_table.py > lib/text/accent_table.c')
print(' * (Unicode %s). Not to be edited. */' % u.unidata_version)
print('#include "tex.h"\n\n/* clang-format off */\nconst struct accented accent_table[] = {')
for i in range(0, len(rows), 5):
    print('    ' + ' '.join('{"%s", "%s"},' % (k.replace('"', '\\"'), ''.join('\\%03o' % x for x in c.encode()))
                            for k, c in rows[i:i + 5]))
print('};\n/* clang-format on */\n\nconst size_t accent_count = sizeof accent_table / sizeof *accent_table;')

#!/usr/bin/env python3
"""Writes entity_table.c: HTML's named characters, and what each stands for, from Python's html.entities.

Those of the standard that may stand without a semicolon are in the list with one, as all are."""
import html.entities

rows = sorted((name[:-1], s) for name, s in html.entities.html5.items() if name.endswith(';'))
print('/* entity_table.c - made by: python3 lib/text/entity_table.py > lib/text/entity_table.c')
print(' * Not to be edited. */')
print('#include "entities.h"\n\n/* clang-format off */\nconst struct entity entity_table[] = {')
for i in range(0, len(rows), 3):
    print('    ' + ' '.join('{"%s", "%s"},' % (n, ''.join('\\%03o' % x for x in s.encode()))
                            for n, s in rows[i:i + 3]))
print('};\n/* clang-format on */\n\nconst size_t entity_count = sizeof entity_table / sizeof *entity_table;')

#!/usr/bin/env python3
"""Writes lib/find/byte_table.c: how often each byte stands in records, counted in those on standard input.

usage: gzip -dc ../shared/corpora/real-100k.rec.gz | python3 tests/eval/byte_table.py > lib/find/byte_table.c"""
import sys

count = [0] * 256
for block in iter(lambda: sys.stdin.buffer.read(1 << 20), b''):
    for c in set(block):
        count[c] += block.count(bytes([c]))
total = sum(count)
share = [max(1, round(n * 1e6 / total)) for n in count]
print('/* byte_table.c - made by: gzip -dc ../shared/corpora/real-100k.rec.gz |')
print(' * python3 tests/eval/byte_table.py > lib/find/byte_table.c. Not to be edited. */')
print('#include "filter.h"\n\n/* clang-format off */\nconst uint32_t byte_share[256] = {')
for i in range(0, 256, 16):
    print('    ' + ' '.join('%d,' % n for n in share[i:i + 16]))
print('};\n/* clang-format on */')

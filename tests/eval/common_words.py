#!/usr/bin/env python3
"""Writes lib/key/common_words.c: the most frequent words of papers, and how rare each is.

usage: common_words.py WORD-DF.TSV   (word <TAB> number of papers that hold it; the row of the empty
word holds the number of all papers). The result is the 5,000 most frequent words of letters, sorted,
with 16 times the binary logarithm of papers / papers with the word, rounded."""
import math
import sys

rows = [line.rstrip('\n').split('\t') for line in open(sys.argv[1], encoding='utf-8')]
total = next(int(n) for word, n in rows if not word)
rows = [(word, int(n)) for word, n in rows if word.isascii() and word.isalpha()]
rows = sorted(sorted(rows), key=lambda r: -r[1])[:5000]
out = ['{"%s", %d},' % (word, round(16 * math.log2(total / n))) for word, n in sorted(rows)]
print('/* common_words.c - made by: python3 tests/eval/common_words.py word-df.tsv > lib/key/common_words.c')
print(' * from the document frequencies of %d titles and abstracts. Not to be edited. */' % total)
print('#include "common_words.h"\n\n/* clang-format off */\nconst struct common_word common_words[] = {')
line = '   '
for item in out:
    if len(line) + 1 + len(item) > 100:
        print(line)
        line = '   '
    line += ' ' + item
print(line)
print('};\n/* clang-format on */\n\nconst size_t common_words_count = sizeof common_words / sizeof *common_words;')

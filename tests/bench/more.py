#!/usr/bin/env python3
"""Makes many records of fewer: the same again and again, each with another ID and other words.

usage: more.py RECORDS.gz N >OUT

Every second word of a title and of an abstract becomes one of other papers, and so do the authors and
the date. Of one copy in fifty only every tenth word changes, and neither authors nor date: it tells of
the same paper. The same bytes each time."""
import gzip
import random
import sys
from itertools import chain, islice

POOL = 1000003  # words to choose from, and authors: a prime, so that rounds do not repeat


def other(words, step, pool, rng):
    first = rng.randrange(step)
    n = len(range(first, len(words), step))
    at = rng.randrange(len(pool) - n)
    words[first::step] = pool[at:at + n]
    return b' '.join(words)


def copy(columns, number, words, authors, rng):
    same = rng.randrange(50) == 0
    step = 10 if same else 2
    columns = list(columns)
    columns[0] = b'more:%d' % number
    if not same:
        columns[1] = b'%04d-%02d-%02d' % (1990 + rng.randrange(35), 1 + rng.randrange(12), 1 + rng.randrange(28))
    columns[2] = other(columns[2].split(b' '), step, words, rng)
    columns[3] = other(columns[3].split(b' '), step, words, rng)
    for i in range(4, len(columns)):
        if columns[i].startswith(b'au:') and not same:
            columns[i] = rng.choice(authors)
    return b'\t'.join(c for c in columns if not c.startswith((b'doi:', b'arxiv:', b'pmid:', b'url:')))


records = [line.rstrip(b'\n').split(b'\t') for line in gzip.open(sys.argv[1])]
rng = random.Random(1)
words = list(islice(chain.from_iterable(r[3].split(b' ') for r in records), POOL))
authors = list(islice((c for r in records for c in r[4:] if c.startswith(b'au:')), POOL))
rng.shuffle(words)
out = sys.stdout.buffer
for number in range(int(sys.argv[2])):
    columns = records[number % len(records)]
    if number >= len(records):
        out.write(copy(columns, number, words, authors, rng) + b'\n')
    else:
        out.write(b'\t'.join(columns) + b'\n')

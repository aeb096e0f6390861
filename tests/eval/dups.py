#!/usr/bin/env python3
"""How well paperuniq tells which records are of one paper.

usage: dups.py DIRECTORY PAPERUNIQ BRUTE [RECORDS.gz]

DIRECTORY holds NAME.rec or NAME.rec.gz and NAME.gold.tsv, two IDs of one paper a line. Both answers
are closed transitively; precision, recall and F1 are over pairs. Of RECORDS, which are distinct, it
lists what was merged for a title or text alone, to be read. BRUTE compares all records with all: on
2,000 of each set the answers must be the same; where titles alone tell, paperuniq's are among them,
since it takes the best of a catalogue. Status 1 where F1 is below the mark, or an answer differs."""
import gzip
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from itertools import combinations

MARK = {'dblp-acm': .985, 'arxiv-versions': .992}


def read(path):
    return (gzip.open if path.endswith('.gz') else open)(path, 'rb').read()


def closed(pairs):
    parent = {}

    def find(x):
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    for a, b in pairs:
        parent[find(a)] = find(b)
    groups = defaultdict(list)
    for x in list(parent):
        groups[find(x)].append(x)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def pairs_of(program, data):
    out = subprocess.run([program, '--pairs'], input=data, stdout=subprocess.PIPE, check=True).stdout
    return [line.split(b'\t') for line in out.splitlines()]


def compare(name, data, gold, size=2000):
    rank = {x: i for i, pair in enumerate(sorted(gold)) for x in pair}
    lines = sorted(data.splitlines(True), key=lambda line: rank.get(line.split(b'\t')[0], len(rank)))
    sample = b''.join(lines[:size])
    out = subprocess.run([brute], input=sample, stdout=subprocess.PIPE, check=True).stdout
    by = defaultdict(set)
    for a, b, _, how in (line.split(b'\t') for line in out.splitlines()):
        by[how].add((a, b))
    got = {(row[0], row[1]) for row in pairs_of(program, sample)}
    wrong = len(by[b'text'] - got) + len(got - by[b'text'] - by[b'title'])
    print('eval-dups: %-15s all with all, %d records: %d pairs, %d by titles, %d differ, %d share no key' %
          (name, size, len(by[b'text']), len(by[b'title']), wrong, len(by[b'apart'])))
    return wrong > 0


directory, program, brute = sys.argv[1:4]
status = 0
for name, mark in MARK.items():
    path = next(p for p in (os.path.join(directory, name + e) for e in ('.rec', '.rec.gz')) if os.path.exists(p))
    gold = closed(line.split(b'\t')[:2] for line in read(os.path.join(directory, name + '.gold.tsv')).splitlines())
    got = closed(row[:2] for row in pairs_of(program, read(path)))
    right = len(gold & got)
    p, r = right / max(len(got), 1), right / len(gold)
    f1 = 2 * p * r / (p + r) if right else 0
    status |= f1 < mark
    status |= compare(name, read(path), gold)
    print('eval-dups: %-15s P %.4f  R %.4f  F1 %.4f  (mark %.3f)' % (name, p, r, f1, mark))
if len(sys.argv) > 4:
    data = read(sys.argv[4])
    title = {c[0]: c[1] + b' ' + c[2] for c in (line.split(b'\t') for line in data.splitlines())}
    rows = [row for row in pairs_of(program, data) if row[3] in (b'title', b'near-title', b'text')]
    print('eval-dups: %d records that should be distinct: %d pairs for title or text' % (len(title), len(rows)))
    for a, b, score, why in rows:
        print('  %s %s\n    %s\n    %s' % (score.decode(), why.decode(), title[a].decode(), title[b].decode()))
sys.exit(status)

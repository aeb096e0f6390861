#!/usr/bin/env python3
"""How well papergrep -t ranks, on collections with known answers, beside SQLite's FTS5.

usage: search.py DIRECTORY PAPERGREP [COLLECTION...]

DIRECTORY holds a folder for each collection: records.tsv; queries.tsv (number, text); qrels.tsv
(number, id, grade; not relevant below 1). Of each system: nDCG@10 (gain is the grade) and mean average
precision (over 1000 papers), means over the queries with a relevant paper. FTS5 gets the stemmer
`porter` and the words that papergrep does not leave out, joined by OR. Ends with 1 where papergrep is
behind FTS5 on a collection."""
import math
import os
import re
import sqlite3
import subprocess
import sys

DEPTH = 1000


def rows(name):
    with open(name, encoding='utf-8') as lines:
        return [line.rstrip('\n').split('\t') for line in lines]


def stop_words():
    """Those of papergrep."""
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, '../../lib/rank/words.c'), encoding='utf-8') as source:
        table = re.search(r'stop_words\[\] = \{(.*?)\};', source.read(), re.S).group(1)
    return set(re.findall(r'"(\w+)"', table))


def papergrep(program, records, queries):
    run = {}
    for number, text in queries:
        out = subprocess.run([program, '-t', str(DEPTH), '-e', text, records], capture_output=True, text=True)
        if out.returncode > 1:
            sys.exit('%s: %s' % (text, out.stderr))
        run[number] = [line.split('\t', 1)[0] for line in out.stdout.splitlines()]
    return run


def fts5(records, queries, stop):
    db = sqlite3.connect(':memory:')
    db.execute("create virtual table papers using fts5(id unindexed, title, abstract, tokenize='porter unicode61')")
    db.executemany('insert into papers values(?, ?, ?)', ([r[0], r[2], r[3]] for r in rows(records)))
    run = {}
    for number, text in queries:
        words = re.findall(r'[^\W_]+', text.lower())
        words = [w for w in words if w not in stop and len(w) > 1] or words
        query = ' OR '.join('"%s"' % w for w in words)
        found = db.execute('select id from papers where papers match ? order by rank limit ?', (query, DEPTH))
        run[number] = [row[0] for row in found]
    return run


def measure(grades, ranked):
    """nDCG@10 and average precision of one query."""
    gain = lambda list_: sum(g / math.log2(i + 2) for i, g in enumerate(list_[:10]))
    relevant = sorted((g for g in grades.values() if g > 0), reverse=True)
    found = [max(0, grades.get(paper, 0)) for paper in ranked]
    hits, precision = 0, 0.0
    for i, g in enumerate(found):
        if g > 0:
            hits += 1
            precision += hits / (i + 1)
    return gain(found) / gain(relevant), precision / len(relevant)


def means(qrels, run):
    all_ = [measure(grades, run.get(number, [])) for number, grades in qrels.items()]
    return [sum(m[i] for m in all_) / len(all_) for i in (0, 1)]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    directory, program = sys.argv[1:3]
    stop, behind, all_ = stop_words(), False, []
    print('%-16s %7s  %-17s  %-17s' % ('', '', 'papergrep -t', 'SQLite FTS5'))
    print('%-16s %7s  %-17s  %-17s' % ('collection', 'queries', 'nDCG@10 MAP', 'nDCG@10 MAP'))
    for collection in sys.argv[3:] or sorted(os.listdir(directory)):
        folder = os.path.join(directory, collection)
        if not os.path.exists(os.path.join(folder, 'qrels.tsv')):
            continue
        records, queries = os.path.join(folder, 'records.tsv'), rows(os.path.join(folder, 'queries.tsv'))
        qrels = {}
        for number, paper, grade in rows(os.path.join(folder, 'qrels.tsv')):
            qrels.setdefault(number, {})[paper] = int(grade)
        qrels = {q: grades for q, grades in qrels.items() if max(grades.values()) > 0}
        queries = [q for q in queries if q[0] in qrels]
        ours, theirs = means(qrels, papergrep(program, records, queries)), means(qrels, fts5(records, queries, stop))
        all_.append((*ours, *theirs))
        behind |= ours[0] <= theirs[0] or ours[1] <= theirs[1]
        print('%-16s %7d  %.4f  %.4f     %.4f  %.4f' % (collection, len(qrels), *ours, *theirs))
    print('%-16s %7s  %.4f  %.4f     %.4f  %.4f' % ('mean', '', *(sum(c) / len(all_) for c in zip(*all_))))
    sys.exit(1 if behind else 0)


main()

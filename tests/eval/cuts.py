#!/usr/bin/env python3
"""Feeds papersplit broken files: whatever comes in, it must end well and print nothing but records.

usage: cuts.py [-n CUTS] [-o DIR] SAMPLES_DIR PAPERSPLIT [SEED]

From each file of SAMPLES_DIR/MANIFEST.tsv (its first 200 KB) come CUTS copies cut off at any byte (default 200)
and a quarter as many with 1 to 20 bytes changed. Each is fed to PAPERSPLIT without and with -f. A build with
sanitizers finds most. Prints a line for each failure and keeps what caused it in DIR; the last line counts.
The exit status is 1 where anything failed. The same SEED (default 1) breaks the files the same way."""
import csv
import datetime
import functools
import getopt
import multiprocessing
import os
import random
import re
import subprocess
import sys
from pathlib import Path

TIME_LIMIT = 10
SIZE_LIMIT = 200_000

# What -f calls the format of a directory. Some directories hold two formats: then it is that of most files.
FORMATS = {'arxiv-abs': 'arxiv', 'arxiv-atom': 'atom', 'arxiv-mail': 'arxiv', 'arxiv-rss': 'rss', 'bibtex': 'bibtex',
           'cord19-csv': 'csv', 'crossref-json': 'json', 'csl-json': 'json', 'csv': 'csv', 'dblp-xml': 'dblp',
           'endnote-xml': 'endnote', 'hf-html': 'hf', 'hf-json': 'hf', 'hf-text': 'listing', 'isi-wos': 'isi',
           'kaggle-jsonl': 'jsonl', 'medline-nbib': 'nbib', 'oai-arxiv': 'oai', 'oai-dc': 'oai',
           'openalex-json': 'json', 'openreview-json': 'json', 'paperlists-json': 'json', 'pubmed-xml': 'pubmed',
           'pwc-json': 'json', 'refer': 'refer', 'ris': 'ris', 's2-json': 'json', 'smart': 'smart'}


# The rules of paper(5)

def date_fault(date):
    if not re.fullmatch(r'(\d{4}(-\d\d(-\d\d)?)?)?', date, re.A):
        return 'is no date'
    try:
        if date:
            datetime.date.fromisoformat(date + '-01-01'[len(date) - 4:])
    except ValueError:
        return 'is not in the calendar'
    return ''


def text_fault(text):
    if re.search(r'[\x00-\x1f\x7f-\x9f]', text):
        return 'holds a control character'
    if re.search(r'[^\S ]|  |^ | $', text):
        return 'holds white space other than single spaces within'
    return ''


def name_fault(name):
    """An ID, or a field that makes one."""
    if re.search('[A-Z]|^doi:https?:', name) and name.startswith('doi:'):
        return 'has capitals or a resolver'
    if re.match(r'arxiv:.*\dv\d+$', name):
        return 'has a version'
    return ''


def id_fault(name):
    if not name:
        return 'is empty'
    if re.search(r'\s', name):
        return 'holds white space'
    if name.startswith('hash:') and not re.fullmatch('hash:[0-9a-hjkmnp-tv-z]{16}', name):
        return 'is no hash'
    return name_fault(name)


def field_fault(field):
    match = re.fullmatch('([a-z][a-z0-9_-]*):(.+)', field)
    if not match:
        return 'is no name:value'
    if match[1] in ('id', 'date', 'title', 'abstract'):
        return 'has the name of a column'
    if match[2].startswith(' '):
        return 'has a space behind the colon'
    return name_fault(field)


def line_fault(line):
    """What is wrong with a record, or ''."""
    columns = line.split('\t')
    if len(columns) < 4:
        return '%d columns' % len(columns)
    faults = [('ID', columns[0], id_fault), ('date', columns[1], date_fault)]
    faults += [('column', c, text_fault) for c in columns] + [('field', c, field_fault) for c in columns[4:]]
    return next(('%s %r %s' % (what, value[:80], fault(value)) for what, value, fault in faults if fault(value)), '')


def output_fault(output):
    if output and not output.endswith(b'\n'):
        return 'the last line has no end'
    try:
        lines = output.decode().split('\n')[:-1]
    except UnicodeDecodeError as error:
        return 'no UTF-8: %s' % error
    return next(('line %d: %s' % (n, line_fault(line)) for n, line in enumerate(lines, 1) if line_fault(line)), '')


# Breaking files

@functools.lru_cache(maxsize=4)
def beginning(path):
    with open(path, 'rb') as file:
        return file.read(SIZE_LIMIT)


def broken(path, kind, number, seed):
    """A broken copy of a file, and how to make it."""
    data = beginning(path)
    rng = random.Random('%s %s %s %s' % (seed, path.name, kind, number))
    if kind == 'cut':
        length = rng.randrange(len(data) + 1)
        return data[:length], 'head -c %d' % length
    changed = bytearray(data)
    for _ in range(rng.randint(1, 20) if data else 0):
        changed[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(changed), 'change %d' % number


def fault(papersplit, form, data):
    """What papersplit did wrong with data, or ''."""
    command = [papersplit] + (['-f', form] if form else [])
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return 'more than %d s' % TIME_LIMIT
    said = re.search(rb'.*(Sanitizer|runtime error).*', done.stderr)
    if said:
        return said[0].decode(errors='replace').strip()
    if done.returncode not in (0, 1, 2):
        return 'signal %d' % -done.returncode if done.returncode < 0 else 'exit status %d' % done.returncode
    return output_fault(done.stdout)


def check(case):
    """The faults of one broken copy, a line each."""
    path, kind, number, seed, papersplit, forms, keep = case
    data, how = broken(path, kind, number, seed)
    found = []
    for form in forms:
        what = fault(papersplit, form, data)
        if what:
            kept = ''
            if keep:
                kept = keep / ('%s-%s-%s-%d' % (path.parent.name, path.name, kind, number))
                kept.write_bytes(data)
            found.append('%s/%s: %s, seed %s%s: %s%s' % (path.parent.name, path.name, how, seed,
                         ', -f ' + form if form else '', what, '  > %s' % kept if kept else ''))
    return found


def main():
    try:
        given, arguments = getopt.gnu_getopt(sys.argv[1:], 'n:o:')
        options = dict(given)
        samples, papersplit, seed = (arguments + ['1'])[:3]
        cuts = int(options.get('-n', 200))
    except (getopt.GetoptError, ValueError):
        sys.exit(__doc__)
    samples, papersplit = Path(samples), os.path.abspath(papersplit)
    keep = Path(options['-o']) if '-o' in options else None
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    listed = subprocess.run([papersplit, '--list-formats'], capture_output=True, text=True, check=True).stdout
    offered = [line.split('\t')[0] for line in listed.splitlines()]
    with open(samples / 'MANIFEST.tsv', encoding='utf-8', newline='') as manifest:
        files = [samples / row['file'] for row in csv.DictReader(manifest, delimiter='\t', quoting=csv.QUOTE_NONE)]
    kinds = [('cut', n) for n in range(cuts)] + [('change', n) for n in range(cuts // 4)]
    cases = [(path, kind, number, seed, papersplit,
              [''] + [f for f in [FORMATS.get(path.parent.name)] if f in offered], keep)
             for path in files for kind, number in kinds]
    failures = 0
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for found in pool.imap_unordered(check, cases, chunksize=25):
            failures += len(found)
            for line in found:
                print(line, flush=True)
    print('%d files, %d broken copies, seed %s: %d failures' % (len(files), len(cases), seed, failures))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Measures papersplit on real files: are all papers found, with the right titles, abstracts, dates and DOIs?

usage: split.py [-v [FORMAT]] SAMPLES_DIR PAPERSPLIT

SAMPLES_DIR holds MANIFEST.tsv (columns file and n_papers are read) and a directory for each format. Beside an
input lies what other readers made of it: NAME.EXPECTED*.tsv, NAME.expected.bib, NAME.expected.json. Where two
readers differ, papersplit is right if it agrees with one of them. Prints a row for each format: files, papers
expected and got, files with a wrong number of papers, and how many titles, abstracts, dates and DOIs are right of
those that could be compared; with -v also each difference, of one FORMAT or of all. The exit status is 1 where a
format misses a bar of BARS, a number of papers is wrong, or papersplit crashed or took too long."""
import bisect
import csv
import html
import json
import os
import re
import signal
import subprocess
import sys
import unicodedata
from collections import defaultdict, deque, namedtuple
from pathlib import Path

TIME_LIMIT = 20
BARS = {'title': 99, 'abstract': 99, 'date': 98, 'doi': 98}
SHOWN = 150

# names: what a paper may be found by, title aside
Paper = namedtuple('Paper', 'names title abstract date doi')


# What papersplit made

def run(papersplit, path):
    """The papers of a file, and what went wrong where something did."""
    try:
        done = subprocess.run([papersplit, path], stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return [], 'more than %d s' % TIME_LIMIT
    said = done.stderr.decode(errors='replace')
    if done.returncode < 0 or 'Sanitizer' in said:
        return [], 'crash: status %d: %s' % (done.returncode, said[-SHOWN:])
    return [record(line) for line in done.stdout.decode(errors='replace').split('\n')[:-1]], ''


def record(line):
    columns = line.split('\t') + 3 * ['']
    name, date, title, abstract = columns[:4]
    names = [c for c in [name] + columns[4:] if c.startswith(('doi:', 'key:', 'pmid:', 'arxiv:'))]
    dois = [c for c in names if c.startswith('doi:')]
    return Paper([n.split(':', 1)[1] for n in names], title, abstract, date, ' '.join(dois))


# What others made

def expectations(path):
    """[(name, papers)] of each expectation beside an input."""
    readers = {'.tsv': from_tsv, '.bib': from_bib, '.json': from_zotero}
    begins = tuple(start + end for start in (path.name, path.stem) for end in ('.EXPECTED', '.expected.'))
    beside = sorted(p for p in path.parent.iterdir() if p.name.startswith(begins))
    return [(p.name, readers[p.suffix](p.read_text(encoding='utf-8'))) for p in beside]


def from_tsv(text):
    """ID, date, title, abstract, then other columns, of which the last is the DOI; without them the ID may be one."""
    papers = []
    for name, date, title, abstract, *more in (line.split('\t') for line in text.split('\n') if line):
        papers.append(Paper([name], title, abstract, date, more[-1] if more else name))
    return papers


def from_bib(text):
    """BibTeX as JabRef and CoLRev write it: a value a line. The year has a field of its own, day and month, too."""
    papers = []
    for entry in re.split(r'^@(?=\w+\s*\{)(?!comment)', text, flags=re.M | re.I)[1:]:
        value = {k: v.strip() for k, v in re.findall(r'^\s*(\w+)\s*=\s*\{?(.*?)\}?,?\s*$', entry, re.M)}
        year, month, day, title, abstract, doi = (
            value.get(name, '') for name in ('year', 'month', 'date', 'title', 'abstract', 'doi'))
        papers.append(Paper([], title, abstract, ' '.join((year, month, day)), doi))
    return papers


def from_zotero(text):
    """Zotero's JSON. A note is no paper: the importer leaves its messages in one. Some types name the title
    otherwise, and a type without a DOI has it in the lines of "extra"."""
    papers = []
    for item in json.loads(text)['items']:
        if item['itemType'] != 'note':
            title = next((item[k] for k in ('title', 'nameOfAct', 'caseName', 'subject') if item.get(k)), '')
            doi = item.get('DOI') or ''.join(re.findall(r'^DOI: (.*)', str(item.get('extra')), re.M))
            key, abstract, date = (item.get(k, '') for k in ('citationKey', 'abstractNote', 'date'))
            papers.append(Paper([key], title, abstract, date, doi))
    return papers


# Are two values the same?

TEX_LETTERS = {'ss': 'ß', 'ae': 'æ', 'oe': 'œ', 'aa': 'å', 'o': 'ø', 'l': 'ł', 'dh': 'ð', 'th': 'þ', 'dj': 'đ',
               'i': 'i', 'j': 'j'}
TAG = re.compile(r'</?(?:[a-z]+:)?(?:abstract|b|br|center|div|em|i|inf|italic|p|sc|sec|span|strong|sub|sup|tex|title|u)'
                 r'\b[^<>]*>', re.I)


def fold(text):
    """Letters and digits alone, without case and accents."""
    text = unicodedata.normalize('NFKD', unicodedata.normalize('NFKD', text).casefold())
    return re.sub(r'[\W_]', '', text)


def tex_letter(match):
    name = re.sub('^(text|var)', '', match[1])
    try:
        return TEX_LETTERS.get(name.lower()) or unicodedata.lookup('GREEK SMALL LETTER ' + name)
    except KeyError:
        return ''


def without_tex(text):
    """Accents go, as fold() takes no notice of them; named letters become letters, other commands go. Braces and
    dollars are no letters and go in fold()."""
    text = re.sub(r'''\\(?:["'`^~=.]|[uvHcdbkrt](?![a-zA-Z]))\s*''', '', text)
    return re.sub(r'\\([a-zA-Z]+)\s*', tex_letter, text)


def without_html(text):
    return html.unescape(TAG.sub('', text))


def same_text(expected, got, form):
    """Some expectations keep the markup of their source: the raw BibTeX ones its braces and TeX, Zotero's the tags
    of rich text, those of tables and JSON what stood in the cells. A reader may resolve that, or keep it likewise;
    but what the expectation has resolved, it must resolve as well. BibTeX alone is read without TeX on both
    sides: mathematics stays TeX in a record, and is plain text to some of the readers."""
    if form == 'bibtex':
        return fold(without_tex(without_html(expected))) == fold(without_tex(without_html(got)))
    return fold(got) in (fold(expected), fold(without_html(expected)))


MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split()


def date_parts(text):
    """[year, month, day] of a date in any form seen, or as many of them as it tells: 2016-01-15, 2013-9, 2014//,
    2017 06, 2016 Jan 15, 2016 Nov 30-Dec 6, June 1980, 01 21 2004, Fall 1994, 2012-22 (a season). Of a range it
    is the beginning."""
    year = re.search(r'(?<![\d-])\d{4}(?!\d)', text)
    if not year:
        return []
    rest = text[year.end():] if not text[:year.start()].strip() else text[:year.start()]
    words = re.findall(r'\d+|[a-z]{3}', rest.casefold())
    numbers = [int(w) for w in words if w.isdigit()]
    months = [MONTHS.index(w) + 1 for w in words if w in MONTHS] or numbers[:1]
    days = numbers if any(w in MONTHS for w in words) else numbers[1:]
    if not months or not 1 <= months[0] <= 12:
        return [int(year[0])]
    return [int(year[0]), months[0]] + [d for d in days[:1] if 1 <= d <= 31]


def dois(text):
    """The DOIs in a text, whatever is put before each."""
    return set(re.findall(r'10\.\d+/\S+', text.casefold()))


def same(field, expected, got, form):
    """True, False, or None where the expectation says nothing. One that has no date may have looked for a year
    alone; one that has no abstract has seen that there is none."""
    if field == 'date':
        expected, got = date_parts(expected), date_parts(got)
        return bool(got) and all(a == b for a, b in zip(expected, got)) if expected else None
    if field == 'doi':
        return dois(expected) <= dois(got) if dois(expected) else None
    if field == 'title' and form == 'crossref-json':  # the others leave the subtitle out
        got = got if same_text(expected, got, form) else got[:len(expected)]
    return same_text(expected, got, form) if expected or got else None


def pairs(expected, got):
    """[(expected paper, index in got or None)]. Some readers sort what they write, and papers may be missing: so a
    paper's partner has a name of it, or else its title, or else is the next one behind the partner of the
    paper before, if that one is free. What is left on both sides is paired in order if it is as many."""
    partners = [None] * len(expected)
    free = set(range(len(got)))
    for keys in (lambda p: [name.casefold() for name in p.names if name], lambda p: [title_key(p)] if p.title else []):
        places = defaultdict(deque)
        for i in sorted(free):
            for key in keys(got[i]):
                places[key].append(i)
        for i, paper in enumerate(expected):
            found = [places[key] for key in keys(paper) if places[key]] if partners[i] is None else []
            if found:
                partners[i] = found[0].popleft()
        free.difference_update(partners)
    last = -1
    for i, partner in enumerate(partners):
        if partner is None and last + 1 in free:
            partners[i] = last + 1
            free.remove(last + 1)
        last = last if partners[i] is None else partners[i]
    left = [i for i, partner in enumerate(partners) if partner is None]
    if len(left) == len(free):
        for i, place in zip(left, sorted(free)):
            partners[i] = place
    return zip(expected, partners)


def title_key(paper):
    return fold(without_tex(without_html(paper.title)))


# What is printed

def around_difference(text, other):
    """A piece of a text: where its letters begin to differ from another's."""
    common = len(os.path.commonprefix([fold(text), fold(other)]))
    place = bisect.bisect(range(len(text)), common, key=lambda i: len(fold(text[:i])))
    begin = max(0, place - 50) if len(text) > SHOWN else 0
    piece = text[begin:begin + SHOWN]
    return ('…' if begin else '') + piece + ('…' if begin + SHOWN < len(text) else '')


class Row:
    """What is counted for a format."""

    def __init__(self):
        self.files = self.expected = self.got = self.differ = self.unknown = 0
        self.right = dict.fromkeys(BARS, 0)
        self.compared = dict.fromkeys(BARS, 0)

    def add(self, other):
        for name in ('files', 'expected', 'got', 'differ', 'unknown'):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for field in BARS:
            self.right[field] += other.right[field]
            self.compared[field] += other.compared[field]

    def percent(self, field):
        return 100 * self.right[field] / self.compared[field]

    def good(self):
        return not self.differ and all(self.percent(f) >= BARS[f] for f in BARS if self.compared[f])

    def show(self, name):
        shares = ['%6.2f %11s' % (self.percent(f), '%d/%d' % (self.right[f], self.compared[f]))
                  if self.compared[f] else '%18s' % '-' for f in BARS]
        expected = '%d%s' % (self.expected, '?' if self.unknown else '')
        numbers = '%-16s %5d %8s %6d %5d' % (name, self.files, expected, self.got, self.differ)
        print(numbers, *shares, '' if self.good() else 'MISSED', sep='  ')


def measure(path, wanted, papersplit, form, tell):
    """The Row of one file. Tells of each difference."""
    row = Row()
    got, trouble = run(papersplit, path)
    beside = expectations(path)
    row.files, row.got = 1, len(got)
    row.unknown = not wanted.isdigit()
    row.expected = 0 if row.unknown else int(wanted)
    # MANIFEST's number came of counting marks in the text, an expectation's of reading: either may be right.
    numbers = sorted({len(papers) for _, papers in beside} | ({row.expected} if not row.unknown else set()))
    if trouble:
        tell('  ' + trouble)
    if trouble or (numbers and len(got) not in numbers):
        row.differ = 1
        tell('  number of papers: expected %s, got %d' % (' or '.join(map(str, numbers)), len(got)))
    # Where two readers differ, a value is right that is one of the two.
    readings = defaultdict(list)
    for name, papers in beside:
        for number, (paper, place) in enumerate(pairs(papers, got), 1):
            where = 'paper %d of %s' % (number, name)
            if place is None:
                tell('  missing: %s: %s' % (where, paper.title[:SHOWN]))
            for field in BARS:
                a, b = getattr(paper, field), getattr(got[place], field) if place is not None else ''
                verdict = same(field, a, b, form)
                if verdict is not None:
                    readings[where if place is None else place, field].append((verdict, where, a, b))
    for (place, field), found in readings.items():
        right = any(verdict for verdict, *_ in found)
        row.compared[field] += 1
        row.right[field] += right
        for _, where, a, b in found:
            if not right and isinstance(place, int):
                tell('  %s of %s' % (field, where))
                tell('    expected  ' + around_difference(a, b))
                tell('    got       ' + (around_difference(b, a) or '(none)'))
    return row


def main():
    arguments = sys.argv[1:]
    verbose = arguments[:1] == ['-v']
    if verbose:
        arguments.pop(0)
    only = arguments.pop(0) if verbose and len(arguments) == 3 else ''
    if len(arguments) != 2:
        sys.exit(__doc__)
    samples, papersplit = Path(arguments[0]), os.path.abspath(arguments[1])
    with open(samples / 'MANIFEST.tsv', encoding='utf-8', newline='') as manifest:
        files = list(csv.DictReader(manifest, delimiter='\t', quoting=csv.QUOTE_NONE))
    rows = {}
    for entry in files:
        form = entry['file'].split('/')[0]
        if only and form != only:
            continue
        lines = []
        row = measure(samples / entry['file'], entry['n_papers'], papersplit, form, lines.append)
        rows.setdefault(form, Row()).add(row)
        if lines and verbose:
            print(entry['file'], *lines, '', sep='\n')
    print('%-16s %5s %8s %6s %5s' % ('format', 'files', 'expected', 'got', 'wrong'),
          *('%18s' % (f + 's') for f in BARS), sep='  ')
    total = Row()
    for form, row in rows.items():
        row.show(form)
        total.add(row)
    total.show('total')
    return 0 if rows and all(row.good() for row in rows.values()) else 1


if __name__ == '__main__':
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())

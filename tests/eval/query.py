#!/usr/bin/env python3
"""Compares papergrep -Q with a plain evaluator: random queries over random records.

usage: query.py PAPERGREP [QUERIES [RECORDS [SEED]]]

A query is made as a tree; the tree is written in one of the ways the language has for it, and evaluated here on each
record by looking at every position. Each query is tried by itself, and all of them in one pass with --tag."""
import functools
import random
import re
import subprocess
import sys
import tempfile
import unicodedata

WORDS = ('graph graphs network net networks Naïve naive NAÏVE Schrödinger schrodinger C C++ C# c state-of-the-art state '
         'art of self-supervised self GPT-4 4 gpt 深度学习 学习 深 かな ﬁne fine Straße strasse A.I. ai 10+ 10 it’s it s '
         'e\u0301tude étude ÉTUDE x_1 $x$ Ελλάδα ελλαδα Москва москва — & (net) “art” a+b a b ½ x² no.5 graph/net '
         '網路 ｆｕｌｌ full').split()
PLACES = ('title', 'abstract', 'kw', 'au', 'id')
PEOPLE = ('He, Kaiming', 'Kaiming He', 'Lee, A. B.', 'A. B. Lee', 'Müller, Jörg', 'Jorg Muller')
CATS = ('cs.CV', 'cs.LG', 'math.CO', 'physics.comp-ph')
DATES = ('2022', '2023', '2023-01', '2023-11', '2023-11-05', '2024', '2024-02-29', '2024-03-01', '')
NUMBERS = ('0.5', '0.75', '10', '-3', '1e2', '50', '7 papers', 'none')


# ---- records ----

def text(rng, most):
    return ''.join(rng.choice(WORDS) + rng.choice([' ', ' ', ' ', ', ', '-', '. ']) for _ in range(rng.randrange(most))).strip()


def record(rng, number):
    fields = [('id', 'x:%d' % number), ('date', rng.choice(DATES)), ('title', text(rng, 6)), ('abstract', text(rng, 14))]
    for _ in range(rng.randrange(6)):
        fields.append(rng.choice([('au', rng.choice(PEOPLE)), ('cat', rng.choice(CATS)), ('kw', text(rng, 4) or 'x'),
                                  ('score', rng.choice(NUMBERS)), ('code', 'https://example.org/' + rng.choice('ab')),
                                  ('seen', rng.choice(DATES) or '2021'), ('match', 'other')]))
    return fields


def line(fields):
    return '\t'.join([v for _, v in fields[:4]] + [n + ':' + v for n, v in fields[4:]])


# ---- words, as papergrep(1) tells what they are ----

def is_alone(c):
    return any(unicodedata.name(c, '').startswith(s) for s in ('CJK UNIFIED', 'HIRAGANA', 'KATAKANA'))


def fold(word):
    n = unicodedata.normalize
    return ''.join(c for c in n('NFKD', n('NFKD', word).casefold()) if unicodedata.category(c)[0] in 'LN')


def is_letter(c):
    return unicodedata.category(c)[0] in 'LM' or unicodedata.category(c) == 'Nd'


def words(s):
    """[(word, the + and # behind it)]; what is ½ or ² is no word."""
    out, run = [], ''
    for i, c in enumerate(s + ' '):
        part = is_letter(c)
        if (not part or is_alone(c)) and fold(run):
            out.append((fold(run), re.match('[+#]*', s[i:]).group()))
        run = '' if not part or is_alone(c) else run + c
        if part and is_alone(c):
            out.append((fold(c), re.match('[+#]*', s[i + 1:]).group()))
    return out


@functools.lru_cache(maxsize=None)
def readings(name, value):
    plain = [words(value)]
    if name not in ('au', 'editor') or ',' not in value:
        return plain
    family, given = value.split(',', 1)
    return plain + [words(given) + words(family)]


# ---- evaluation ----

def hits(term, word):
    kind, want = term
    return {'any': True, 'begin': word[0].startswith(want), 'word': want in (word[0], word[0] + word[1])}[kind]


def phrase(terms, text_words):
    return any(all(hits(t, w) for t, w in zip(terms, text_words[i:])) for i in range(len(text_words) - len(terms) + 1))


def near(terms, gap, text_words):
    width = len(terms) + gap
    return any(all(sum(hits(t, w) for w in text_words[i:i + width]) >= terms.count(t) for t in terms)
               for i in range(len(text_words)))


def first_day(date):
    return (date + '-01-01')[:10] if len(date) < 10 else date


def last_day(date):
    return date + {4: '-12-31', 7: '-31', 10: ''}[len(date)]


def number(value):
    m = re.match(r'[-+]?\d+(\.\d+)?(e\d+)?', value)
    return float(m.group()) if m else None


def in_range(low, high, strict, dates, value):
    if dates:
        if not re.fullmatch(r'\d{4}(-\d\d){0,2}', value):
            return False
        lo, hi, first, last = low and first_day(low), high and last_day(high), first_day(value), last_day(value)
        if strict:
            lo, hi = low and last_day(low), high and first_day(high)
    else:
        lo, hi, first = low and float(low), high and float(high), number(value)
        last = first
        if first is None:
            return False
    if strict:
        return (lo is None or first > lo) and (hi is None or last < hi)
    return (lo is None or first >= lo) and (hi is None or last <= hi)


def evaluate(node, fields, place=None):
    kind = node[0]
    if kind == 'and':
        return all(evaluate(n, fields, place) for n in node[1])
    if kind == 'or':
        return any(evaluate(n, fields, place) for n in node[1])
    if kind == 'not':
        return not evaluate(node[1], fields, place)
    if kind == 'in':
        return evaluate(node[2], fields, node[1])
    if kind == 'has':
        return any(n == node[1] and v for n, v in fields)
    if kind == 'range':
        return any(n == node[1] and v and in_range(*node[2:], v) for n, v in fields)
    for n, v in fields:
        if n == place or (place is None and n in ('title', 'abstract')):
            if any(phrase(node[1], r) if kind == 'phrase' else near(node[1], node[2], r) for r in readings(n, v)):
                return True
    return False


# ---- queries ----

def source_words(rng):
    """Something to look for, as a person writes it, and its terms."""
    s = rng.choice(WORDS)
    while not words(s):
        s = rng.choice(WORDS)
    parts = words(s)
    if rng.random() < .2 and re.fullmatch(r'\w+', s) and len(s) > 1 and len(parts) == 1:
        cut = rng.randrange(1, len(s) + 1)
        if is_letter(s[cut - 1]) and fold(s[:cut]) and not is_alone(s[0]) and not unicodedata.combining((s + ' ')[cut]):
            return s[:cut] + '*', [('begin', fold(s[:cut]))]
    terms = [('word', w) for w, _ in parts]
    behind = re.search('[+#]+$', s)
    if behind:
        terms[-1] = ('word', parts[-1][0] + behind.group())
    return s, terms


def leaf(rng, place):
    r = rng.random()
    if r < .55 or place == 'inside':
        s, terms = source_words(rng)
        # a dash would negate, a quote or parentheses are the language's own
        while not re.match(r'[\w$]', s) or re.search('[()“”"]', s):
            s, terms = source_words(rng)
        return s, ('phrase', terms)
    if r < .8:
        left, right = rng.choice(['""', '““', '“”'])
        several = [source_words(rng) for _ in range(rng.randrange(1, 4))]
        several = [(s, t) for s, t in several if not re.search('[“”"]', s)] or [('graph', [('word', 'graph')])]
        s, terms = ' '.join(s for s, _ in several), sum((t for _, t in several), [])
        if rng.random() < .4:
            gap = rng.randrange(5)
            return left + s + right + '~%d' % gap, ('near', terms, gap)
        if rng.random() < .1:
            s, terms = s + ' *', terms + [('any', '')]
        return left + s + right, ('phrase', terms)
    if r < .88:
        name = rng.choice(['code', 'kw', 'title', 'score', 'date', 'nosuch'])
        return 'has:' + name, ('has', name)
    name, dates = rng.choice([('date', True), ('score', False), ('seen', True)])
    values = [d for d in DATES if d and (len(d) > 4 or name == 'date')] if dates else ['0.5', '10', '-3', '.7', '1e1']
    a, b = rng.choice(values), rng.choice(values)
    if (first_day(a) > last_day(b)) if dates else float(a) > float(b):
        a, b = b, a
    form = rng.randrange(6 if name == 'date' else 5)
    return [(name + ':' + s, ('range', name) + t) for s, t in (
        ('%s..%s' % (a, b), (a, b, False, dates)), (a + '..', (a, None, False, dates)), ('..' + b, (None, b, False, dates)),
        (rng.choice(['>', '>=']) + a,) * 2, (rng.choice(['<', '<=']) + b,) * 2, (a, (a, a, False, dates)))
        for t in [t if isinstance(t, tuple) else
                  ((a, None) if s[0] == '>' else (None, b)) + ('=' not in s, dates)]][form]


def group(rng, depth, place):
    s, node = query(rng, depth, place)
    return '(' + s + ')', node


def operand(rng, depth, place):
    if depth > 0 and rng.random() < .3:
        s, node = group(rng, depth - 1, place)
    else:
        s, node = leaf(rng, place)
    if node[0] in ('phrase', 'near', 'and', 'or', 'not') and not place and rng.random() < .35:
        name = rng.choice(PLACES)
        if node[0] not in ('phrase', 'near'):
            s, node = group(rng, 1, 'inside')
        elif name == 'au' and rng.random() < .6:
            person = rng.choice(PEOPLE)
            s, node = '"%s"' % person, ('phrase', [('word', w) for w, _ in readings('au', person)[-1]])
        elif s[0] == '$':
            return s, node
        s, node = name + ':' + s, ('in', name, node)
    if rng.random() < .2:
        s, node = rng.choice(['-', '-', 'NOT ', '—', '--NOT ']) + s, ('not', node)
    return s, node


def query(rng, depth, place=None):
    alternatives = []
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        parts = [operand(rng, depth, place) for _ in range(rng.choice([1, 1, 2, 2, 3]))]
        s = parts[0][0]
        for more, _ in parts[1:]:
            s += rng.choice([' ', '  ', ' AND ']) + more
        alternatives.append((s, ('and', [n for _, n in parts])))
    return ' OR '.join(s for s, _ in alternatives), ('or', [n for _, n in alternatives])


# ---- the comparison ----

def run(*args):
    done = subprocess.run(args, capture_output=True)
    if done.returncode > 1:
        sys.exit('%r: %s' % (args, done.stderr.decode()))
    return done.stdout.decode()


def main():
    papergrep, (nqueries, nrecords, seed) = sys.argv[1], [int(a) for a in (sys.argv[2:] + ['300', '300', '1'][len(sys.argv) - 2:])]
    rng = random.Random(seed)
    papers = [record(rng, i) for i in range(nrecords)]
    queries = [query(rng, 2) for _ in range(nqueries)]
    wrong = found = 0
    with tempfile.TemporaryDirectory() as folder:
        file, standing = folder + '/papers', folder + '/queries'
        open(file, 'w').write(''.join(line(p) + '\n' for p in papers))
        open(standing, 'w').write(''.join('q%d\t%s\n' % (i, s) for i, (s, _) in enumerate(queries)))
        want = [[i for i, p in enumerate(papers) if evaluate(node, p)] for _, node in queries]
        tagged = [[] for _ in queries]
        for row in run(papergrep, '-Q', '-f', standing, '--tag', 'x', file).splitlines():
            columns = row.split('\t')
            for name in columns[4:]:
                if re.fullmatch(r'match:q\d+', name):
                    tagged[int(name[7:])].append(int(columns[0][2:]))
        for i, (s, _) in enumerate(queries):
            got = [int(n) - 1 for n in re.findall(r'^(\d+):', run(papergrep, '-Q', '-n', '-e', s, file), re.M)]
            others = int(run(papergrep, '-Q', '-v', '-c', '-e', s, file))
            found += bool(want[i]) and len(want[i]) < nrecords
            for how, answer in (('alone', got), ('in one pass', tagged[i])):
                if answer != want[i] or others != nrecords - len(want[i]):
                    wrong += 1
                    differ = sorted(set(answer) ^ set(want[i]))
                    print('%s: %s: %d papers, not %d: %s' % (how, s, len(answer), len(want[i]), line(papers[differ[0]]) if differ else ''))
    print('%d queries, %d with some papers but not all, %d wrong' % (nqueries, found, wrong))
    sys.exit(wrong > 0 or found < nqueries // 3)


main()

#!/usr/bin/env python3
"""Holds papergrep against GNU grep: the same bytes and the same exit status, whatever is asked.

usage: grep.py [-ab] [-c CASE] [-n CASES] [-o DIR] [-r RECORDS[.gz]] [-s SEED] PAPERGREP

CASES (default 2400) searches are made up: patterns of all kinds with options of all kinds, on records generated
with odd bytes and, with -r, on a sample of real ones, as ASCII in the C locale and as UTF-8 in C.UTF-8. Most
patterns hold words of the records; some are damaged: both programs must refuse them, or neither. For papergrep -k
the reference is grep on the values of those fields, cut out of the records. The records' characters are looked
for by class and, by -i, beside their other cases.
  -a  leave out what needs cases beyond ASCII
  -b  also all characters of Unicode, and patterns that make other programs backtrack: the time for a byte must
      not grow with the line
  -c  this search only
  -o  keep the files in DIR, which the commands that are printed need
  -s  another SEED (default 1) makes other searches; each is made of SEED and its number alone
Prints what failed, with the commands and the first record that shows it, and how often each known difference was
met. The exit status is 1 where anything failed, 77 where there is no GNU grep or no C.UTF-8 locale."""
import collections
import copy
import functools
import getopt
import gzip
import itertools
import multiprocessing
import os
import random
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import types
import unicodedata
from pathlib import Path

TIME_LIMIT = 20  # seconds for one command
RECORDS = 150  # of each file that is searched: enough for matches, few enough for a person to look at
SKIPPED = 77
FIELDS = ('id', 'date', 'title', 'abstract')
UTF8 = 'C.UTF-8'
SETUP = types.SimpleNamespace(agreed={}, edges={}, signs=set())  # what all searches share; main() fills it
Answer = collections.namedtuple('Answer', 'out status err')


# Known differences. Each has its reason here, and is kept as narrow as the reason: what a rule lets pass is
# counted, and it lets nothing pass that agrees.

def taken(got):
    """Whether papergrep took the pattern."""
    return b"try 'papergrep --help'" not in got.err


def has_back_reference(case, got, want):
    """papergrep(1): back-references are refused."""
    return any(re.search(rb'\\[1-9]', p) for p in case.patterns) and b'back-references are not supported' in got.err


def is_no_utf8(case, got, want):
    """papergrep(1): a regular expression that is no UTF-8 is refused."""
    return not all(map(valid, case.patterns)) and b'not valid UTF-8' in got.err


def has_brace_without_count(case, got, want):
    """papergrep(1): a brace that begins no count stands for itself. GNU grep takes x{a} so, and refuses x{} or x{,,2}."""
    return any(re.search(rb'\{(?!([0-9]+(,[0-9]*)?|,[0-9]*)\})', p) for p in case.patterns) and taken(got) and \
        b'Invalid content of' in want.err


def has_collation_beyond_ascii(case, got, want):
    """C.UTF-8 has no ranges and no [.x.] and [=x=] beyond ASCII: GNU grep refuses them; papergrep does not."""
    return not all(p.isascii() for p in case.for_grep) and taken(got) and b'Invalid collation character' in want.err


def has_hyphen_behind_range(case, got, want):
    """papergrep(1): a hyphen behind a range or a class, as in [a-c-e], begins no range and stands for itself. GNU grep
    refuses it."""
    return any(re.search(rb'(-[^]]|[:=.]\])-', p) for p in case.patterns) and taken(got) and \
        b'Invalid range end' in want.err


def has_range_of_cases(case, got, want):
    """papergrep(1): the ends of a range are taken as they are. GNU grep -i takes their capitals, so that to it [u-V] is
    a range and []-a] is none."""
    return 'i' in case.on and b'nvalid range end' in got.err + want.err and \
        not fault(*answers(without(case, 'i'), case.data))


def has_operator_at_beginning(case, got, want):
    """papergrep(1): an operator with nothing before it repeats nothing. Of GNU grep's two engines one leaves it out,
    also a brace there, and a count that is upside down."""
    return not case.fixed and any(re.search(rb"(^|[(|]|\\[bB<>`']|[$^])[*+?{]", p) for p in case.patterns)


def has_lone_parenthesis(case, got, want):
    """GNU grep puts parentheses around the pattern for -w and -x, which one that closes nothing closes too early."""
    def lone(pattern):
        rest, before = re.sub(rb'\\.|\[\^?\]?([^][]|\[:[a-z]*:\])*\]', b'', pattern), b''
        while rest != before:
            rest, before = re.sub(rb'\([^()]*\)', b'', rest), rest
        return b')' in rest
    return case.on & set('wx') and any(map(lone, case.patterns)) and not fault(*answers(without(case, 'wx'), case.data))


def is_part_of_character(case, got, want):
    """papergrep(1): -F looks for bytes, also for a part of a character. GNU grep finds some such parts."""
    return case.fixed and not all(map(valid, case.patterns)) and taken(got)


def has_words_marked(case, got, want):
    """GNU grep -w with -o or --color gives up behind a match that touches a word, where another one follows. Which
    records match is compared all the same."""
    return 'w' in case.on and got.status == want.status and agrees_unmarked(case)


def has_empty_words(case, got, want):
    """GNU grep -w passes over some places where a match may also be empty. Which records match is compared with
    what GNU grep finds between two characters that are not of words."""
    if 'w' not in case.on or not any(b'\0' not in p and matches_nothing(case, p) for p in case.for_grep):
        return False
    plain, reference = without(case, 'o'), without(case, 'ow')
    if 'x' not in case.on:
        reference.fixed = False
        reference.for_grep = [rb'(^|\W)(' + (re.sub(SPECIAL, rb'\\\g<0>', p) if case.fixed else p) + rb')(\W|$)'
                              for p in case.for_grep]
    return not fault(answers(plain, case.data)[0], answers(reference, case.data)[1])


def has_anchor_repeated(case, got, want):
    """GNU grep passes over lines where a pattern matches also the empty string, and so all of them, but repeats a ^
    elsewhere, as in |(^.|ab){2}|x(^). What it finds for an empty pattern is compared instead."""
    if case.on & set('wx') or not any(b'^' in p and b'\0' not in p and matches_nothing(case, p) for p in case.for_grep):
        return False
    plain, reference = without(case, 'o'), without(case, 'o')
    reference.for_grep = [b'']
    return not fault(answers(plain, case.data)[0], answers(reference, case.data)[1])


def has_stray_backslash(case, got, want):
    """papergrep(1): a backslash before a letter that needs none stands for nothing. GNU grep -o -i then finds nothing,
    where without -o it does."""
    return 'i' in case.on and agrees_unmarked(case) and \
        any(re.search(rb"\\[a-zA-Z]", re.sub(rb"\\[wWsSbB]", b'', p)) for p in case.patterns)


def has_repeated_assertion(case, got, want):
    """GNU grep loses matches of a group that is repeated and holds an assertion, as in (^ab){0,3} or (a\\b){2}."""
    def within(pattern):
        """Repeated groups without groups in them are looked at and taken out, others lose their parentheses."""
        rest, before = re.sub(rb"\\[^bB<>`']|\[\^?\]?([^][]|\[:[a-z]*:\])*\]", b'x', pattern), b''
        while rest != before:
            if re.search(rb"\([^()]*(\^|\$|\\[bB<>`'])[^()]*\)[*+?{]", rest):
                return True
            rest, before = re.sub(rb'\(([^()]*)\)', rb'\1', rest, count=1), rest
        return False
    return any(map(within, case.patterns))


def has_nothing_to_do(case, got, want):
    """papergrep(1): with -m 0, patterns and files are still looked at, and -c prints a number. GNU grep ends at once,
    and also with -v and an empty pattern."""
    text = re.sub(rb'\x1b\[[0-9]*m', b'', got.out)
    nothing = re.fullmatch(rb'(.*\b0\n)*', text) if 'c' in case.on else not text
    return nothing and got.status > 0 and want.out == b'' and want.status == 1 and (case.max == 0 or 'v' in case.on)


def without(case, letters):
    """The case without some options, and without colour."""
    plain = copy.copy(case)
    plain.color, plain.on = False, case.on - set(letters)
    names = {'--' + name for short, name, _ in OPTIONS if short in letters} | {'--color=always'}
    short = [re.sub('^(-[a-zA-Z]*)', lambda m: re.sub('[%s]' % letters, '', m[1]), o) for o in case.options]
    plain.options = [o for o in short if o not in names | {'-'}]
    return plain


def agrees_unmarked(case):
    """Whether the case marks matches, by -o or by colour, and without that there is no difference."""
    return (case.color or 'o' in case.on) and not fault(*answers(without(case, 'o'), case.data))


def matches_nothing(case, pattern):
    """Whether the pattern matches the empty string."""
    command = ['grep', '-q', '-x', '-F' if case.fixed else '-E', '-e', pattern]
    return subprocess.run(command, input=b'\n', env=case.env, stderr=subprocess.DEVNULL, check=False).returncode == 0


DIFFERENCES = (has_back_reference, is_no_utf8, has_brace_without_count, has_collation_beyond_ascii,
               has_hyphen_behind_range, has_range_of_cases, has_operator_at_beginning, has_lone_parenthesis,
               is_part_of_character, has_words_marked, has_empty_words, has_repeated_assertion, has_anchor_repeated,
               has_stray_backslash, has_nothing_to_do)


def valid(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


# The records that are searched

WORDS = '''the of and a in to we for is that with on model data learning network graph graphs networks training trained
results method methods Bayesian kernel quantum protein causal causality inference whispered speech languages language
optimization optimisation generalization realization of-the-art self-supervised state C++ cs.CV x_1 foo_bar 10.1000/x
Transformer BERT GPT-4 LSTM CNN p<0.05 3.14 1e-9 $\\alpha$
\\mathbb{R}^n O(n\\log{n}) [1] (2) {3} a|b ^2 *** ... ? + -- _
Schrödinger naïve Rényi Erdős Weiß Ürsula Müller ÉCOLE École été Straße STRASSE ǅ Ǆ ǆ İ ı K k ſ s µ μ Ω
Σίσυφος σοφός ΣΟΦΟΣ ὈΔΥΣΣΕΎΣ Привет ПРИВЕТ мир данные 图像 分割 深度学习 日本語 ひらがな カタカナ 한국어 العربية हिन्दी
“quotes” ‘single’ – — … ≤ ≥ → ∈ ∑ × ÷ © ™ ½ ² ³ ½x x² 🙂 👩‍🔬 e\u0301 n\u0303 \u200b\u200d \u00a0 \u2003 \u3000 Ⅷ ⅷ
Ⓐ ⓐ'''.replace('\n', ' ').split(' ')
# Not among them: surrogates and what is beyond U+10FFFF, which GNU grep takes for characters in some places.
ODD_BYTES = (b'\0', b'\1', b'\x1b[31m', b'\x7f', b'\x0b', b'\r', b'\xff', b'\xfe', b'\x80', b'\xc3', b'\xc0\xaf',
             b'\xe2\x82', b'\xf5', b'\xf0\x9f\x99', b'\xc3\xa9\xa9', b'\xe9t\xe9',
             '\u2028'.encode(), '\ufeff'.encode(), '\ufffd'.encode(), '\U0010ffff'.encode())


def generated_text(rng, words):
    """A value: words, and where rng wants it odd bytes, or one byte again and again."""
    parts = [w.encode() for w in rng.choices(words, k=rng.choice((0, 1, 5, 12, 60)))]
    if rng.random() < .15:
        parts.append(rng.choice((b'a', b'ab', b'a ', 'é'.encode())) * rng.randint(1, 400))
    if rng.random() < .3:
        parts += rng.choices(ODD_BYTES, k=rng.randint(1, 4))
        rng.shuffle(parts)
    return rng.choice((b' ', b' ', b' ', b'')).join(parts).strip(b'\r')


def generated_record(rng, number):
    text = functools.partial(generated_text, rng, WORDS)
    date = rng.choice(('', '2024', '2023-05', '2024-05-01'))
    names = rng.choices((b'au:', b'au:', b'kw:', b'cat:', b'x-odd:'), k=rng.choice((0, 0, 1, 3)))
    fields = [name + text() for name in names]
    return b'\t'.join([b'gen:%d' % number, date.encode(), text(), text()] + fields)


def real_records(path, n):
    """n of the records, from all parts of the file, which is read as far as they need."""
    with (gzip.open if path.endswith('.gz') else open)(path, 'rb') as file:
        lines = [line.rstrip(b'\r\n') for line in itertools.islice(file, 0, 40 * n, 40)]
    return [line for line in lines if line.count(b'\t') >= 3][:n] or sys.exit('grep.py: %s: no records' % path)


def to_ascii(record):
    return bytes(b if b < 128 else b % 95 + 32 for b in record)


class Data:
    """A file of records, and what the patterns are made of."""

    def __init__(self, path, records):
        self.path, self.records = path, records
        path.write_bytes(b''.join(r + b'\n' for r in records))
        self.words = [w for r in records for w in r.split()]

    def values(self, keys):
        """A file of the values of these fields that are not empty, one a line, and (record, column) of each."""
        path = self.path.with_name('%s-%s-%d' % (self.path.name, '-'.join(keys), os.getpid()))
        found = [(i, j, value) for i, r in enumerate(self.records) for j, column in enumerate(r.split(b'\t'))
                 for name, value in [field(j, column)] if name in keys and value]
        path.write_bytes(b''.join(value + b'\n' for _, _, value in found))
        return path, [(i, j) for i, j, _ in found]


def field(column, text):
    """Name and value of what stands in a column of a record."""
    if column < len(FIELDS):
        return FIELDS[column], text
    name, _, value = text.partition(b':')
    return name.decode(errors='replace'), value


def make_files(folder, seed, real):
    """{name: Data}; a name that ends in -ascii has nothing else."""
    rng = random.Random(seed)
    files = {'odd': [generated_record(rng, i) for i in range(RECORDS)]}
    if real:
        files['real'] = real_records(real, RECORDS)
    for name in list(files):
        files[name + '-ascii'] = [to_ascii(r) for r in files[name]]
    return {name: Data(folder / name, records) for name, records in files.items()}


# Patterns

RANGE = '\ue000%s\ue001%d\ue002'  # in a pattern that is being made: the first character, and how many more


def written_out(pattern, for_grep, ignore_case):
    """The pattern with its ranges. C.UTF-8 has no ranges beyond ASCII: for grep all their characters are named. Nor do
    ranges go from capitals or below to small letters with -i: GNU grep turns their ends into capitals."""
    def characters(match):
        low, n = ord(match[1]), int(match[2])
        if 0xD800 <= low < 0xE000:  # a byte that is no UTF-8
            n = 0
        last = [end for end in (ord('@' if ignore_case else 'z'), ord('Z'), ord('`'), ord('z'), 126) if end >= low]
        high = min(low + n, last[0] if low < 127 else 0xD7FF if low < 0xD800 else 0x10FFFF)  # no surrogates
        if for_grep and high >= 128:
            return ''.join(map(chr, range(low, high + 1)))
        return '%c-%c' % (low, high)
    text = re.sub('\ue000(.)\ue001([0-9]+)\ue002', characters, pattern.decode('utf-8', 'surrogateescape'), flags=re.S)
    return re.sub('[\ue000-\ue002]', '-', text).encode('utf-8', 'surrogateescape')


CLASSES = 'alnum alpha blank cntrl digit graph lower print punct space upper xdigit'.split()
SPECIAL = rb'[][\\.*+?(){}^$|]'


class Patterns:
    """Makes patterns for a file of records from random numbers."""

    def __init__(self, rng, data):
        self.rng, self.data = rng, data

    def plain(self):
        """A piece of a word, or some words, of a record; never a part of a character but where that is asked for."""
        rng = self.rng
        if rng.random() < .15:
            text = rng.choice(self.data.records)
            at = rng.randrange(len(text) + 1)
            piece = text[at:at + rng.randint(1, 12)]
        else:
            piece = rng.choice(self.data.words)
            if rng.random() < .5:
                at = rng.randrange(len(piece))
                piece = piece[at:at + rng.randint(1, 8)]
        return piece.decode(errors='ignore').encode() or b'the'

    def literal(self):
        return re.sub(SPECIAL, rb'\\\g<0>', self.plain())

    def character(self):
        text = self.plain().decode()
        return self.rng.choice(text)

    def bracket(self):
        rng, items = self.rng, []
        for _ in range(rng.randint(1, 4)):
            kind = rng.random()
            if kind < .35:
                low = self.character()
                items.append(RANGE % (low if low not in ']^[-\\' else 'a', rng.choice((1, 5, 26, 100))))
            elif kind < .6:
                items.append('[:%s:]' % rng.choice(CLASSES))
            elif kind < .65:
                items.append(rng.choice(('[.%s.]', '[=%s=]')) % rng.choice('ax-.]'))
            else:
                items.append(self.character().replace(']', '').replace('[', '').replace('-', '') or 'e')
        body = ''.join(items)
        if body.startswith('^'):
            body = 'a' + body
        return ('[' + rng.choice(('', '', '^')) + rng.choice(('', '', '', ']')) + body +
                rng.choice(('', '', '', '-')) + ']').encode()

    def atom(self, depth):
        rng, kind = self.rng, self.rng.random()
        if kind < .45:
            return self.literal()
        if kind < .55:
            return b'.'
        if kind < .7:
            return self.bracket()
        if kind < .8:
            return rng.choice((rb'\w', rb'\W', rb'\s', rb'\S', b'[a-z]', b'[^ ]', b'[0-9]', b'[aeiou]', b'[^a-z]'))
        if kind < .88 or depth > 3:
            return rng.choice((b'a', b'e', b'n', b's', b't', b' ', b'x', b'o'))
        return b'(' + self.regex(depth + 1) + b')'

    def piece(self, depth):
        rng, kind = self.rng, self.rng.random()
        if kind < .12:
            return rng.choice((b'^', b'$', rb'\b', rb'\B', rb'\<', rb'\>', rb'\`', rb"\'"))
        atom = self.atom(depth)
        for _ in range(rng.choice((0, 0, 0, 0, 0, 1, 1, 1, 2))):
            low, more = rng.randint(0, 3), rng.randint(0, 4)
            atom += rng.choice((b'*', b'+', b'?', b'{%d}' % low, b'{%d,}' % low, b'{,%d}' % more,
                                b'{%d,%d}' % (low, low + more)))
        return atom

    def regex(self, depth=0):
        rng = self.rng
        alternatives = rng.choice((1, 1, 1, 2, 3))
        return b'|'.join(b''.join(self.piece(depth) for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4) if depth or
                                  alternatives > 1 else (1, 1, 2, 2, 3, 4, 5)))) for _ in range(alternatives))

    def damaged(self, pattern):
        rng, changed = self.rng, bytearray(pattern)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(changed) + 1)
            if rng.random() < .4:
                del changed[at:at + rng.randint(1, 3)]
            else:
                changed[at:at] = rng.choice((b'(', b')', b'[', b']', b'{', b'}', b'*', b'+', b'?', b'|', b'\\', b'^',
                                             b'$', b'-', b'[:', b':]', b'[[:', b':]]', b'[^', b'{2', b'{3,1}', b'{,',
                                             b'[b-a]',
                                             b'{99999}', b'[[:nope:]]', b'[[.', b'[[=', b'\\2', b'()'))
        return bytes(changed)

    def one(self, fixed):
        rng, kind = self.rng, self.rng.random()
        if kind < .02:
            pattern = b''
        elif kind < .04:
            pattern = rng.choice((b'^', b'$', b'^$', rb'\b', b'.*', b'()', b'(|a)', b'a||b', b'x*', rb'\<', b'.', b'*',
                                  b'|', b'\t', b'\n', b'a\n', b'\nb', rb'\.', b'a{1', b'{', b'a{,', b'a{1a}', b'^*',
                                  b'(^|x)a*'))
        elif fixed or kind < .3:
            pattern = self.plain() if fixed else self.literal()
            if fixed and rng.random() < .1 and len(pattern) > 1:
                pattern = pattern[rng.randrange(len(pattern)):]  # perhaps the rest of a character
        else:
            pattern = self.regex()
            if rng.random() < .15:
                pattern = self.damaged(pattern)
        return pattern

    def several(self, fixed):
        rng, kind = self.rng, self.rng.random()
        if kind < .004:
            return [b'q%dq' % i for i in range(5000)] + [self.one(fixed)]
        if kind < .008:
            return [self.plain() if fixed else self.literal() for _ in range(5000)]
        if kind < .012:
            return [rng.choice((b'a', b'ab', b'the ')) * rng.choice((100, 200, 10000))]
        return [self.one(fixed) for _ in range(rng.choice((1, 1, 1, 1, 1, 2, 3, 8)))]


# Cases

OPTIONS = (('i', 'ignore-case', .3), ('w', 'word-regexp', .15), ('x', 'line-regexp', .08), ('v', 'invert-match', .12),
           ('c', 'count', .15), ('n', 'line-number', .3), ('q', 'quiet', .04), ('o', 'only-matching', .3),
           ('H', 'with-filename', .1), ('h', 'no-filename', .1), ('l', 'files-with-matches', .05),
           ('L', 'files-without-match', .05))
ASKS_FOR_CLASSES = re.compile(rb'\[:|\\[wW]')
ASKS_FOR_EDGES = re.compile(rb'\\[bB<>]')
ASKS_FOR_CASE = re.compile(rb'\[:(upper|lower):')


class Case:
    """One search. All that it is follows from the seed, its number and the records."""

    def __init__(self, number):
        rng = random.Random('%s %d' % (SETUP.seed, number))
        self.number = number
        self.name = rng.choice(sorted(SETUP.files))
        self.fixed = rng.random() < .25
        self.made = Patterns(rng, SETUP.files[self.name]).several(self.fixed)
        self.on = {short for short, _, chance in OPTIONS if rng.random() < chance}
        self.max = rng.choice((0, 1, 1, 2, 2, 5, 5, 100)) if rng.random() < .12 else None
        self.color = rng.random() < .15
        self.keys = ()
        if rng.random() < .25:
            self.keys = tuple(sorted(rng.sample(FIELDS + ('au', 'kw', 'cat', 'none'), rng.choice((1, 1, 2, 3)))))
            self.on -= {'h'} if 'H' in self.on else set()  # which of two counts is for grep to say
            self.on -= {'L'} if 'l' in self.on else set()
        self.places = rng.choice((['f'], ['f'], ['f'], ['f', 'f'], ['-'], [], ['f', 'missing'], ['-', 'f']))
        self.how = rng.choice(('-e', '-e', '-f', 'mixed', 'newlines'))
        if SETUP.ascii_case and ('i' in self.on or self.asks(ASKS_FOR_CASE)):
            self.name = self.name.replace('-ascii', '') + '-ascii'
        self.ascii = self.name.endswith('-ascii')
        if 'i' in self.on:
            self.made = [re.sub('|'.join(SETUP.signs) or '$^', 'k', p.decode(errors='surrogateescape')).encode(
                errors='surrogateescape') for p in self.made]
        self.patterns = [written_out(p, False, 'i' in self.on) for p in self.made]
        self.for_grep = [written_out(p, True, 'i' in self.on) for p in self.made]
        if self.ascii:
            self.patterns = self.for_grep = [to_ascii(p) for p in self.patterns]
        self.env = dict(os.environ, GREP_COLORS='ms=1;31:ln=32:fn=35:se=36:ne', LC_ALL='C' if self.ascii else UTF8)
        kind = SETUP.files
        if self.asks(ASKS_FOR_CLASSES) or 'i' in self.on:
            kind = SETUP.agreed
        if 'w' in self.on or self.asks(ASKS_FOR_EDGES):
            kind = SETUP.edges
        self.data = (SETUP.files if self.ascii else kind)[self.name]
        self.options = self.spelled(rng)

    def asks(self, what):
        return not self.fixed and any(what.search(p) for p in self.made)

    def spelled(self, rng):
        """The options as arguments in any order and either spelling, but for the patterns and -k."""
        given = [rng.choice(('-' + s, '--' + name)) for s, name, _ in OPTIONS if s in self.on]
        if self.max is not None:
            given += [rng.choice(('-m%d', '--max-count=%d')) % self.max]
        given += ['--color=always'] if self.color else []
        rng.shuffle(given)
        letters = [g for g in given if len(g) == 2]
        if rng.random() < .3:
            given = [g for g in given if g not in letters] + ['-' + ''.join(g[1] for g in letters)] * bool(letters)
        return given

    def pattern_arguments(self, patterns):
        """Patterns as arguments. A NUL, or what is too long, goes by a file."""
        whole = b'\n'.join(patterns)
        by_file = self.how == '-f' or b'\0' in whole or len(whole) > 100000
        if by_file or self.how == 'mixed':
            path = SETUP.folder / ('patterns-%d%s' % (self.number, 'g' * (patterns is not self.patterns)))
            path.write_bytes(b''.join(p + b'\n' for p in patterns[0 if by_file else 1:]))
            return ([] if by_file else ['-e', patterns[0]]) + ['-f', str(path)]
        if self.how == 'newlines':
            return ['-e', whole]
        return [x for p in patterns for x in ('-e', p)]

    def names(self, path):
        return [str(path) if place == 'f' else '-' if place == '-' else str(SETUP.folder / place)
                for place in self.places]

    def papergrep(self, path):
        keys = ['-k', ','.join(self.keys)] if self.keys else []
        return [SETUP.papergrep] + self.options + ['-F'] * self.fixed + keys + \
            self.pattern_arguments(self.patterns) + self.names(path)

    def grep(self, path):
        return ['grep', '-a', '-F' if self.fixed else '-E'] + self.options + self.pattern_arguments(self.for_grep) + \
            self.names(path)


def run(command, env, path):
    with open(path, 'rb') as stdin:
        done = subprocess.run(command, stdin=stdin, capture_output=True, timeout=TIME_LIMIT, env=env, check=False)
    return Answer(done.stdout, done.returncode, done.stderr)


# The reference for papergrep -k: grep on the values

def values_that_match(case, data, extra):
    """{number of a value: the lines that grep prints of it}, or its message where it refuses the pattern."""
    path, _ = data.values(case.keys)
    command = ['grep', '-a', '-n', '-F' if case.fixed else '-E'] + ['-' + x for x in 'iwx' if x in case.on] + extra
    env = dict(case.env, GREP_COLORS='ms=1;31:ln=:se=:ne')
    got = run(command + case.pattern_arguments(case.for_grep) + [str(path)], env, os.devnull)
    found = collections.defaultdict(list)
    for line in got.out.split(b'\n')[:-1]:
        number, _, text = line.partition(b':')
        if number:  # -o -x -w prints empty lines, too
            found[int(number) - 1].append(text)
    return got.err if got.status > 1 else found


def prefix(case, name, line, named):
    def part(text, color):
        return b'\33[%dm%s\33[m\33[36m:\33[m' % (color, text) if case.color else text + b':'
    return (part(name.encode(), 35) if named else b'') + (part(b'%d' % line, 32) if line and 'n' in case.on else b'')


def keyed_record(case, record, before, marked):
    """What is printed of a record that is selected; marked: {column: [text]}."""
    if 'o' in case.on:
        return b''.join(before + t + b'\n' for column in sorted(marked) for t in marked[column])
    columns = record.split(b'\t')
    for column, (text,) in marked.items():
        value = field(column, columns[column])[1]
        columns[column] = columns[column][:len(columns[column]) - len(value)] + text
    return before + b'\t'.join(columns) + b'\n'


def keyed_file(case, data, name, hits, marks):
    """What is printed for one file, and how many records were selected."""
    named = 'H' in case.on or ('h' not in case.on and len(case.places) > 1)
    owners = data.values(case.keys)[1]
    hit = {owners[v][0] for v in hits}
    marked = collections.defaultdict(dict)
    for v, texts in marks.items():
        marked[owners[v][0]][owners[v][1]] = texts
    selected = [i for i in range(len(data.records)) if (i in hit) != ('v' in case.on)][:case.max]
    if case.on & set('lL'):
        listed = bool(selected) == ('l' in case.on)
        return (b'\33[35m%s\33[m\n' if case.color else b'%s\n') % name.encode() if listed else b'', len(selected)
    if 'c' in case.on:
        return prefix(case, name, 0, named) + b'%d\n' % len(selected), len(selected)
    if 'o' in case.on and 'v' in case.on:
        return b'', len(selected)
    return b''.join(keyed_record(case, data.records[i], prefix(case, name, i + 1, named), marked[i])
                    for i in selected), len(selected)


def keyed_reference(case, data):
    hits = values_that_match(case, data, [])
    if isinstance(hits, bytes):
        return Answer(b'', 2, hits)
    extra = ['-o'] * ('o' in case.on) + ['--color=always'] * case.color
    marks = values_that_match(case, data, extra) if extra and 'v' not in case.on else {}
    out, found, missing = b'', False, False
    for place in case.places or ['-']:
        if place == 'missing':
            missing = True
            continue
        text, selected = keyed_file(case, data, str(data.path) if place == 'f' else '(standard input)', hits, marks)
        out += text
        found |= selected > 0
    if 'q' in case.on:
        return Answer(b'', 0 if found else 2 if missing else 1, b'')
    return Answer(out, 2 if missing else 0 if found else 1, b'')


def answers(case, data):
    """What papergrep says of a file, and what it should have said."""
    got = run(case.papergrep(data.path), case.env, data.path)
    return got, keyed_reference(case, data) if case.keys else run(case.grep(data.path), case.env, data.path)


# Judging

def fault(got, want):
    """What is wrong with an answer, or ''."""
    said = re.search(rb'.*(Sanitizer|runtime error).*', got.err)
    if said:
        return said[0].decode(errors='replace').strip()
    if got.status not in (0, 1, 2):
        return 'signal %d' % -got.status if got.status < 0 else 'exit status %d' % got.status
    if got.status != want.status:
        return 'exit status %d, not %d' % (got.status, want.status)
    return '' if got.out == want.out else 'other output'


def shell(command):
    def word(text):
        text = os.fsencode(text)
        if re.fullmatch(rb'[ -~]*', text):
            return shlex.quote(text.decode())
        return "$'%s'" % ''.join(chr(b) if 32 <= b < 127 and b not in b"'\\" else '\\%03o' % b for b in text)
    return ' '.join(map(word, command))


def told(case, what):
    """A failure so that a person can look at it: the commands on a record that alone shows it, and the answers."""
    folder = SETUP.folder
    for one in [([p], [q]) for p, q in zip(case.patterns, case.for_grep)] + [(case.patterns, case.for_grep)]:
        case.patterns, case.for_grep = one
        if fault(*answers(case, case.data)):
            break
    for data in itertools.chain((Data(folder / ('record-%d' % case.number), [r]) for r in case.data.records),
                                [case.data]):
        got, want = answers(case, data)
        if fault(got, want):
            break
    reference = ['grep on the values of ' + ','.join(case.keys)] if case.keys else \
        ['env', 'LC_ALL=' + case.env['LC_ALL']] + case.grep(data.path)
    lines = ['case %d: %s' % (case.number, what), 'again: %s -c %d' % (SETUP.again, case.number),
             shell(case.papergrep(data.path)), shell(reference)]
    same = len(os.path.commonprefix((got.out, want.out)))
    for name, answer in (('got ', got), ('want', want)):
        lines.append('%s %d, behind %d bytes: %s, %s' % (
            name, answer.status, same, shell([answer.out[same:same + 200]]), shell([answer.err[:200]])))
    return '\n  '.join(line if len(line) < 1000 else line[:1000] + '...' for line in lines)


def check(number):
    """One case: (what is wrong or '', the known difference that was met or '', whether something was found)."""
    case = Case(number)
    try:
        got, want = answers(case, case.data)
    except subprocess.TimeoutExpired as late:
        if late.cmd[0] == 'grep':
            return '', 'GNU grep takes more than %d s' % TIME_LIMIT, False
        return 'case %d: more than %d s\n  %s' % (number, TIME_LIMIT, shell(late.cmd)), '', False
    what = fault(got, want)
    known = next((d.__doc__ for d in DIFFERENCES if what and d(case, got, want)), '')
    return told(case, what) if what and not known else '', known, want.status == 0


# Characters

VERTICAL_TILDE = '\u2e2f'  # a letter by its category, a mark by its name
NAMES = ['[[:%s:]]' % name for name in CLASSES] + [r'\w', r'\W', r'\s', r'\S', '.']


def is_class_difference(name, c):
    """Where a class of papergrep's may differ from the C library's, see papergrep(1): it is sure of letters and
    digits, not of marks, symbols, punctuation and numbers that are neither, nor of what is not assigned."""
    category = unicodedata.category(c)
    if category in ('Cn', 'Co'):
        return True
    return name in ('[[:alpha:]]', '[[:alnum:]]', '[[:punct:]]', r'\w', r'\W') and \
        (category[0] in 'MPS' or category in ('Nl', 'No', 'Cf') or c == VERTICAL_TILDE)


def lines_that_match(pattern, options, lines):
    """The numbers of the lines that papergrep and grep take for a match as a whole."""
    records = SETUP.folder / 'lines'
    records.write_bytes(b''.join(b'%d\t\t\t%s\n' % numbered for numbered in enumerate(lines)))
    plain = SETUP.folder / 'plain'
    plain.write_bytes(b''.join(line + b'\n' for line in lines))
    env = dict(os.environ, LC_ALL=UTF8)
    got = run([SETUP.papergrep, '-n', '-k', 'abstract', '-x', *options, *pattern, str(records)], env, os.devnull)
    want = run(['grep', '-a', '-n', '-x', *options, *pattern, str(plain)], env, os.devnull)
    return [{int(line.split(b':')[0]) - 1 for line in out.split(b'\n')[:-1]} for out in (got.out, want.out)]


def compare_classes(characters):
    """What differs that may not, in lines; and all characters of which any class differs."""
    faults, differ = [], set()
    lines = [c.encode() for c in characters]
    for name in NAMES:
        got, want = lines_that_match(['-e', name], ['-E'], lines)
        wrong = {characters[i] for i in got ^ want}
        differ |= wrong
        bad = sorted(c for c in wrong if not is_class_difference(name, c))
        if bad:
            faults.append('%s: differs for %d characters that it should not: %s' %
                          (name, len(bad), ' '.join('U+%04X' % ord(c) for c in bad[:20])))
    return faults, differ


def compare_case(characters):
    """What -i takes for the same letter: each character beside what Python makes of it, and beside these again; and
    the signs that to papergrep, by Unicode's simple case mappings, are letters, as KELVIN SIGN is k, and not to grep."""
    pairs = set()
    for c in characters:
        near = {c, c.lower(), c.upper(), c.title(), c.casefold()}
        near |= {other for one in near for other in (one.lower(), one.upper(), one.upper().lower())}
        pairs |= {(a, b) for a in near for b in near if len(a) == len(b) == 1 < len(near)}
    bad, signs = [], set()
    for at in range(0, len(pairs), 500):
        some = sorted(pairs)[at:at + 500]
        # the pair's number before both, so that each is compared with its own partner only
        lines = [('%d %s' % (i, a)).encode() for i, (a, _) in enumerate(some)]
        patterns = SETUP.folder / 'pairs'
        patterns.write_text(''.join('%d %s\n' % (i, b) for i, (_, b) in enumerate(some)), encoding='utf-8')
        for options in (['-F', '-i'], ['-E', '-i']):
            got, want = lines_that_match(['-f', str(patterns)], options, lines)
            same = {i for i in got - want if some[i][0].lower() == some[i][1].lower() or
                    some[i][0].upper() == some[i][1].upper()}
            signs |= {c for i in same for c in some[i] if c.lower().upper() != c}
            bad += [options + ['U+%04X~U+%04X' % tuple(map(ord, some[i]))] for i in sorted((got ^ want) - same)]
    shown = ', '.join(map(' '.join, bad[:20]))
    return ['of %d pairs of letters %d differ in case: %s' % (len(pairs), len(bad), shown)] if bad else [], signs


def check_characters(everything):
    """Fills SETUP.agreed: records without the characters on which the classes differ; and SETUP.edges: those that are
    UTF-8, too, since GNU grep looks for a word's edge as if bytes that are none were not there."""
    found = {c for data in SETUP.files.values() for r in data.records for c in r.decode(errors='ignore')}
    found -= set('\t\n\r')
    if everything:
        every = (chr(c) for c in range(0x20, 0x110000))
        found |= {c for c in every if unicodedata.category(c) not in ('Cn', 'Cs', 'Co')}
    faults, differ = compare_classes(sorted(found))
    if not SETUP.ascii_case:
        wrong, SETUP.signs = compare_case(sorted(found))
        faults += wrong
        differ |= SETUP.signs
    else:
        faults = [f for f in faults if not f.startswith(('[[:upper:]]', '[[:lower:]]'))]
    for name, data in SETUP.files.items():
        records = [r for r in data.records if not differ.intersection(r.decode(errors='ignore'))]
        SETUP.agreed[name] = Data(SETUP.folder / (name + '-agreed'), records)
        SETUP.edges[name] = Data(SETUP.folder / (name + '-edges'), list(filter(valid, records)))
    return faults, len(found)


# Time

# What makes others backtrack, keep sets that grow, or look on to the end of the line for each match; the text is one
# value of these, again and again.
SLOW = (('(a*)*b', b'a'), ('(x+x+)+y', b'x'), ('a{1,1000}', b'a'), ('a{1,1000}b', b'a'), ('(a|aa)*c', b'a'),
        ('(.*)(.*)(.*)x', b'ab '), ('(.*)(.*)(.*)(.*)b$', b'ba'), ('([a-z]+)*[0-9]', b'word '), ('(a?){30}a{30}', b'a'),
        ('a.*b|a', b'a'), (r'\b.*\bz', b'one two '), ('(a|b|ab)*bc', b'ab'), ('[^ ]+ing .*ed', b'going on '),
        ('((a*)+)+$', b'ab'), (r'\w+\W+\w+$', b'one '), ('(x+x+)+y|x', b'x'),
        ('(e|é)+.*ü', 'é'.encode()), ('x*', b'y'), ('the', b'the '))
SMALL, LARGE = 100_000, 1_000_000
SLACK = 3  # a byte of the long line may take so many times as long, before it counts as growth
FLOOR = .02  # seconds of CPU: below it nothing is measured


def cpu(command):
    """Seconds of CPU: the least of two runs; no second one where that took long."""
    times = []
    while len(times) < (1 if times and times[0] > 2 else 2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, timeout=TIME_LIMIT, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def check_time():
    faults = []
    ways = ['-c'], ['-o'], ['--color=always'], ['-o', '-k', 'abstract']
    for (pattern, text), options in itertools.product(SLOW, ways):
        seconds = []
        for size in (SMALL, LARGE):
            path = SETUP.folder / ('long-%d' % size)
            path.write_bytes(b'i\t2024\tt\t' + text * (size // len(text)) + b'\n')
            command = [SETUP.papergrep, *options, '-e', pattern, str(path)]
            try:
                seconds.append(cpu(command))
            except subprocess.TimeoutExpired:
                seconds.append(float('inf'))
                break
        if seconds[-1] > max(FLOOR, SLACK * seconds[0] * LARGE / SMALL) or len(seconds) < 2:
            faults.append('%s on a line of %r: %s s for %d bytes, %s s for %d' %
                          (shell(command[1:-1]), text.decode(), '%.2f' % seconds[0], SMALL,
                           '%.2f' % seconds[1] if seconds[1:] else 'not tried', LARGE))
    return faults


# All of it

def has_gnu():
    """GNU grep, and a C.UTF-8 locale."""
    try:
        version = subprocess.run(['grep', '--version'], capture_output=True, check=False).stdout
        one = subprocess.run(['grep', '-c', '^.$'], input='é\n'.encode(), capture_output=True, check=False,
                             env=dict(os.environ, LC_ALL=UTF8)).stdout
    except OSError:
        return False
    return b'GNU' in version and one == b'1\n'


def report(faults):
    for line in faults:
        print(line, flush=True)
    return len(faults)


def check_cases(numbers):
    failures, known, found = 0, collections.Counter(), 0
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for what, why, matched in pool.imap(check, numbers, chunksize=10):
            failures += report([what] if what else [])
            known.update([why] if why else [])
            found += matched
    for why, times in known.most_common():
        print('%5d known to differ: %s' % (times, ' '.join(why.split())))
    print('%d searches, in %d of which something was found: %d failures' % (len(numbers), found, failures))
    if found * 3 < len(numbers) and len(numbers) > 1:
        failures += report(['too few of the searches found anything: they prove little'])
    return failures


def main():
    try:
        given, (papergrep,) = getopt.gnu_getopt(sys.argv[1:], 'abc:n:o:r:s:')
        options = dict(given)
        cases, seed = int(options.get('-n', 2400)), int(options.get('-s', 1))
        numbers = [int(options['-c'])] if '-c' in options else range(cases)
    except (getopt.GetoptError, ValueError):
        sys.exit(__doc__)
    if not has_gnu():
        print('grep.py: skipped: no GNU grep with a C.UTF-8 locale to compare with')
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(options.get('-o', folder)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        SETUP.folder, SETUP.seed, SETUP.ascii_case = folder, seed, '-a' in options
        SETUP.papergrep = os.path.abspath(papergrep)
        SETUP.files = make_files(folder, seed, options.get('-r'))
        SETUP.again = shell(sys.argv[:1] + [o + v for o, v in given if o in ('-a', '-r', '-s')] + [papergrep])
        faults, characters = check_characters('-b' in options)
        failures = report(faults)
        print('%d characters by class and case: %d failures' % (characters, failures), flush=True)
        failures += check_cases(numbers)
        if '-b' in options:
            faults = check_time()
            failures += report(faults)
            print('%d patterns that make others backtrack: %d failures' % (len(SLOW), len(faults)))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""How many of the keyphrases that people gave paperkw finds.

usage: kw.py DIRECTORY PAPERKW

DIRECTORY holds SET.tsv (records), SET.gold.tsv (id, phrase) and score.py, whose header says what is
counted: F1 of the first 5 and of the first 10 phrases, a mean over the papers; of all phrases that
people gave, and of those that stand in the text. Also how well the probabilities are meant: those
given with 0.4 to 0.6 should be right in half of the cases. Ends with 1 where a figure is below what
it is known to reach."""
import importlib.util
import os
import subprocess
import sys

SETS = [  # name, style, which figure is bound to be how high
    ('kp20k1k-valid', 'author', 5, 24.5),
    ('openreview-dev', 'author', 5, 31),
    ('inspec-dev', 'index', 10, 42),
    ('semeval2017-dev', 'index', 10, 34),
]


def load_scorer(directory):
    spec = importlib.util.spec_from_file_location('score', os.path.join(directory, 'score.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def find(program, style, records):
    """id: [(phrase, probability)], best first."""
    out = subprocess.run([program, '-l', '-n', '10', '--style', style, records], capture_output=True, text=True)
    if out.returncode:
        sys.exit(out.stderr)
    found = {}
    for line in out.stdout.splitlines():
        ident, probability, phrase = line.split('\t')
        found.setdefault(ident, []).append((phrase, float(probability)))
    return found


def distinct(phrases):
    return list(dict.fromkeys(p for p in phrases if p))


def calibration(score, gold, found):
    """(phrases, share that is right) of those given with .1 to .2, .2 to .4, .4 to .6, above."""
    bounds = [.1, .2, .4, .6, 1.01]
    count, right = [0] * 4, [0] * 4
    for ident, phrases in found.items():
        for phrase, probability in phrases:
            for i in range(4):
                if bounds[i] <= probability < bounds[i + 1]:
                    count[i] += 1
                    right[i] += score.norm(phrase) in gold.get(ident, ())
    return ' '.join('%3.0f%%/%d' % (100 * r / n, n) if n else '-' for n, r in zip(count, right))


def main():
    directory, program = sys.argv[1:3]
    score = load_scorer(directory)
    bad = False
    print('%-16s %-6s %6s %6s %14s %6s   right of those given with .1-.2 .2-.4 .4-.6 .6-1' %
          ('', '', 'F1@5', 'F1@10', 'in text: F1@5', 'F1@10'))
    for name, style, depth, floor in SETS:
        base = os.path.join(directory, name)
        gold = score.load(base + '.gold.tsv')
        found = find(program, style, base + '.tsv')
        phrases = {i: distinct(score.norm(p) for p, _ in f) for i, f in found.items()}
        result, _ = score.evaluate(gold, phrases, score.load_text(base + '.tsv'))
        low = result['all'][depth][2] < floor
        bad |= low
        print('%-16s %-6s %6.2f %6.2f %14.2f %6.2f   %s%s' % (
            name, style, result['all'][5][2], result['all'][10][2], result['present'][5][2],
            result['present'][10][2], calibration(score, gold, found),
            '   F1@%d below %g' % (depth, floor) if low else ''))
    return bad


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main())

#!/usr/bin/env python3
"""The score of papergrep -t, told again from papergrep(1) in few lines. usage: score.py RECORDS TEXT

For ASCII words and ü alone; stems of the words of tests/rank.bats only. Prints `ID score:S` lines, best
first."""
import math
import re
import sys

STEMS = {'stones': 'stone', 'humidity': 'humid', 'waters': 'water', 'colour': 'color', 'cities': 'citi', 'city': 'citi',
         'models': 'model', 'modelling': 'model'}
STOP = {'the', 'of', 'is'}


def words(text):
    text = text.lower().replace('ü', 'u')
    return [(STEMS.get(m.group(), m.group()), m.start()) for m in re.finditer('[a-z]+', text)]


def main():
    terms = [word for word, _ in words(sys.argv[2]) if word not in STOP]
    forms = {word: [word] for word in terms}
    for a, b in zip(terms, terms[1:]):
        if re.search(r'\b%s[ -]%s\b' % (a, b), sys.argv[2].lower()):
            forms.setdefault(a + b, [a, b])
    papers, weights, sizes = [], [], []
    for line in open(sys.argv[1], encoding='utf-8'):
        id_, _, title, abstract = line.rstrip('\n').split('\t')[:4]
        weight = dict.fromkeys(terms, 0)
        for text in title, abstract:
            for word, at in words(text):
                at = len(text[:at].encode())
                for term in forms.get(word, ()):
                    weight[term] += 48 if text is title else 16 + 1024 // (64 + at)
        papers.append(id_)
        weights.append(weight)
        sizes.append(len((title + abstract).encode()))
    candidates = [i for i, weight in enumerate(weights) if any(weight.values())]
    mean = sum(sizes[i] for i in candidates) / len(candidates)
    worth = {}
    for term in terms:
        n = sum(weight[term] > 0 for weight in weights)
        total = sum(weight[term] for weight in weights) / 16
        worth[term] = math.log(1 + (len(papers) - n + .5) / (n + .5)) * total / n if n else 0
    scores = []
    for i in candidates:
        k = 1.2 * (.4 + .6 * sizes[i] / mean)
        score = sum(worth[t] * (w / 16) / (w / 16 + k) for t, w in weights[i].items())
        scores.append((-int(1e6 * score / sum(worth.values()) + .5), i))
    for score, i in sorted(scores):
        print('%s score:%d.%06d' % (papers[i], -score // 1000000, -score % 1000000))


main()

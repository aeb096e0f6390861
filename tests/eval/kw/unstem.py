#!/usr/bin/env python3
"""Gives back words to a list of stemmed keyphrases.

usage: unstem.py SCORE.PY WORD-DF.TSV KEYPHRASES.TSV

The keyphrases (phrase <TAB> papers) were stemmed by the scorer's stemmer, the library has another.
Each stem becomes the most frequent word that has it; those of no word stay as they are."""
import importlib.util
import sys

spec = importlib.util.spec_from_file_location('score', sys.argv[1])
score = importlib.util.module_from_spec(spec)
spec.loader.exec_module(score)

word, most = {}, {}
for line in open(sys.argv[2], encoding='utf-8'):
    w, n = line.rstrip('\n').split('\t')
    stem = score.porter(w)
    if w and "'" not in w and int(n) > most.get(stem, 0):
        word[stem], most[stem] = w, int(n)
for line in open(sys.argv[3], encoding='utf-8'):
    phrase, n = line.rstrip('\n').split('\t')
    print(' '.join(word.get(s, s) for s in phrase.split(' ')), n, sep='\t')

#!/usr/bin/env python3
"""How well paperlink finds the links of papers, beside general extractors.

usage: links.py DIRECTORY PAPERLINK [-v]

DIRECTORY holds score.py and, of each set NAME, NAME.rec (records) and NAME.gold.tsv (ID, link, kind;
kind `opt`: neither right nor wrong). Its score.py tells which links are equal (scheme, www., case of the
host, a slash at the end make no difference), and kinds: github, arxiv, doi, url.

-v shows what is wrong. Ends with 1 below precision .99, recall .98 or .98 of kinds right."""
import collections
import importlib.util
import os
import re
import shutil
import subprocess
import sys

COARSE = {'doi': 'doi', 'arxiv': 'arxiv'}


def load_scorer(directory):
    spec = importlib.util.spec_from_file_location('score', os.path.join(directory, 'score.py'))
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def rows(name):
    with open(name, encoding='utf-8') as lines:
        return [line.rstrip('\n').split('\t') for line in lines]


def paperlink(program, records):
    """(ID, link, kind) of each link, by the scorer's kinds."""
    text = ''.join('\t'.join(r) + '\n' for r in records)
    out = subprocess.run([program, '-l'], input=text.encode(), capture_output=True, check=True).stdout
    found = []
    for line in out.decode().splitlines():
        paper, kind, link, _ = line.split('\t')
        link = {'doi': 'https://doi.org/', 'arxiv': 'https://arxiv.org/abs/'}.get(kind, '') + link
        github = kind == 'code' and link.startswith('https://github.com/')
        found.append((paper, link, COARSE.get(kind, 'github' if github else 'url')))
    return found


def trimmed(link):
    return link.rstrip('.,;:!?)]}>"\'”’*')


def others(records):
    """General extractors: name and what they find; those that are installed."""
    texts = [(r[0], ' '.join(r[2:4])) for r in records]
    grep = [(i, link) for i, text in texts for link in re.findall(r'https?://[^ ]+', text)]
    yield "grep -oE 'https?://[^ ]+'", grep
    yield 'the same, trimmed', [(i, trimmed(link)) for i, link in grep]
    for options in ([], ['-r']):
        if shutil.which('xurls'):
            found = []
            for i, text in texts:
                out = subprocess.run(['xurls'] + options, input=text, capture_output=True, text=True).stdout
                found += [(i, link) for link in out.splitlines()]
            yield ' '.join(['xurls'] + options), found
    try:
        from urlextract import URLExtract
        extract = URLExtract()
        yield 'urlextract', [(i, link) for i, text in texts for link in extract.find_urls(text)]
    except ImportError:
        pass
    try:
        from linkify_it import LinkifyIt
        linkify = LinkifyIt()
        yield 'linkify-it', [(i, m.url) for i, text in texts for m in linkify.match(text) or []]
    except ImportError:
        pass


def kind_of(link, key):
    k = key(link)
    return 'github' if k.startswith('github.com/') else k.split(':')[0] if k[:4] in ('arxi', 'doi:') else 'url'


def measure(scorer, gold, found, verbose):
    """Precision, recall, F1, share of kinds right."""
    want, have = collections.defaultdict(dict), collections.defaultdict(dict)
    for paper, link, kind in gold:
        want[paper].setdefault(scorer.key(link), kind)
    for row in found:
        kind = row[2] if len(row) > 2 else kind_of(row[1], scorer.key)
        have[row[0]].setdefault(scorer.key(row[1]), kind)
    right = kinds = extra = missed = 0
    for paper in sorted(set(want) | set(have)):
        w, h = want[paper], have[paper]
        for k in sorted(set(w) | set(h)):
            if k not in w:
                extra += 1
            elif w[k] == 'opt':
                continue
            elif k in h:
                right += 1
                kinds += w[k] == h[k]
            else:
                missed += 1
            if verbose and (k not in w or (w[k] != 'opt' and h.get(k) != w[k])):
                print('  %s: %s: gold %s, found %s' % (paper, k, w.get(k, 'has none'), h.get(k, 'none')))
    p, r = right / max(1, right + extra), right / max(1, right + missed)
    return p, r, 2 * p * r / max(1e-9, p + r), kinds / max(1, right)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    directory, program = sys.argv[1:3]
    verbose, failed = '-v' in sys.argv[3:], False
    scorer = load_scorer(directory)
    for name in sorted(n[:-len('.gold.tsv')] for n in os.listdir(directory) if n.endswith('.gold.tsv')):
        records = rows(os.path.join(directory, name + '.rec'))
        gold = rows(os.path.join(directory, name + '.gold.tsv'))
        found = paperlink(program, records)
        print('%-28s %9s %7s %7s %7s   (%d papers, %d links)'
              % (name, 'precision', 'recall', 'F1', 'kinds', len(records), sum(g[2] != 'opt' for g in gold)))
        ours = measure(scorer, gold, found, verbose)
        print('%-28s %9.4f %7.4f %7.4f %7.4f' % ('paperlink', *ours))
        for other, links in others(records):
            print('%-28s %9.4f %7.4f %7.4f' % (other, *measure(scorer, gold, links, False)[:3]))
        failed |= ours[0] < .99 or ours[1] < .98 or ours[3] < .98
    sys.exit(1 if failed else 0)


main()

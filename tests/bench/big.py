#!/usr/bin/env python3
"""Makes a big file of one format from a small one: its papers over and over, each with other IDs and title.

usage: big.py FORMAT_DIR/FILE SIZE_MB OUT

The format is told by the name of the directory, as split.py's samples have them. The result is well-formed:
what stands before the first paper and behind the last one stays there, once."""
import csv
import io
import json
import re
import sys
from pathlib import Path

FIRST_NUMBER = 10_000_000  # as long as a PubMed number

# Each reader of a family gives (what is before the papers, [paper], what parts them, what is behind them).


def elements(data, names):
    """XML: elements of these names."""
    papers = list(re.finditer(rb'<(%s)(?=[\s>]).*?</\1>\s*' % names, data, re.S))
    if not papers:
        return data, [], b'', b''
    return data[:papers[0].start()], [p[0] for p in papers], b'', data[papers[-1].end():]


def tagged(data, begin, end=rb'\Z'):
    """Papers that each begin with a line of this beginning; end begins what is behind them."""
    behind = re.search(end, data, re.M)
    chunks = re.split(rb'^(?=%s)' % begin, data[:behind.start()], flags=re.M)
    return chunks[0], [c if c.endswith(b'\n') else c + b'\n' for c in chunks[1:]], b'', data[behind.start():]


def bibtex(data):
    """BibTeX: @string and the like go before the papers, wherever they are."""
    chunks = re.split(rb'^(?=[ \t]*@[ \t]*\w+\s*[{(])', data, flags=re.M)
    other = re.compile(rb'(?!\s*@)|\s*@\s*(string|preamble|comment)', re.I)
    return (b'\n'.join(c for c in chunks if other.match(c)), [c + b'\n' for c in chunks if not other.match(c)], b'',
            b'')


def papers_of(value):
    """The list of papers in a JSON text: the first list of objects, or the whole as the only one."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return value
    inner = value.values() if isinstance(value, dict) and not value.get('title') else []
    return next((found for found in map(papers_of, inner) if found), [])


def json_text(data):
    """JSON: an array, in whatever envelope; or else JSON Lines."""
    try:
        whole = json.loads(data)
    except ValueError:
        return b'', [line + b'\n' for line in data.splitlines() if line.strip()], b'', b''
    if not papers_of(whole):
        whole = [whole]
    papers = papers_of(whole)
    texts = [json.dumps(p, ensure_ascii=False).encode() for p in papers]
    papers[:] = ['papers']
    before, behind = json.dumps(whole, ensure_ascii=False).encode().split(b'"papers"')
    return before, texts, b',\n', behind + b'\n'


def table(data):
    """CSV and its like: the header once. Titles and IDs are marked, as nothing tells them later."""
    text = data.decode('utf-8-sig')
    delimiter = max(',;\t', key=text.partition('\n')[0].count)
    header, *rows = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter)
    lines = []
    for row in [header] + rows:
        line = io.StringIO()
        cells = row if row is header else [mark_cell(name, cell) for name, cell in zip(header, row)]
        csv.writer(line, delimiter=delimiter).writerow(cells)
        lines.append(line.getvalue().encode())
    return lines[0], lines[1:], b'', b''


def mark_cell(name, cell):
    name = name.strip(' "\ufeff').casefold()
    if re.fullmatch('((article|document|primary|item) )?title', name):
        return '\1' + cell
    if name in ('id', 'key', 'pmid', 'pubmed id', 'cord_uid', 'unique wos id', 'ut (unique wos id)') and cell:
        return '\2' + cell
    return cell


def xml_records(names):
    return lambda data: elements(data, names)


def tagged_records(begin, end=rb'\Z'):
    return lambda data: tagged(data, begin, end)


ARXIV_ITEM = tagged_records(rb'\\\\\r?\n(?:arXiv|Paper)(?: \(\*.*\*\))?:', rb'^%%%-|\Z')
DBLP = rb'article|inproceedings|proceedings|book|incollection|phdthesis|mastersthesis|www|data'
READERS = {
    'arxiv-abs': ARXIV_ITEM, 'arxiv-mail': ARXIV_ITEM, 'arxiv-atom': xml_records(b'entry'),
    'arxiv-rss': xml_records(b'item|entry'), 'bibtex': bibtex, 'cord19-csv': table, 'csv': table,
    'dblp-xml': xml_records(DBLP), 'endnote-xml': xml_records(b'record'), 'isi-wos': tagged_records(b'PT ', rb'^EF|\Z'),
    'medline-nbib': tagged_records(b'PMID- '), 'oai-arxiv': xml_records(b'record'), 'oai-dc': xml_records(b'record'),
    'pubmed-xml': xml_records(b'PubmedArticle|PubmedBookArticle'), 'refer': tagged_records(b'%0 '),
    'ris': tagged_records(rb'TY {1,2}-'), 'smart': tagged_records(rb'\.I \d'),
    **dict.fromkeys(('crossref-json', 'csl-json', 'hf-json', 'kaggle-jsonl', 'openalex-json', 'openreview-json',
                     'paperlists-json', 'pwc-json', 's2-json'), json_text)}

# Where a paper gets its number: before its titles, within its IDs, and instead of its arXiv numbers. Each % of the
# paper is two by then.
TITLES = [rb'\x01', rb'<(?:dc:)?(?:title|ArticleTitle|BookTitle)(?:\s[^>]*)?>(?:\s*<style[^>]*>)?',
          rb'^\s*title\s*=\s*["{]+', rb'^Title: ', rb'^(?:T[I1]  ?- ?|TI  ?-? ?|%%T )',
          rb'^\.[TW][ \t]*\r?\n(?=[^.\s])', rb'"title": ?(?:\[ ?)?(?:\{"value": ?)?"']
IDS = [rb'\x02', rb'\b10\.\d{4,9}\\?/', rb'<PMID[^>]*>', rb'<(?:rec-number|key [^>]*)>',
       rb'<ArticleId IdType="pubmed">', rb'\bkey="(?:\w+/)*', rb'oai:(?!arXiv)[^<\s]*[:/](?=\d)',
       rb'^[ \t]*@[ \t]*\w+\s*[{(]\s*(?=[^\s,=]+\s*,)', rb'^PMID- ',
       rb'\b(?:WOS|ISI):', rb'^\.I ', rb'"(?:paperId|key|forum|pmid|id)": ?"(?!https?:|\d{4}\.\d)', rb'openalex\.org/W']
ARXIV = rb'(?<![\w.])(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?!\d)'
PLACES = re.compile(rb'(?P<title>%s)|(?P<id>%s)\d*|(?P<arxiv>%s)' % (
    b'|'.join(TITLES), b'|'.join(IDS), ARXIV), re.M | re.I)


def template(paper):
    """A paper as a format for the % operator, which puts numbers in."""
    def place(match):
        if match['arxiv']:
            return b'%(arxiv)s'
        return match['title'] + b'%(number)d ' if match['title'] else match['id'] + b'%(number)d'
    return PLACES.sub(place, paper.replace(b'%', b'%%')).replace(b'\1', b'').replace(b'\2', b'')


def arxiv_number(n):
    month, item = divmod(n, 100_000)
    return b'%02d%02d.%05d' % (15 + month // 12, 1 + month % 12, item)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    source = Path(sys.argv[1]).absolute()
    if source.parent.name not in READERS:
        sys.exit('big.py: %s: not one of %s' % (source.parent.name, ' '.join(READERS)))
    before, papers, between, behind = READERS[source.parent.name](source.read_bytes())
    if not papers:
        sys.exit('big.py: %s: no papers found' % source)
    templates = [template(paper) for paper in papers]
    size = int(sys.argv[2]) * 1_000_000
    with open(sys.argv[3], 'wb', buffering=1 << 20) as out:
        written = out.write(before)
        number = 0
        while written < size:
            for text in templates:
                paper = text % {b'number': FIRST_NUMBER + number, b'arxiv': arxiv_number(number)}
                written += out.write(between + paper if number else paper)
                number += 1
        out.write(behind)
    print('%s: %d papers' % (sys.argv[3], number))


if __name__ == '__main__':
    main()

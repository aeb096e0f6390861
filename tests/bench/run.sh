#!/bin/sh
# Speed and memory on records made from the sample page, repeated with changes, beside other tools on
# the same bytes. Each row: the median of RUNS runs of CPU time, as MB/s, and the peak memory.
# What it is told by the environment: see common.sh.
# SAMPLES: real files of other formats, from which files of FORMAT_MB (120) are made.
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/common.sh

# row NAME FILE COMMAND... : measures the command, which reads FILE by name
row() {
    name=$1
    file=$2
    shift 2
    bytes=$(wc -c <"$file")
    # grep(1) stops early when it sees that it writes to /dev/null
    cost "$([ "$1" = grep ] && echo "$tmp/out" || echo /dev/null)" "$@" |
        awk -v name="$name" -v bytes="$bytes" '{
            printf "%-44s %8.0f MB/s %8.2f s %8.1f MB\n", name, bytes / 1e6 / ($1 > 0 ? $1 : 0.001), $1, $2 / 1024
        }'
}

make_records "$SIZE" >"$records"
cat "$records" >/dev/null # into the page cache
printf '%d records, %d MB; medians of %d runs, CPU time; peak memory\n' \
    "$(wc -l <"$records")" "$(($(wc -c <"$records") / 1000000))" "$RUNS"
row 'cat' "$records" cat "$records"
row 'wc -l' "$records" wc -l "$records"
row 'grep -c irrigation' "$records" grep -c irrigation "$records"
have rg && row 'rg -j1 -c irrigation' "$records" rg -j1 -c irrigation "$records"
row 'papersplit' "$records" papersplit "$records"
row 'papergrep -c irrigation' "$records" papergrep -c irrigation "$records"
row 'papergrep irrigation' "$records" papergrep irrigation "$records"
row 'papergrep -c -i irrigation' "$records" papergrep -c -i irrigation "$records"
row 'grep -c -i irrigation' "$records" grep -c -i irrigation "$records"
row "papergrep -c '[a-z]+ization of'" "$records" papergrep -c '[a-z]+ization of' "$records"
row "grep -cE '[a-z]+ization of'" "$records" grep -cE '[a-z]+ization of' "$records"
row 'papergrep -c -k title causal' "$records" papergrep -c -k title causal "$records"
row "awk -F'\\t' '\$3 ~ /causal/'" "$records" awk -F'\t' '$3 ~ /causal/ { n++ } END { print n }' "$records"
row 'paperlink' "$records" paperlink "$records"
row 'paperkw' "$records" paperkw "$records"
row 'paperfmt -t text' "$records" paperfmt "$records"
row 'paperfmt -t jsonl' "$records" paperfmt -t jsonl "$records"
row 'paperfmt -t html' "$records" paperfmt -t html "$records"
row 'papertrend -l' "$records" papertrend -l "$records"
cut -f3,4 "$records" | tr '\t' '\n' >"$tmp/page"
row 'papersplit -f listing' "$tmp/page" papersplit -f listing "$tmp/page"
rm "$tmp/page"
if [ "$SIZE" -le 2000 ]; then
    row 'papersort -k title' "$records" papersort -T "$tmp" -k title "$records"
    row "sort -t TAB -k3,3" "$records" sort -s -T "$tmp" -t "$(printf '\t')" -k3,3 "$records"
fi

# format NAME SAMPLE [MB] : a file of FORMAT_MB made of a real one, whose papers are repeated with other
# ids and titles, as $tmp/NAME; false where there are no samples
format() {
    [ -e "$SAMPLES/$2" ] && have python3 &&
        python3 tests/bench/big.py "$SAMPLES/$2" "${3:-$FORMAT_MB}" "$tmp/$1" >/dev/null
}

FORMAT_MB=${FORMAT_MB:-120}
rm -f "$records"
if [ ! -d "${SAMPLES:=../shared/samples}" ]; then
    echo "other formats: skipped, no $SAMPLES"
    exit 0
fi
if format in.jsonl kaggle-jsonl/snapshot_wanng.json; then
    row 'papersplit, arXiv snapshot' "$tmp/in.jsonl" papersplit "$tmp/in.jsonl"
    have jq && row 'jq -c .' "$tmp/in.jsonl" jq -c . "$tmp/in.jsonl"
    rm "$tmp/in.jsonl"
fi
for sample in openalex-json/works_zotero_tests.jsonl crossref-json/works_ecology_boettiger.json; do
    if format in.json "$sample"; then
        row "papersplit, ${sample%%/*}" "$tmp/in.json" papersplit "$tmp/in.json"
        have jq && row 'jq -c .' "$tmp/in.json" jq -c . "$tmp/in.json"
        rm "$tmp/in.json"
    fi
done
for sample in arxiv-atom/api_2018_einstein.xml pubmed-xml/biopython_pubmed4.xml oai-arxiv/hepcrawl_records.xml \
    dblp-xml/dblp_extract_2026.xml; do
    if format in.xml "$sample"; then
        row "papersplit, ${sample%%/*}" "$tmp/in.xml" papersplit "$tmp/in.xml"
        have xmllint && row 'xmllint --sax --noout' "$tmp/in.xml" xmllint --sax --noout --huge "$tmp/in.xml"
        rm "$tmp/in.xml"
    fi
done
if format in.bib bibtex/scopus_export_170.bib; then
    row 'papersplit, BibTeX with abstracts' "$tmp/in.bib" papersplit "$tmp/in.bib"
fi
if format in.bib bibtex/slr_snowball_1.bib; then
    row 'papersplit, BibTeX without' "$tmp/in.bib" papersplit "$tmp/in.bib"
    # its time grows faster than its input: a smaller one is kind to it
    have bib2xml && format small.bib bibtex/slr_snowball_1.bib 5 &&
        row 'bib2xml, 5 MB of it' "$tmp/small.bib" sh -c 'bib2xml "$1" 2>/dev/null' sh "$tmp/small.bib"
    rm "$tmp"/*.bib
fi
if format in.ris ris/asreview_baseline_zotero.ris; then
    row 'papersplit, RIS' "$tmp/in.ris" papersplit "$tmp/in.ris"
    have ris2xml && format small.ris ris/asreview_baseline_zotero.ris 5 &&
        row 'ris2xml, 5 MB of it' "$tmp/small.ris" sh -c 'ris2xml "$1" 2>/dev/null' sh "$tmp/small.ris"
    rm "$tmp"/*.ris
fi
for sample in medline-nbib/metaknowledge_medline_test.medline arxiv-mail/astro-ph_listings_2301 \
    arxiv-mail/math_listings_new.OA isi-wos/metaknowledge_TwoPaper.isi; do
    if format in.txt "$sample"; then
        row "papersplit, ${sample##*/}" "$tmp/in.txt" papersplit "$tmp/in.txt"
        rm "$tmp/in.txt"
    fi
done
if format in.csv csv/slr_ieee.csv; then
    row 'papersplit, CSV' "$tmp/in.csv" papersplit "$tmp/in.csv"
    have mlr && row 'mlr --icsv --ocsv cat' "$tmp/in.csv" mlr --icsv --ocsv cat "$tmp/in.csv"
fi

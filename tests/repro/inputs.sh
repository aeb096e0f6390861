#!/bin/sh
# inputs.sh - makes what the cases read, in the folder DIR. usage: inputs.sh DIR PAPERS BIN
# PAPERS prints papers that nobody wrote; BIN is where the programs are that turn them into other formats.
set -eu
dir=$1 papers=$(cd "$(dirname "$2")" && pwd)/${2##*/} PATH=$(cd "$3" && pwd):$PATH
root=$(cd "$(dirname "$0")/../.." && pwd)
export LC_ALL=C SOURCE_DATE_EPOCH=1700000000
mkdir -p "$dir/feeds"
cp "$root/tests/data/trending.txt" "$root/tests/data/counts.tsv" "$dir"
for seed in "$root"/tests/fuzz/seeds/read/*; do
    tail -c +2 "$seed" >"$dir/feeds/${seed##*/}"
done
cd "$dir"
"$papers" 300 3 >papers.rec
"$papers" 6000 5 >many.rec # read in more than one block
head -60 papers.rec >library.rec
for t in bibtex ris csv tsv jsonl csl atom mbox; do
    paperfmt -t "$t" papers.rec >"papers.$t"
done

# Letters of all kinds, and what upsets: cases that change a text's length, marks, no UTF-8, no text.
{
    printf 'u:1\t2024\tİstanbul Straße ſoft Kelvin ǅ ΑΣ ﬁne naïve Ørsted\tTITLE ıI iİ ß SS ﬂow, 1,5 and 2.5 × 10⁻³.\tau:Łukasz Żółć\tkw:ΣΊΣΥΦΟΣ\n'
    printf 'u:2\t2023-05\t量子计算 と 機械学習\t한국어 요약 — \342\200\217עברית, العربية. 𝛼-decay 🦦.\tscore:1e3\n'
    printf 'u:3\t\tcafe\314\201 caf\303\251\tNo \377\376 UTF-8 \355\240\200 here \300\200.\tscore:-0.5\tscore:x\n'
    printf 'u:4\t2024-02-29\tA NUL \000 and \033[31m\ttext\tcode:https://github.com/a/b\r\n'
    printf 'u:5\n\nu:6\t2024\n'
    printf 'u:7\t2022-13-45\t\t\n'
    printf 'u:8\t2021\tlong\t'
    awk 'BEGIN { for (i = 0; i < 40000; i++) printf "word%d ", i % 977 }'
    printf '\nu:9\t2020\tsee arXiv:2401.00001v2\tdoi:10.1000/ABC. http://example.org/a_(b), u:1, github.com/x/y\tscore:10'
} >odd.rec

# An abstract of words that are said to stand in the same places.
awk 'BEGIN {
    printf "{\"id\":\"https://openalex.org/W1\",\"title\":\"Ties\",\"abstract_inverted_index\":{"
    for (i = 0; i < 300; i++) printf "%s\"w%d\":[%d,%d]", i ? "," : "", i, i % 7, 999 - i % 3
    print "}}" }' >ties.jsonl

printf 'title,abstract\nÜber Wege,Öde – ja.\n' >table.csv
iconv -f UTF-8 -t UTF-16LE table.csv >table.utf16
printf 'title,abstract\n\304\356\360\356\343\350,\357\360\377\354\373\345\n' >table.cp1251

tr -cs 'A-Za-z' '\n' <library.rec | awk 'length > 6 && !seen[$0]++' | head -200 >words
printf 'title:the\n"of the" NEAR graph\nhas:doi -the\n' >queries
papergrep -t 9 -c 'network graph the learn' papers.rec >df.rank
paperkw --count papers.rec >df.kw
paperkw -n 4 library.rec >keys.rec
papertrend --count --by=day papers.rec >days.tsv
papersim --index=index.sim library.rec
paperuniq -s seen.db library.rec >/dev/null
{
    cat papers.rec
    awk -F'\t' 'BEGIN { OFS = FS } NR % 3 == 0 { $1 = "dup:" NR; $3 = toupper($3); print }' papers.rec
} >copies.rec

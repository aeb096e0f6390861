#!/bin/sh
# How well papersim finds papers that are known to be related; that it finds what comparing all with all
# finds, on 2,000 of them. Fails below the marks.
# usage: related.sh EVAL PAPERSIM BRUTE SCRATCH
set -eu
eval=$1
papersim=$2
brute=$3
scratch=$4

gzip -dc "$eval/related/arxiv.rec.gz" >"$scratch/related.rec"
"$papersim" -l -n 20 "$scratch/related.rec" >"$scratch/related.run"
python3 "$eval/search/score.py" "$eval/related/arxiv.qrels.tsv" "$scratch/related.run" | awk -F '\t' '
    NR > 1 { printf "eval-related: %d papers, nDCG@10 %.4f (mark .88), recall@20 %.4f (mark .94)\n", $2, $3, $5
             if ($3 < .88 || $5 < .94) bad = 1 }
    END { exit bad }'
head -n 2000 "$scratch/related.rec" >"$scratch/some.rec"
"$brute" 10 <"$scratch/some.rec" >"$scratch/brute"
"$papersim" -l -n 10 "$scratch/some.rec" | cmp - "$scratch/brute"
echo "eval-related: the same $(wc -l <"$scratch/brute") as by comparing all with all, 2000 papers"

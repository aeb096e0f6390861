# shellcheck shell=sh disable=SC2034
# What the benches share; they read it, nobody runs it.
# BIN, MEASURE: from the Makefile. SIZE: megabytes of records (1000). RUNS (3). TMPDIR: where they go.
SIZE=${SIZE:-1000}
RUNS=${RUNS:-3}
PATH=$BIN:$PATH
export LC_ALL=C
tmp=$(mktemp -d "${TMPDIR:-/tmp}/paperutils-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
records=$tmp/records # what they search

# make_records MB : the sample's papers again and again; each round changes ids, dates and some words
make_records() {
    papersplit tests/data/trending.txt | papergrep -v 'Whispered' | awk -F '\t' -v OFS='\t' -v want="$1" '
        { title[NR] = $3; abstract[NR] = $4 }
        END {
            srand(1)
            for (bytes = round = 0; bytes < want * 1000000; round++)
                for (i = 1; i <= NR; i++) {
                    n = split(abstract[i], w, " ")
                    k = 1 + int(rand() * n)
                    w[k] = "word" round % 9973
                    a = "This is number " round "."
                    for (j = 1; j <= n; j++)
                        a = a " " w[j]
                    line = "bench:" round "." i OFS (1990 + round % 35) OFS title[i] " " round OFS a OFS \
                        "au:Author " round % 5000 OFS "cat:cs." i
                    print line
                    bytes += length(line) + 1
                }
        }'
}

# cost OUTPUT COMMAND... : CPU seconds, the median of RUNS runs, and the peak memory in KiB
cost() {
    for _ in $(seq "$RUNS"); do "$MEASURE" "$@"; done | sort -n |
        awk '{ cpu[NR] = $1; if ($3 > memory) memory = $3 } END { print cpu[int((NR + 1) / 2)], memory }'
}

have() {
    command -v "$1" >/dev/null
}

#!/bin/sh
# Time and memory of each program on 10,000 to 10,000,000 generated papers (papers.c: the same ones each time).
# A row: CPU seconds, microseconds of CPU and bytes of peak memory for each record. Of each program the exponents of
# n then, least squares through the logarithms: 1 is time that is flat for each record, 0 is memory that is flat.
# At the end, marked as computed, what 2.7 and 250 million papers would take by that: paperutils(7) plans with it.
# What it is told by the environment: see common.sh; records go below TMPDIR: 7.1 GB at ten million, and as much
# again while they are sorted. PAPERS: from the Makefile. SIZES: how many records. SIM_SIZES: how many where papersim
# compares all with all, whose time grows faster. MOST: seconds of CPU that a run may take (900).
# SAMPLES: real files, of which those of FORMAT_MB (120) are made, for papersplit's time on what it gets there.
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/common.sh
SIZES=${SIZES:-10000 100000 1000000 10000000}
SIM_SIZES=${SIM_SIZES:-10000 20000 50000 100000 200000}
MOST=${MOST:-900}
LIBRARY=1000  # papers that papersim -r compares with
BYTES=715     # of a record
ONCE=1000000  # from so many records on a run is not repeated
results=$tmp/results
tab=$(printf '\t')

# measured COMMAND... : CPU seconds, wall seconds and peak memory in KiB, a line for each run
measured() {
    for _ in $(seq "$([ "$n" -lt "$ONCE" ] && echo "$RUNS" || echo 1)"); do
        rm -f "$tmp/state"
        "$MEASURE" /dev/null "$@"
    done
}

# from_jsonl COMMAND... : the same, of the records as JSON Lines, which are in no file
from_jsonl() {
    for _ in $(seq "$([ "$n" -lt "$ONCE" ] && echo "$RUNS" || echo 1)"); do
        paperfmt -t jsonl "$records" | "$MEASURE" /dev/null "$@"
    done
}

# is_too_long NAME : by the time that each record took the last time; then it says so
is_too_long() {
    awk -F "$tab" -v name="$1" -v n="$n" -v most="$MOST" '
        $1 == name { size = $2; cpu = $3 }
        END {
            if (!size || cpu / size * n <= most)
                exit 1
            printf "%-32s %9d  not measured: more than %d s, if each took what it took among %d\n", name, n, most, size
        }' "$results"
}

# row NAME measured|from_jsonl COMMAND... : the median time and the most memory
row() {
    name=$1
    shift
    if is_too_long "$name"; then
        return
    fi
    "$@" >"$tmp/runs"
    sort -n "$tmp/runs" | awk -v OFS="$tab" -v name="$name" -v n="$n" '
        { cpu[NR] = $1; if ($3 > memory) memory = $3 }
        END { print name, n, cpu[int((NR + 1) / 2)], memory }' | tee -a "$results" |
        awk -F "$tab" '{
            printf "%-32s %9d %9.2f %9.2f %9.1f %9.1f\n", $1, $2, $3, $3 * 1e6 / $2, $4 / 1024, $4 * 1024 / $2
        }'
}

# generate N : false, and told, where there is no room for them and for what sort(1) makes of them
generate() {
    n=$1
    rm -f "$records"
    if [ "$(df -Pk "$tmp" | awk 'NR == 2 { print $4 }')" -lt "$((n * BYTES * 9 / 4096))" ]; then
        echo "$n records: not measured: too little room in $tmp"
        return 1
    fi
    "$PAPERS" "$n" >"$records"
    cat "$records" >/dev/null # into the page cache, as far as they fit
}

each_program() {
    row 'papersplit' measured papersplit "$records"
    row 'papersplit -f jsonl' from_jsonl papersplit -f jsonl
    row 'papergrep' measured papergrep 'learn[a-z]* of' "$records"
    row 'papergrep -Q' measured papergrep -Q 'title:graph NOT survey' "$records"
    row 'papergrep -t 10' measured papergrep -t 10 'graph attention network' "$records"
    row 'papersort -k title' measured papersort -T "$tmp" -k title "$records"
    row 'paperkw' measured paperkw "$records"
    row 'paperlink' measured paperlink "$records"
    row 'paperlink --cite' measured paperlink --cite "$records"
    row 'paperuniq' measured paperuniq "$records"
    row 'paperuniq -s' measured paperuniq -s "$tmp/state" "$records"
    rm -f "$tmp/state"
    row "papersim -r, $LIBRARY papers" measured papersim -r "$tmp/library" "$records"
    row 'papertrend -l' measured papertrend -l "$records"
    row 'papertrend --count' measured papertrend --count "$records"
    row 'paperfmt -t jsonl' measured paperfmt -t jsonl "$records"
    row 'paperfmt -t html' measured paperfmt -t html "$records"
}

# real NAME SAMPLE : papersplit on a file that is made of a real one
real() {
    if [ ! -e "${SAMPLES:=../shared/samples}/$2" ] || ! have python3; then
        echo "$1: skipped, no samples or no python3"
        return
    fi
    rm -f "$records"
    python3 tests/bench/big.py "$SAMPLES/$2" "${FORMAT_MB:-120}" "$records" >/dev/null
    n=$(papersplit "$records" | wc -l)
    row "$1" measured papersplit "$records"
}

# Of each program the row of most records, with the exponents of time and of memory, the least records, the KiB for
# each record by which its memory grew last, and the exponent of time between the two largest sizes.
with_exponents() {
    awk -F "$tab" -v OFS="$tab" '
        !($1 in count) { name[++names] = $1; least[$1] = $2 }
        {
            x = log($2)
            y = log($3 > 0.001 ? $3 : 0.001)
            z = log($4)
            count[$1]++
            sx[$1] += x
            sxx[$1] += x * x
            sy[$1] += y
            sxy[$1] += x * y
            sz[$1] += z
            sxz[$1] += x * z
            if ($1 in row) {
                slope[$1] = $4 - held[$1] < 1024 ? 0 : ($4 - held[$1]) / ($2 - most[$1]) # below a MiB is no growth
                steep[$1] = (y - took[$1]) / (x - log(most[$1]))
            }
            most[$1] = $2
            held[$1] = $4
            took[$1] = y
            row[$1] = $0
        }
        END {
            for (i = 1; i <= names; i++) {
                k = name[i]
                m = count[k]
                d = m * sxx[k] - sx[k] * sx[k]
                if (m > 1 && d > 0)
                    print row[k], (m * sxy[k] - sx[k] * sy[k]) / d, (m * sxz[k] - sx[k] * sz[k]) / d,
                        least[k], slope[k], steep[k]
                else
                    print row[k], "", "", most[k], 0, 1
            }
        }' "$results"
}

print_exponents() {
    printf '\n%-32s %9s %9s   %s\n' 'exponents of n' 'CPU' 'memory' 'from, to'
    with_exponents | awk -F "$tab" '$5 != "" {
        printf "%-32s %9.2f %9.2f   %d %d", $1, $5, $6, $7, $2
        a = log($7)
        b = log($2)
        print $1 ~ /^papersort/ ? sprintf(", n log n: %.2f", 1 + log(b / a) / (b - a)) : ""
    }'
}

# What the most took, growing on as between the two largest sizes: memory, and time where its exponent there is
# above 1.3; else each record takes what it took among the most.
print_plan() {
    printf '\ncomputed from this, not measured: %21s %30s\n' '2.7 million (arXiv)' '250 million (OpenAlex)'
    printf '%-32s %14s %11s %16s %11s\n' '' 'core minutes' 'GB' 'core hours' 'GB'
    with_exponents | awk -F "$tab" -v most="$ONCE" '
        function seconds(papers) {
            return $3 * exp((grows ? $9 : 1) * log(papers / $2))
        }
        function memory(papers) {
            return ($4 + $8 * (papers - $2)) * 1024 / 1e9
        }
        /^papersplit,/ || ($5 != "" && $2 >= most / 10) { # what was measured on few tells nothing of many
            grows = $9 > 1.3
            printf "%-32s %14.2f %11.3f %16.2f %11.3f\n", $1 (grows ? sprintf(" (n^%.2f)", $9) : ""),
                seconds(2.7e6) / 60, memory(2.7e6), seconds(250e6) / 3600, memory(250e6)
        }'
}

printf 'CPU time and peak memory of one process; below %d records medians of %d runs\n' "$ONCE" "$RUNS"
printf '%-32s %9s %9s %9s %9s %9s\n' '' records 'CPU s' us/record 'peak MB' B/record
: >"$results"
"$PAPERS" "$LIBRARY" 2 >"$tmp/library"
for size in $SIZES; do
    if generate "$size"; then each_program; fi
done
for size in $SIM_SIZES; do
    if generate "$size"; then row 'papersim' measured papersim "$records"; fi
done
real "papersplit, arXiv's snapshot" kaggle-jsonl/snapshot_wanng.json
real "papersplit, OpenAlex's works" openalex-json/works_zotero_tests.jsonl
print_exponents
print_plan

#!/bin/sh
# papergrep's speed beside its peers: each task done by each tool on the same records, which are in the page
# cache, from the file and through a pipe from cat (whose time is not counted). The tools take turns, RUNS rounds
# (5) of them. A row: the task, the tool, what it counted, records in GB for each second of CPU (user and system,
# the median of the rounds), and how many times papergrep's time that is. At the end the ratios again, as a table
# in Markdown. memchr is no tool, but what the machine can do: see limit.c.
# What it is told by the environment: see common.sh. LIMIT: from the Makefile. RECORDS: a file of records to search;
# else SIZE MB are made: of REAL (gzip), or of the sample page. SLICE: megabytes of them for the slow tools (50).
set -eu
RUNS=${RUNS:-5}
cd "$(dirname "$0")/../.."
. tests/bench/common.sh
SLICE=${SLICE:-50}
samples=$tmp/samples
results=$tmp/results
tab=$(printf '\t')

# repeat_real MB : real records again and again, each round with other ids
repeat_real() {
    round=0
    while :; do
        round=$((round + 1))
        gunzip -c "$REAL" | sed "s/^/bench:$round./"
    done 2>/dev/null | awk -v want="$1" '{ print; bytes += length + 1; if (bytes > want * 1000000) exit }'
}

# sample HOW TOOL BYTES COMMAND... : runs it once; standard input is what it reads there
sample() {
    how=$1 tool=$2 bytes=$3
    shift 3
    cpu=$("$MEASURE" "$tmp/out" "$@" | cut -d ' ' -f 1)
    printf '%s\t%s\t%s\t%s\t%s\n' "$how" "$tool" "$bytes" "$cpu" "$(tail -n 1 "$tmp/out" | cut -c 1-12)" >>"$samples"
}

# both FILE TOOL COMMAND... : from the file, then through a pipe
both() {
    file=$1 name=$2 all=$(wc -c <"$1")
    shift 2
    sample file "$name" "$all" "$@" "$file" </dev/null
    # shellcheck disable=SC2002 # the pipe is what is measured
    cat "$file" | sample pipe "$name" "$all" "$@" -
}

# rows TASK : prints the medians of what was sampled, papergrep first, and keeps them in $results
rows() {
    task=$1 awk -F "$tab" -v OFS="$tab" '
        !(($1, $2) in n) { key[++keys] = $1 SUBSEP $2 }
        {
            i = ++n[$1, $2]
            for (; i > 1 && cpu[$1, $2, i - 1] > $4; i--)
                cpu[$1, $2, i] = cpu[$1, $2, i - 1]
            cpu[$1, $2, i] = $4
            bytes[$1, $2] = $3
            count[$1, $2] = $5
        }
        END {
            for (k = 1; k <= keys; k++) {
                split(key[k], part, SUBSEP)
                c = cpu[key[k], int((n[key[k]] + 1) / 2)]
                speed = bytes[key[k]] / 1e9 / (c > 0 ? c : 0.001)
                if (part[2] == "papergrep")
                    first[part[1]] = speed
                ratio = part[1] in first ? first[part[1]] / speed : 1
                print ENVIRON["task"], part[1], part[2], count[key[k]], speed, ratio, bytes[key[k]]
            }
        }' "$samples" | tee -a "$results" |
        awk -F "$tab" '{ printf "%-26s %-5s %-15s %12s %7.2f GB/s %8.2f\n", $1, $2, $3, $4, $5, $6 }'
    : >"$samples"
}

# each TASK OPTION... : by every grep there is; the same options mean the same to all. With SLOW=ugrep that one
# searches a slice.
each() {
    task=$1
    shift
    for _ in $(seq "$RUNS"); do
        both "$records" papergrep papergrep -c "$@"
        both "$records" 'memchr (read)' "$LIMIT" read
        sample file 'memchr (mmap)' "$size" "$LIMIT" map "$records"
        if have rg; then
            both "$records" rg rg -j1 -c "$@"
            sample file 'rg --no-mmap' "$size" rg --no-mmap -j1 -c "$@" "$records"
        fi
        both "$records" grep grep -cE "$@"
        if have ugrep; then both "$([ "${SLOW:-}" ] && echo "$slice" || echo "$records")" ugrep ugrep -J1 -c "$@"; fi
    done
    rows "$task"
}

# two A B : records that hold both, by two of each in a pipe
two() {
    for _ in $(seq "$RUNS"); do
        for tool in papergrep 'rg -j1' 'rg --no-mmap -j1' grep 'ugrep -J1'; do
            have "${tool%% *}" || continue
            # shellcheck disable=SC2016
            sample file "${tool% -[jJ]1}" "$size" sh -c "$tool"' "$2" "$1" | '"$tool"' -c "$3"' sh "$records" "$1" "$2"
        done
    done
    rows "$1, then $2 of these"
}

# titles WORD : in titles only; what reads records as tables or as JSON, the slow ones a slice of them
titles() {
    paperfmt -t jsonl "$slice" >"$slice.jsonl"
    some=$(wc -c <"$slice")
    for _ in $(seq "$RUNS"); do
        sample file papergrep "$size" papergrep -c -k title "$1" "$records"
        for awk in mawk gawk; do
            if have "$awk"; then
                sample file "$awk" "$size" "$awk" -F '\t' "\$3 ~ /$1/ { n++ } END { print n + 0 }" "$records"
            fi
        done
        if have mlr; then
            sample file mlr "$some" mlr --itsv --onidx --implicit-csv-header --allow-ragged-csv-input \
                filter "string(\$3) =~ \"$1\"" 'then' count "$slice"
        fi
        if have jq; then
            sample file jq "$some" jq -n "reduce (inputs | select(.title // \"\" | test(\"$1\"))) as \$paper (0; . + 1)" \
                "$slice.jsonl"
        fi
    done
    rows "$1 in titles"
}

# best WORD WORD WORD : the papers that tell most about them, beside a search for the three
best() {
    for _ in $(seq "$RUNS"); do
        both "$records" papergrep papergrep -c -i -e "$1" -e "$2" -e "$3"
        both "$records" 'papergrep -t 10' papergrep -t 10 -e "$1 $2 $3"
    done
    rows '3 words, -i; the best papers'
}

# The ratios, a line a task: how many times papergrep's time each tool takes; with a * where it finds others.
table() {
    awk -F "$tab" '
        !(($1, $2) in row) { row[$1, $2] = ++n; task[n] = $1; how[n] = $2 }
        !($3 in column) { column[$3] = ++m; tool[m] = $3 }
        {
            text = sprintf($6 < 10 ? "%.2f" : "%.0f", $6)
            if ($3 == "papergrep") {
                text = 1
                found[$1, $2, $7] = $4
            } else if (($1, $2, $7) in found && $3 !~ /^(memchr|papergrep)/ && $4 + 0 != found[$1, $2, $7] + 0) {
                text = text " *" # it finds other records
            }
            ratio[row[$1, $2], column[$3]] = text
        }
        END {
            head = "| task | from |"
            rule = "|---|---|"
            for (j = 1; j <= m; j++) {
                head = head " " tool[j] " |"
                rule = rule "---:|"
            }
            print head "\n" rule
            for (i = 1; i <= n; i++) {
                gsub(/\|/, "\\|", task[i])
                line = "| " task[i] " | " how[i] " |"
                for (j = 1; j <= m; j++)
                    line = line " " ratio[i, j] " |"
                print line
            }
        }' "$results"
}

# What was measured: the first line that each tool prints of itself.
versions() {
    for tool in papergrep rg grep ugrep mawk gawk mlr jq; do
        if have "$tool"; then
            case $tool in
            mawk) mawk -W version 2>&1 ;;
            *) "$tool" --version ;;
            esac </dev/null | sed 1q
        fi
    done
}

if [ -n "${RECORDS:-}" ]; then
    records=$RECORDS
elif [ -n "${REAL:-}" ] && [ -e "$REAL" ]; then
    repeat_real "$SIZE" >"$records"
else
    make_records "$SIZE" >"$records"
fi
cat "$records" >/dev/null # into the page cache
size=$(wc -c <"$records")
slice=$tmp/slice
head -c "$((SLICE * 1000000))" "$records" | sed '$d' >"$slice"
: >"$samples"
: >"$results"
versions
printf '%d records, %d MB; medians of %d rounds\n' "$(wc -l <"$records")" "$((size / 1000000))" "$RUNS"
for _ in $(seq "$RUNS"); do
    both "$records" 'memchr (read)' "$LIMIT" read
    sample file 'memchr (mmap)' "$size" "$LIMIT" map "$records"
    both "$records" cat cat
    both "$records" 'wc -l' wc -l
done
rows 'the machine'
: >"$results"

# 500 words from all parts of the records
cut -f 4 "$records" | tr -cs 'A-Za-z' '\n' | awk 'length > 6 && !seen[$0]++' | head -n 20000 |
    awk 'NR % 40 == 0' >"$tmp/words"

each 'rare literal' irrigation
each 'common literal' model
each 'literal, -i' -i bayesian
each '5 words' 'transformer|diffusion|causal|quantum|reinforcement'
each '500 words, -f' -f "$tmp/words"
SLOW=ugrep
each '`[a-z]+ization of`' '[a-z]+ization of'
each '`^[^ ]+ing\b.*network`' '^[^ ]+ing\b.*network'
SLOW=
two graph attention
titles causal
best deep learning images
echo
table

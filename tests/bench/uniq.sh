#!/bin/sh
# paperuniq on N records (1,000,000), few of which are of one paper: CPU time, memory, and how many
# papers there are. REAL: real records (gzip), of which the others are made.
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/common.sh

if [ -z "${REAL:-}" ] || ! have python3; then
    echo "bench-uniq: skipped, no real records or no python3"
    exit 0
fi
python3 tests/bench/more.py "$REAL" "${N:-1000000}" >"$records"
cat "$records" >/dev/null
cost /dev/null paperuniq "$records" | awk -v n="$(wc -l <"$records")" -v left="$(paperuniq "$records" | wc -l)" '{
    printf "paperuniq: %d records, %d papers, %.1f s, %.0f bytes a record\n", n, left, $1, $2 * 1024 / n
}'

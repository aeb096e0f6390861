#!/bin/sh
# papersim: the ten most alike of each of N records (20,000), beside scipy's sparse product of the same
# vectors (some of its rows, the time for all); and records a second against a library of 1,000.
# REAL: real records (gzip). PYTHON: one that has scipy.
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/common.sh
PYTHON=${PYTHON:-/usr/bin/python3}

if [ -z "${REAL:-}" ]; then
    echo "bench-sim: skipped, no real records"
    exit 0
fi
gzip -dc "$REAL" >"$records"
head -n "${N:-20000}" "$records" >"$tmp/some"
head -n 1000 "$records" >"$tmp/library"

cost /dev/null papersim -n 10 -l "$tmp/some" >"$tmp/ours"
awk -v n="$(wc -l <"$tmp/some")" '{
    printf "papersim, %d papers, the 10 most alike:  %8.1f s %8.1f MB\n", n, $1, $2 / 1024 }' "$tmp/ours"
if "$PYTHON" -c 'import scipy' 2>/dev/null; then
    "$BRUTE" vectors <"$tmp/some" | "$PYTHON" tests/bench/sim.py 4 >"$tmp/scipy"
    awk 'NR == FNR { t = $1; next } { printf "scipy, sparse product and argpartition: %8.1f s %8.1f MB, %.1f times\n", $1, $2, $1 / t }' \
        "$tmp/ours" "$tmp/scipy"
else
    echo "scipy: skipped, $PYTHON has none"
fi
cost /dev/null papersim -r "$tmp/library" "$records" | awk -v n="$(wc -l <"$records")" '{
    printf "papersim -r, library of 1000:           %8.0f records/s %8.1f MB\n", n / $1, $2 / 1024 }'

#!/bin/sh
# papertrend on the titles of N records (1,000,000): CPU time and memory. REAL: real records (gzip), of
# which the others are made.
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/common.sh

if [ -z "${REAL:-}" ] || ! have python3; then
    echo "bench-trend: skipped, no real records or no python3"
    exit 0
fi
python3 tests/bench/more.py "$REAL" "${N:-1000000}" >"$records"
cat "$records" >/dev/null
n=$(wc -l <"$records")
terms=$(papertrend --count "$records" | cut -f1 | uniq | wc -l)
for options in -l "" --count; do
    # shellcheck disable=SC2086
    cost /dev/null papertrend $options "$records" | awk -v n="$n" -v terms="$terms" -v options="$options" '{
        printf "papertrend %-8s %d records, %d terms: %5.1f s %6.0f MB, %.0f bytes a record\n", options, n, terms, $1,
            $2 / 1024, $2 * 1024 / n
    }'
done

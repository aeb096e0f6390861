#!/bin/sh
# same.sh - whether two runs of run.sh gave the same. usage: same.sh WANT HAVE
# Prints the cases that differ, each with the first lines that do. Status 1 where any does, or none was run.
set -u
here=$(cd "$(dirname "$0")" && pwd)
want=$1 have=$2 bad=0 n=0
for file in "$have"/*; do
    [ -e "$file" ] || break
    n=$((n + 1))
    cmp -s "$want/${file##*/}" "$file" && continue
    bad=$((bad + 1))
    echo "differs: $(sed -n "${file##*/}p" "$here/cases")"
    diff -a "$want/${file##*/}" "$file" | head -6 | cut -c1-200
done
echo "$n commands, $bad differ"
[ "$bad" -eq 0 ] && [ "$n" -gt 0 ]

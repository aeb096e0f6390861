#!/bin/sh
# run.sh - answers the cases. usage: run.sh BIN INPUTS OUT
# The programs of BIN are run in a copy of INPUTS; what the case of line N printed, its messages and its
# status are OUT/N then. LEAVE_OUT: not the cases that match this.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd) inputs=$2 out=$3
rm -rf "$out" "$out.work"
mkdir -p "$out"
cp -R "$inputs" "$out.work"
out=$(cd "$out" && pwd)
cd "$out.work"
PATH=$bin:$PATH SOURCE_DATE_EPOCH=1700000000 # 2023-11-14T22:13:20Z
export PATH SOURCE_DATE_EPOCH
n=0
while IFS= read -r command; do
    n=$((n + 1))
    case $command in '#'*) continue ;; esac
    ! printf '%s\n' "$command" | grep -qE -e "${LEAVE_OUT:-^$}" || continue
    status=0
    sh -c "$command" >"$out/$n" 2>"$out/err" </dev/null || status=$?
    { cat "$out/err" && echo "status $status"; } >>"$out/$n"
done <"$here/cases"
rm -rf "$out/err" "$out.work"

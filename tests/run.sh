#!/bin/sh
# Runs all tests: the library's unit tests, then every tests/*.bats. Gets bats-core where it is missing,
# by the system's package manager or npm. The last line is "N passed, N failed, N skipped".
# BIN: where the programs are. UNIT: the unit test. BATS: a bats to use. FILES: only these files.
# JOBS: files at a time, one on each processor without it; more than one needs GNU parallel, as bats does.
# VALGRIND: run each program under valgrind's memcheck; what it says is a failure, also where no test saw it.
set -u
cd "$(dirname "$0")/.." || exit 2
tools=$PWD/.build/tools
unset MAKEFLAGS MFLAGS MAKELEVEL # the makes of tests are not part of this one, whose descriptors they lack

get_bats() {
    as_root=
    [ "$(id -u)" -eq 0 ] || as_root="sudo -n"
    if command -v apt-get >/dev/null; then
        $as_root apt-get update && $as_root apt-get install -y bats
    elif command -v dnf >/dev/null; then
        $as_root dnf install -y bats
    elif command -v apk >/dev/null; then
        $as_root apk add bats bash
    elif command -v pacman >/dev/null; then
        $as_root pacman -S --noconfirm bats
    elif command -v brew >/dev/null; then
        brew install bats-core
    else
        false
    fi || npm install --no-save --prefix "$tools" bats
}

find_bats() {
    BATS=${BATS:-$(command -v bats || command -v "$tools/node_modules/bats/bin/bats")}
    [ -n "$BATS" ]
}

if ! find_bats; then
    echo "bats is missing: getting it" >&2
    get_bats >&2
    find_bats || {
        echo "tests/run.sh: bats could not be installed: install bats-core and try again" >&2
        exit 2
    }
fi

# Programs that stand for those of BIN, and put what valgrind says into files of their own.
if [ -n "${VALGRIND:-}" ]; then
    valgrind=$(command -v valgrind) || { # by its path: a test may run a program without PATH
        echo "tests/run.sh: valgrind is not installed" >&2
        exit 2
    }
    said=$PWD/.build/valgrind/said
    rm -rf "$PWD/.build/valgrind"
    mkdir -p "$said" "$PWD/.build/valgrind/bin"
    for p in "$BIN"/*; do
        printf '#!/bin/sh\nexec %s -q --error-exitcode=99 --log-file="%s/%%p" "%s" "$@"\n' \
            "$valgrind" "$said" "$p" >"$PWD/.build/valgrind/bin/${p##*/}"
    done
    chmod +x "$PWD/.build/valgrind/bin"/*
    BIN=$PWD/.build/valgrind/bin
fi

set --
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
if [ "$jobs" -gt 1 ] && parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
    set -- --jobs "$jobs" --no-parallelize-within-files
fi

log=${TMPDIR:-/tmp}/paperutils-test.$$
trap 'rm -f "$log"' EXIT
{
    ${VALGRIND:+valgrind -q --error-exitcode=99} "$UNIT"
    export PATH="$BIN:$PATH"
    # shellcheck disable=SC2086 # a list of files
    "$BATS" "$@" --tap ${FILES:-tests/*.bats}
} | tee "$log"
passed=$(grep -c '^ok ' "$log")
failed=$(grep -c '^not ok ' "$log")
skipped=$(grep -c '^ok .* # skip' "$log")
planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
if [ $((passed + failed)) -ne "$planned" ]; then
    echo "tests/run.sh: $planned tests were planned, $((passed + failed)) ran" >&2
    failed=$((failed + 1))
fi
if [ -n "${VALGRIND:-}" ]; then
    find "$said" -type f -size -1c -exec rm {} +
    for file in "$said"/*; do
        [ -e "$file" ] || break
        echo "not ok - valgrind: ${file##*/}"
        sed 's/^/# /' "$file"
        failed=$((failed + 1))
    done
fi
echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

# helpers.bash - what the tests share. BIN's programs come first in PATH (tests/run.sh).
# shellcheck shell=bash disable=SC2034

bats_require_minimum_version 1.5.0

ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
DATA=$ROOT/tests/data
SHARED=${SHARED:-$ROOT/../shared}
PROGRAMS="papersplit papergrep papersort paperuniq paperkw paperlink papersim papertrend paperfmt"

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    unset NO_COLOR COLUMNS
    TAB=$(printf '\t')
}

# rec ID DATE TITLE ABSTRACT [FIELD]... : one record
rec() {
    local IFS=$'\t'
    printf '%s\n' "$*"
}

# with PROG [ARG]... : the program with what it needs to pass every record on, one a line, ID first
with() {
    local prog=$1
    shift
    case $prog in
    papersplit) set -- -f record "$@" ;;
    papergrep) set -- -h -e '' "$@" ;;
    papertrend) set -- -a -B "$DATA/counts.tsv" "$@" ;;
    paperfmt) set -- -f '{id}' "$@" ;;
    esac
    "$prog" "$@"
}

export -f with # for bash -c
export DATA

# three records, ids a b c
three() {
    rec a 2024 'Alpha waves' 'First abstract about waves.' 'au:Ada' 'x-odd:1'
    rec b 2023-05 'Beta decay' 'Second abstract, see https://example.org/b.' 'kw:decay'
    rec c '' 'Gamma rays' ''
}

ids() {
    cut -f1 | tr '\n' ' ' | sed 's/ $//'
}

# Whether the programs are built with sanitizers
sanitized() {
    grep -qE '__(asan|msan)_init' "$BIN/papersort"
}

# Whether they take many times the time and memory that they take otherwise
slow() {
    [ -n "${VALGRIND:-}" ] || sanitized
}

# For tests that take TMPDIR away
need_own_tmpdir() {
    [ -z "${VALGRIND:-}" ] || skip "valgrind needs TMPDIR, too"
}

# timeout(1), with patience where programs are slow
timeout() {
    local seconds=$1
    shift
    ! slow || seconds=$((seconds * 50))
    command timeout "$seconds" "$@"
}

need() {
    command -v "$1" >/dev/null || skip "$1 is not installed"
}

# Tests on other days: at DATE COMMAND...
need_other_days() {
    need faketime
    ! grep -q __msan_init "$BIN/papersort" || skip "faketime and MemorySanitizer wait for each other"
}

at() { # A program with AddressSanitizer wants to be the first that is loaded.
    ASAN_OPTIONS=verify_asan_link_order=0 faketime "$@"
}

need_shared() {
    [ -e "$SHARED/$1" ] || skip "no $1 in $SHARED"
}

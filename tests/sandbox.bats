#!/usr/bin/env bats
# The sandbox: a library that is loaded before libc tries, at the first read of standard input, what
# code brought in by hostile input would try.

load helpers

setup_file() {
    export SHIM=${UNIT%/*}/shim.so
}

need_shim() {
    [ -e "$SHIM" ] || skip "the shim could not be built"
    ! slow || skip "there is no sandbox under sanitizers and valgrind"
    [ "$(uname -s)" = Linux ] || skip "not Linux"
    case $(uname -m) in
    x86_64 | aarch64 | riscv64) ;;
    *) skip "no filter for $(uname -m)" ;;
    esac
    grep -q '^Seccomp:' /proc/self/status || skip "the kernel has no filters"
}

# attack WHAT PROGRAM [ARG]... : with three records as standard input; the status, 128 + a signal
attack() {
    local what=$1
    shift
    three >in
    touch victim
    status=0
    (
        export FAULT_HOW="hostile $what" LD_PRELOAD=$SHIM
        "$@" <in >out 2>err
    ) 2>/dev/null || status=$?
}

fail() {
    echo "$*" >&2
    return 1
}

SIGSYS=159 # 128 + 31

@test "every program is killed that opens, makes or removes a file, runs another, or reaches out" {
    need_shim
    for p in $PROGRAMS; do
        for what in open create unlink exec fork socket kill; do
            [ "$p $what" != "papersplit open" ] || continue
            attack "$what" with "$p"
            [ "$status" -eq "$SIGSYS" ] || fail "$p $what: $status"
            [ -e victim ]
            [ ! -e attacked ]
        done
        attack type with "$p" # TIOCSTI
        [ "$status" -eq 0 ]
    done
}

@test "--no-sandbox: the same calls go through" {
    need_shim
    for p in $PROGRAMS; do
        for what in open create unlink fork socket kill; do
            attack "$what" with "$p" --no-sandbox
            [ "$status" -eq 0 ]
            [ "$what" != create ] || rm attacked
            [ "$what" != unlink ] || [ ! -e victim ]
        done
        attack exec with "$p" --no-sandbox # which becomes true
        [ "$status" -eq 0 ]
        [ ! -s out ]
    done
}

@test "in every mode; what a mode needs it has, and no more" {
    need_shim
    three >in
    three >other
    papergrep -t 9 -c 'alpha beta' in >frequencies
    paperkw --count in >counts
    echo waves >words
    modes=(
        "papersplit -r rejects -f record" "papergrep -Q alpha" "papergrep -t 2 alpha" "papergrep -t 2 --df=frequencies alpha"
        "papergrep -t 2 --like-file=other" "papergrep -f words" "papergrep -c -t 2 alpha" "papersort -rn -k date"
        "paperkw --count" "paperkw --df=counts" "paperkw --vocab=words -l" "paperlink --cite" "paperlink -l"
        "paperuniq -c" "paperuniq -m" "paperuniq -s state" "paperuniq -s state -m" "papersim -l" "papersim -r other"
        "papersim --index index" "papertrend -l -B $DATA/counts.tsv" "papertrend --count" "paperfmt -t html"
        "paperfmt -t mail --to=a@example.org" "paperfmt -t bibtex"
    )
    for mode in "${modes[@]}"; do
        for what in exec fork socket kill; do
            # shellcheck disable=SC2086 # words
            attack "$what" $mode
            [ "$status" -eq "$SIGSYS" ] || fail "$mode: $what: $status"
        done
        # shellcheck disable=SC2086
        attack open $mode
        case $mode in
        papersplit* | *" -s state"* | *--index*) [ "$status" -ne "$SIGSYS" ] ;;
        *) [ "$status" -eq "$SIGSYS" ] || fail "$mode: open: $status" ;;
        esac
        # shellcheck disable=SC2086
        attack create $mode
        case $mode in
        *" -s state"* | *--index*) [ "$status" -ne "$SIGSYS" ] ;;
        *) [ "$status" -eq "$SIGSYS" ] || fail "$mode: create: $status" ;;
        esac
        rm -f attacked state index
        # shellcheck disable=SC2086 # undisturbed
        $mode <in >out || [ "$?" -eq 1 ]
    done
}

@test "files named: none can be opened but for reading, and none at all when the last is open" {
    need_shim
    three >in
    for p in $PROGRAMS; do
        attack create with "$p" - in
        [ "$status" -eq "$SIGSYS" ]
        attack open with "$p" - in
        [ "$status" -eq 0 ]
        [ "$p" != papersplit ] || continue
        [ "$p" != papersim ] || continue
        attack open with "$p" in -
        case $p in
        paperuniq | papertrend | papersim) [ "$status" -eq 0 ] ;; # reads them again
        *) [ "$status" -eq "$SIGSYS" ] || fail "$p: $status" ;;
        esac
    done
}

@test "under valgrind" {
    need_shim
    need valgrind
    three >in
    for p in $PROGRAMS; do
        with "$p" in >want
        case $p in
        papersplit) set -- -f record ;;
        papergrep) set -- -h -e '' ;;
        papertrend) set -- -a -B "$DATA/counts.tsv" ;;
        paperfmt) set -- -f '{id}' ;;
        *) set -- ;;
        esac
        valgrind -q --error-exitcode=9 "$BIN/$p" "$@" in >out 2>err
        cmp want out
        [ ! -s err ]
    done
}

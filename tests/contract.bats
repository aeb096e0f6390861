#!/usr/bin/env bats
# What every program does alike, asked of every program.

load helpers

@test "--help: a usage that fits a screen, on standard output, status 0" {
    for p in $PROGRAMS; do
        run -0 --separate-stderr "$p" --help
        [ "${lines[0]#usage: "$p"}" != "${lines[0]}" ]
        [ -z "$stderr" ]
        [ "$("$p" --help | wc -l)" -le 24 ]
        [ "$("$p" --help | awk 'length > 80' | wc -l)" -eq 0 ]
    done
}

@test "--version: name and version, the same for all" {
    for p in $PROGRAMS; do
        run -0 --separate-stderr "$p" --version
        [[ "$output" =~ ^$p\ \(paperutils\)\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    done
    [ "$(for p in $PROGRAMS; do "$p" --version | cut -d' ' -f3; done | sort -u | wc -l)" -eq 1 ]
}

@test "the options of --help are those of the man page, and each is taken" {
    for p in $PROGRAMS; do
        "$p" --help | grep -oE '(^|[ ,])--?[A-Za-z][a-z-]*' | tr -d ' ,' | grep -v '^--*$' |
            LC_ALL=C sort -u >help.txt
        sed -n 's/^\.It \(Fl .*\)/\1/p' "$ROOT/man/$p.1" | grep -oE 'Fl -?[A-Za-z][a-z-]*' |
            sed 's/Fl /-/' | LC_ALL=C sort -u >man.txt
        diff help.txt man.txt
        [ -s help.txt ]
    done
}

@test "an unknown option: status 2, one line with a hint at --help" {
    for p in $PROGRAMS; do
        for o in -Z --no-such-option; do
            run -2 --separate-stderr "$p" "$o" </dev/null
            [ -z "$output" ]
            [ "$stderr" = "$p: unknown option '$o': try '$p --help'" ]
        done
        run -2 --separate-stderr "$p" --help=x </dev/null
        [ "$stderr" = "$p: option '--help' takes no value: try '$p --help'" ]
        run -2 --separate-stderr "$p" -zk </dev/null
    done
}

@test "an option without its value: status 2, one line" {
    for o in "papersplit -S" "papergrep -e" "papersort -k" "paperkw -n" "paperlink --key" "paperfmt -t"; do
        # shellcheck disable=SC2086
        run -2 --separate-stderr $o
        [ "$stderr" = "${o% *}: option '${o#* }' needs a value: try '${o% *} --help'" ]
    done
}

@test "a missing file is told, the good one is processed, status 2" {
    three >good
    for p in $PROGRAMS; do
        run -2 --separate-stderr with "$p" missing good
        [ "$stderr" = "$p: missing: No such file or directory" ]
        [ "$(printf '%s\n' "$output" | ids)" = "a b c" ]
    done
}

@test "a directory is told, the good file is processed, status 2" {
    three >good
    mkdir dir
    for p in $PROGRAMS; do
        run -2 --separate-stderr with "$p" dir good
        [ "$stderr" = "$p: dir: Is a directory" ]
        [ "$(printf '%s\n' "$output" | ids)" = "a b c" ]
    done
}

@test "empty input: nothing, and nothing to complain about" {
    for p in $PROGRAMS; do
        run --separate-stderr with "$p" </dev/null
        [ -z "$output$stderr" ]
        [ "$status" -eq "$([ "$p" = papergrep ] && echo 1 || echo 0)" ]
    done
    run -0 papersplit /dev/null
}

@test "a last line without a newline is a record like any other, and gets one" {
    three | head -c -1 >short
    for p in $PROGRAMS; do
        with "$p" short >out
        [ "$(ids <out)" = "a b c" ]
        [ "$(tail -c 1 out)" = "" ]
    done
}

@test "CR LF: the same as LF" {
    three >lf
    sed 's/$/\r/' lf >crlf
    for p in $PROGRAMS; do
        with "$p" lf >a
        with "$p" crlf >b
        cmp a b
    done
}

@test "a record of 2 columns is told with file and line, and passed over" {
    { three | head -1; printf 'only\ttwo\n'; three | tail -2; } >bad
    for p in $PROGRAMS; do
        run -2 --separate-stderr with "$p" bad
        [ "$stderr" = "$p: bad:2: not a paper record: 2 columns, 4 needed" ]
        [ "$(printf '%s\n' "$output" | ids)" = "a b c" ]
        run -2 --separate-stderr with "$p" <bad
        [ "$stderr" = "$p: (standard input):2: not a paper record: 2 columns, 4 needed" ]
    done
}

@test "an empty line is no record either" {
    { three | head -1; echo; } >bad
    for p in $PROGRAMS; do
        run -2 --separate-stderr with "$p" bad
        [ "$stderr" = "$p: bad:2: not a paper record: 1 column, 4 needed" ]
        [ "$(printf '%s\n' "$output" | ids)" = "a" ]
    done
}

@test "bytes that are no UTF-8, and a NUL: the record is not lost, the neighbours are untouched" {
    three >good
    { head -1 good; printf 'x\t2020\tbad \351 byte\tand \000 a NUL\n'; tail -2 good; } >odd
    for p in $PROGRAMS; do
        with "$p" odd >out 2>err
        [ ! -s err ]
        [ "$(LC_ALL=C sort out | ids)" = "a b c x" ]
    done
    papersplit -f record odd | grep -q "bad é byte${TAB}and a NUL"
    paperfmt -t jsonl odd | grep -q "bad é byte"
}

@test "a line of 50 MB" {
    { three | head -1; printf 'long\t2020\ttitle\t'; head -c 50000000 /dev/zero | tr '\0' 'a'; echo; three | tail -1; } >long
    for p in $PROGRAMS; do
        [ "$(with "$p" long | ids)" = "a c long" ] || [ "$(with "$p" long | ids)" = "a long c" ]
    done
    [ "$(papersplit -f record long | wc -c)" -eq "$(wc -c <long)" ]
}

@test "unknown fields, and columns that are none, are kept byte for byte by every filter" {
    rec i 2020 t 'An abstract.' 'zz-9:  two  spaces ' 'no field' 'empty:' ':' 'au:Ü' >in
    for p in papergrep papersort paperuniq paperkw paperlink papersim papertrend; do
        with "$p" in >out
        [ "$(head -c "$(($(wc -c <in) - 1))" out)" = "$(head -c -1 in)" ]
    done
    rec i 2020 t a 'zz-9:kept' 'x_y:1' >clean
    papersplit clean | cmp - clean
}

@test "/dev/full: told, status 2" {
    [ -c /dev/full ] || skip "no /dev/full"
    three >in
    for p in $PROGRAMS; do
        run -2 bash -c '"$@" >/dev/full' _ with "$p" in
        [ "$output" = "$p: standard output: No space left on device" ]
        run -2 bash -c '"$1" --help >/dev/full' _ "$p"
        [ "$output" = "$p: standard output: No space left on device" ]
    done
}

@test "a file that is also the output is told, passed over, and not written to" {
    for p in $PROGRAMS; do
        three >io
        cp io before
        run -2 timeout 20 bash -c '"$@" >>io' _ with "$p" io
        [ "$output" = "$p: io: the input is also the output: write to another file" ]
        cmp io before
        three >other
        run -2 timeout 20 bash -c '"$@" 2>/dev/null >>io' _ with "$p" io other
        [ "$(wc -l <io)" -gt 3 ]
    done
}

@test "| head -1: quiet" {
    for i in $(seq 2000); do rec "$i" 2020 'Some title or other' "An abstract of some length, the ${i}th."; done >many
    for p in $PROGRAMS; do
        with "$p" many 2>err | head -1 >one
        [ ! -s err ]
        [ "$(wc -l <one)" -eq 1 ]
    done
}

@test "- is standard input; -- ends the options" {
    three >in
    cp in ./-odd
    for p in $PROGRAMS; do
        [ "$(with "$p" - <in | ids)" = "a b c" ]
        [ "$(with "$p" -- -odd | ids)" = "a b c" ]
        [ "$(with "$p" in - <in | ids | wc -w)" -eq "$([ "$p" = paperuniq ] && echo 3 || echo 6)" ]
    done
}

@test "a standard output that came closed is an error" {
    [ -z "${VALGRIND:-}" ] || skip "valgrind's own log takes the number 1"
    three >in
    for p in $PROGRAMS; do
        run -2 bash -c '"$@" >&-' _ with "$p" in
        [ "$output" = "$p: standard output: Bad file descriptor" ]
    done
}

@test "colour: never in a pipe, never with NO_COLOR, always when asked" {
    three >in
    for c in "papergrep waves" "paperfmt"; do
        # shellcheck disable=SC2086
        run -0 $c in
        [[ "$output" != *$'\33'* ]]
        # shellcheck disable=SC2086
        run -0 $c --color=always in
        [[ "$output" == *$'\33['* ]]
        # shellcheck disable=SC2086
        run -0 $c --color in
        [[ "$output" == *$'\33['* ]]
        # shellcheck disable=SC2086
        run -2 --separate-stderr $c --color=maybe in
    done
    command -v script >/dev/null || return 0
    TERM=xterm script -qec "papergrep waves in" /dev/null </dev/null | grep -q $'\33'
    TERM=xterm NO_COLOR=1 script -qec "papergrep waves in" /dev/null </dev/null >out
    run -1 grep -q $'\33' out
    TERM=dumb script -qec "papergrep waves in" /dev/null </dev/null >out
    run -1 grep -q $'\33' out
}

@test "the locale changes nothing" {
    rec i 2020 'Über Ärger' 'Schöne 1,5 Äpfel.' 'score:1.5' >in
    for p in $PROGRAMS; do
        LC_ALL=C with "$p" in >a
        LC_ALL=de_DE.UTF-8 with "$p" in >b
        cmp a b
    done
}

@test "line by line where somebody waits: output before input ends" {
    for p in papersplit papergrep paperuniq paperkw paperlink paperfmt; do
        mkfifo "fifo.$p"
        with "$p" --line-buffered <"fifo.$p" >"out.$p" &
        exec 5>"fifo.$p"
        three | head -1 >&5
        for _ in $(seq 100); do
            [ -s "out.$p" ] && break
            sleep 0.05
        done
        [ "$(ids <"out.$p")" = a ]
        exec 5>&-
        wait
    done
}

@test "terminal escapes in messages are defused" {
    run -2 --separate-stderr papergrep x "$(printf 'evil\033[31m')"
    [[ "$stderr" != *$'\33'* ]]
}

@test "the manual pages in groff: no message, and in tables no word taken for a macro" {
    command -v groff >/dev/null || skip "no groff"
    for page in "$BATS_TEST_DIRNAME"/../man/*.[157]; do
        run -0 --separate-stderr groff -mdoc -Tascii -rLL=80n -ww "$page"
        said=$(grep -E "can't break|treated as missing|not callable|not defined" <<<"$stderr" || true)
        [ -z "$said" ] || { echo "$page: $said"; false; }
        [[ "$output" != *" Ta "* ]]
    done
}

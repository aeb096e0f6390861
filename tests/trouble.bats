#!/usr/bin/env bats
# What goes wrong around a program: its input, its output, its memory, its disk and its neighbours
# in a pipe. It ends with 2 and a message, or goes on rightly, and prints no half record. Single calls
# that fail are in faults.bats.

load helpers

# many N : so many records, some 300 bytes each
many() {
    awk -v n="$1" 'BEGIN {
        for (i = 1; i <= n; i++) {
            printf "id:%d\t2024-%02d\tA title of paper %d on waves %d\tAn abstract", i, i % 12 + 1, i, i * 7919 % 1000
            for (k = 0; k < 20; k++) printf " word%d", (i * 31 + k * k * 17) % 5000
            printf ". See https://example.org/%d.\tau:Name%d, Ada\n", i, i
        }
    }'
}

# whole OUT IN : each line of OUT begins with the ID of a record of IN, and the last one is not cut
whole() {
    [ ! -s "$1" ] || [ "$(tail -c 1 "$1" | od -An -c | tr -d ' ')" = '\n' ]
    cut -f1 "$1" | LC_ALL=C sort -u | LC_ALL=C comm -23 - <(cut -f1 "$2" | LC_ALL=C sort -u) >"$1.none"
    [ ! -s "$1.none" ]
}

@test "a slow writer: bytes that come one by one, in their own time, make no difference" {
    need python3
    three >in
    for p in $PROGRAMS; do
        with "$p" in >"want.$p"
        python3 -c '
import os, sys, time
for byte in open("in", "rb").read():
    os.write(1, bytes([byte]))
    time.sleep(.002)' | with "$p" >"out.$p" &
    done
    wait
    for p in $PROGRAMS; do cmp "want.$p" "out.$p"; done
}

@test "a slow reader: what waits for a full pipe is whole" {
    many 3000 >in
    for p in papersplit papergrep papersort paperuniq paperkw paperlink paperfmt; do
        with "$p" in >"want.$p"
        with "$p" in | { sleep .5; cat; } >"out.$p" &
    done
    wait
    for p in papersplit papergrep papersort paperuniq paperkw paperlink paperfmt; do cmp "want.$p" "out.$p"; done
}

@test "a closed standard input is told; with a file named nothing is missed" {
    three >in
    for p in $PROGRAMS; do
        run -2 --separate-stderr bash -c 'with "$1" <&-' _ "$p"
        [ -z "$output" ]
        [ "$stderr" = "$p: (standard input): Bad file descriptor" ] || { echo "$stderr"; false; }
        with "$p" in >want
        with "$p" in <&- >out
        cmp want out
    done
}

@test "a closed standard error changes neither output nor status, and no message goes elsewhere" {
    [ -z "${VALGRIND:-}" ] || skip "valgrind's own log takes the number 2"
    three >in
    cp in before
    for p in $PROGRAMS; do
        with "$p" in >want
        with "$p" in 2>&- >out
        cmp want out
        run -2 bash -c 'with "$1" missing in 2>&- >out' _ "$p"
        cmp want out
        # all three closed: the file that is opened next is none of them
        run -2 bash -c 'with "$1" in <&- >&- 2>&-' _ "$p"
        cmp before in
    done
}

@test "ulimit -v: whatever memory there is, all is printed, or the status is 2 with a message" {
    ! slow || skip "sanitizers and valgrind need more"
    { many 2000; printf 'long\t2024\tT\t'; head -c 1000000 /dev/zero | tr '\0' w; echo; } >in
    for p in $PROGRAMS; do
        with "$p" in >want
        kb=1000
        while ! (ulimit -v $kb && exec "$p" --version) >version 2>&1 || ! grep -q paperutils version; do kb=$((kb + 100)); done
        for tries in $(seq 200); do
            st=0
            (ulimit -v $kb && with "$p" in) >out 2>err || st=$?
            if [ $st -eq 0 ]; then
                cmp want out
                break
            fi
            [ $st -eq 2 ] || { echo "$p: $kb KB: status $st"; cat err; false; }
            [ -s err ]
            whole out in
            kb=$((kb + kb / 30))
        done
        [ "$st" -eq 0 ]
        [ "$tries" -gt 1 ]
    done
}

# small_disk DIR : a file system of 256 KB, or one page of it where no other can be had
small_disk() {
    mkdir "$1"
    mount -t tmpfs -o size=256k none "$1" 2>/dev/null || skip "no tmpfs can be mounted here"
    DISK=$BATS_TEST_TMPDIR/$1
}

teardown() {
    [ -z "$DISK" ] || umount "$DISK"
}

@test "a full disk: told by each program, as output, state, index, rejects and for what is kept meanwhile" {
    small_disk disk
    many 6000 >in
    for p in $PROGRAMS; do
        run -2 bash -c 'with "$1" in -- in in in in in in in in >disk/out' _ "$p"
        [ "${lines[0]}" = "$p: standard output: No space left on device" ] || { printf '%s\n' "${lines[@]}"; false; }
        rm -f disk/*
    done
    # what is read twice is kept where TMPDIR says; there is no room for it
    for c in 'papergrep -t 5000 waves' 'papersim' "papertrend -a -B $DATA/counts.tsv" 'paperfmt -t mail --to a@b.c'; do
        run -2 bash -c 'cat in | TMPDIR=$2 $1 2>&1 >out' _ "$c" "$DISK"
        [[ "$output" = "${c%% *}: "* ]] || { echo "$output"; false; }
        whole out in || [ "${c%% *}" = paperfmt ]
        [ -z "$(ls -A disk)" ]
    done
    # an index is whole or not there; a state loses no paper
    run -2 --separate-stderr papersim --index disk/index in
    [[ "$stderr" = *"No space left on device"* ]]
    [ ! -e disk/index ]
    [ -z "$(ls -A disk)" ]
    run -2 bash -c 'paperuniq -s disk/state in >first'
    [[ "$output" = *"No space left on device"* ]]
    mount -o remount,size=64m "$DISK"
    paperuniq -s disk/state in >second
    cat first second | cut -f1 | LC_ALL=C sort -u | cmp - <(cut -f1 in | LC_ALL=C sort -u)
    mount -o remount,size=256k "$DISK" 2>/dev/null || { umount "$DISK"; mount -t tmpfs -o size=256k none "$DISK"; }
    rm -f disk/*
    seq 100000 | sed 's/.*/no record/' >bad
    run -2 papersplit -f record -r disk/rejects bad
    [[ "${lines[-1]}" = *"No space left on device"* ]]
}

@test "a limit on the size of files: told where the signal is ignored" {
    many 3000 >in
    for p in $PROGRAMS; do
        run -2 bash -c 'trap "" XFSZ; ulimit -f 8; with "$1" in -- in in in in >out' _ "$p"
        [ "${lines[0]}" = "$p: standard output: File too large" ] || { printf '%s\n' "${lines[@]}"; false; }
    done
}

# meanwhile PROGRAM IN COMMAND... : runs the command while the program, which has begun to read IN,
# waits for somebody to read its output; what it printed in full is in out, its messages in err
meanwhile() {
    local p=$1 in=$2
    shift 2
    rm -f gate
    mkfifo gate
    (
        st=0
        with "$p" "$in" >gate 2>err || st=$?
        echo "$st" >status
    ) &
    exec 6<gate
    head -c 1 <&6 >out
    "$@"
    cat <&6 >>out
    exec 6<&-
    wait
}

@test "a file that shrinks while it is read: what is printed is whole records of it, and nothing crashes" {
    many 20000 >all
    size=$(head -1000 all | wc -c)
    for p in $PROGRAMS; do
        cp all io
        meanwhile "$p" io truncate -s "$size" io
        st=$(cat status)
        whole out all
        if [ "$st" -eq 0 ]; then # it had read all
            [ "$(wc -l <out)" -eq 20000 ] || { echo "$p: $(wc -l <out)"; false; }
        else
            [ "$st" -eq 2 ] && grep -q ': io: ' err || { echo "$p: $st"; cat err; false; }
        fi
        told=$((${told:-0} + (st == 2)))
        # what passes records on changes nothing in them
        case $p in
        papersplit | papergrep | paperuniq | papersort) [ "$(LC_ALL=C sort out | LC_ALL=C comm -23 - <(LC_ALL=C sort all) | wc -l)" -eq 0 ] ;;
        esac
    done
    [ "$told" -ge 4 ] # those that print while they read
}

@test "a library index that is cut off while it is used: whole records, and a message" {
    many 3000 >all
    papersim --index=index all
    mkfifo records
    papersim --line-buffered -r index <records >out 2>err &
    pid=$!
    exec 4>records
    head -1 all >&4
    while [ ! -s out ]; do sleep .05; done
    truncate -s 4096 index
    tail -n +2 all >&4 2>/dev/null || true
    exec 4>&-
    st=0
    wait "$pid" || st=$?
    [ "$st" -eq 2 ]
    [ "$(cat err)" = "papersim: index: cut off while it was used" ]
    whole out all
}

@test "a file that grows while it is read: what was there is printed, and of what came whole records" {
    many 12000 >all
    head -10000 all >some
    tail -2000 all >added
    grow() { cat added >>io; }
    for p in $PROGRAMS; do
        cp some io
        meanwhile "$p" io grow
        [ "$(cat status)" -eq 0 ] || { cat err; [ "$p" = papersim ] && [ -s err ]; }
        whole out all
        [ "$(wc -l <out)" -ge 10000 ] || { [ "$p" = papersim ] && [ "$(cat status)" -eq 2 ]; }
    done
}

# the K-th stage of a pipe of six, or head where it is the one that breaks
stage() {
    if [ "$1" -eq "$2" ]; then
        head -1
        return
    fi
    case $1 in
    1) exec papersplit -f record in ;;
    2) exec papergrep waves ;;
    3) exec paperuniq ;;
    4) exec paperkw ;;
    5) exec paperlink ;;
    6) exec paperfmt -t jsonl ;;
    esac
}

@test "a pipe of six that breaks at each stage: those before end by SIGPIPE and in silence, those behind as always" {
    many 30000 >in
    for k in 2 3 4 5 6; do
        rm -f err.*
        { stage 1 $k 2>err.1; } | { stage 2 $k 2>err.2; } | { stage 3 $k 2>err.3; } | { stage 4 $k 2>err.4; } |
            { stage 5 $k 2>err.5; } | { stage 6 $k 2>err.6; } >out && status=("${PIPESTATUS[@]}") || status=("${PIPESTATUS[@]}")
        for i in 1 2 3 4 5 6; do
            [ ! -s "err.$i" ] || { cat "err.$i"; false; }
            if [ "$i" -eq $((k - 1)) ]; then
                [ "${status[i - 1]}" -eq 141 ] || { echo "stage $i of 1 to $k: ${status[i - 1]}"; false; }
            elif [ "$i" -lt $k ]; then # paperuniq reads all first: those before it may be done
                [ "${status[i - 1]}" -eq 141 ] || [ "${status[i - 1]}" -eq 0 ]
            else
                [ "${status[i - 1]}" -eq 0 ]
            fi
        done
        [ "$(wc -l <out)" -eq 1 ]
        grep -q 'id:1\>' out
    done
}

@test "a broken pipe where SIGPIPE is ignored: told, status 2" {
    many 3000 >in
    for p in $PROGRAMS; do
        run -0 bash -c 'trap "" PIPE; { st=0; with "$1" in -- in in in in 2>err || st=$?; echo $st >status; } | head -c 1 >first; cat status' _ "$p"
        for _ in $(seq 100); do
            [ -s status ] && break
            sleep .05
        done
        [ "$(cat status)" -eq 2 ]
        grep -qF "$p: standard output: Broken pipe" err || { cat err; false; } # within what sort(1) says meanwhile
        rm -f status err
    done
}

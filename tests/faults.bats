#!/usr/bin/env bats
# Every call that can fail fails once, alone and with all that follow; see tests/faults.

load helpers

setup_file() {
    export FAULTS=${UNIT%/*}/faults SHIM=${UNIT%/*}/shim.so
}

teardown_file() {
    [ ! -e "$BATS_FILE_TMPDIR/faults" ] ||
        awk '{ n += $1 } END { print "# faults: " n " in " NR " commands" }' "$BATS_FILE_TMPDIR/faults" >&3
}

# The programs must be loaded by a libc that the shim goes before, and hold no sanitizer.
need_shim() {
    [ -e "$SHIM" ] || skip "the shim could not be built"
    ! slow || skip "sanitizers and valgrind go before it"
    [ "$(FAULT_AT=1 FAULT_ON=1 LD_PRELOAD=$SHIM papersort /dev/null 2>&1)" != "" ] || skip "it is not loaded"
}

# faulty [-s STATE] INPUT PROGRAM [ARG]...
faulty() {
    local state=()
    if [ "$1" = -s ]; then
        state=(-s "$2")
        shift 2
    fi
    n=$("$FAULTS" "${state[@]}" "$SHIM" "$@") && [ "$n" -gt 20 ]
    echo "$n" >>"$BATS_FILE_TMPDIR/faults"
}

papers() {
    rec a 2024-05-01 'Alpha waves' 'First abstract about waves.' 'au:Ada' 'kw:waves'
    rec b 2024-05-02 'Beta decay' 'Second abstract, see https://example.org/b.' 'kw:decay'
    rec c '' 'Gamma rays' ''
    rec d 2023 'Alpha waves' 'First abstract about waves and 10.1234/abc.' 'au:Ada'
}

@test "faults: papersplit" {
    need_shim
    papers >in
    for t in bibtex ris csv csl jsonl mbox atom; do
        paperfmt -t "$t" in >"in.$t"
        faulty "in.$t" papersplit
        faulty "in.$t" papersplit -f "$t"
    done
    faulty "$DATA/trending.txt" papersplit -r rejects
    iconv -t UTF-16 in.atom >wide || skip "no iconv"
    faulty wide papersplit -e UTF-16
}

@test "faults: papergrep" {
    need_shim
    papers >in
    faulty in papergrep a
    faulty in papergrep -c a
    faulty in papergrep -i -o 'W[aá]ve'
    faulty in papergrep -k title --fold al
    faulty in papergrep -Q 'title:alpha OR "beta decay" date:2023..'
    faulty /dev/null papergrep a in in
    printf 'alpha\nhas:kw\n' >queries
    faulty /dev/null papergrep --tag=x -Q -f queries in
    head -c 2000000 </dev/zero | tr '\0' x | sed 's/^/a\t\t/; s/$/\t/' >big
    faulty /dev/null papergrep -c 'xa*$' big in
}

@test "faults: papergrep -t" {
    need_shim
    papers >in
    faulty in papergrep -t 2 'alpha decay'
    faulty /dev/null papergrep -t 2 'alpha decay' in
    faulty in papergrep -t 2 -c 'alpha decay'
    faulty /dev/null papergrep -t 2 --like=a in
    papergrep -t 2 -c 'alpha decay' in >frequencies
    faulty in papergrep -t 2 --df=frequencies 'alpha decay'
    faulty frequencies papergrep -t 2 --merge
    faulty in papergrep -t 2 --like-file=in
}

@test "faults: papersort" {
    need_shim
    papers >in
    faulty in papersort -k title
    faulty in papersort -rn -k date,x
    faulty /dev/null papersort in in
}

@test "faults: paperkw" {
    need_shim
    papers >in
    echo waves >words
    faulty in paperkw
    faulty in paperkw -l
    faulty in paperkw --count
    faulty in paperkw --vocab words
    paperkw --count in >frequencies
    faulty in paperkw --df=frequencies
    faulty frequencies paperkw --merge
}

@test "faults: paperlink" {
    need_shim
    papers >in
    faulty in paperlink
    faulty in paperlink -l
    faulty in paperlink --cite
    faulty /dev/null paperlink --cite in
}

@test "faults: paperuniq, and no paper is lost" {
    need_shim
    papers >in
    faulty in paperuniq
    faulty in paperuniq -c
    faulty in paperuniq -m
    faulty in paperuniq -d
    faulty in paperuniq --pairs
    faulty -s state in paperuniq -s state
    faulty -s state in paperuniq -m -s state
    faulty -s state in paperuniq --forget=7 -s state
}

@test "faults: papersim" {
    need_shim
    papers >in
    faulty in papersim
    faulty in papersim -l
    faulty in papersim -r in
    faulty -s index in papersim --index index
    papersim --index library in
    faulty in papersim -r library
    faulty in papersim -l -r library
}

@test "faults: papertrend" {
    need_shim
    papers >in
    faulty in papertrend -l -B "$DATA/counts.tsv"
    faulty in papertrend -a -B "$DATA/counts.tsv"
    faulty /dev/null papertrend -a -B "$DATA/counts.tsv" in
    faulty in papertrend --svg -B "$DATA/counts.tsv"
    faulty in papertrend --count
    faulty "$DATA/counts.tsv" papertrend --merge
}

@test "faults: paperfmt" {
    need_shim
    papers >in
    export SOURCE_DATE_EPOCH=1700000000 # a feed tells the time, which goes on between two runs
    for t in $(paperfmt --list-formats | cut -f1); do
        [ "$t" = mail ] || faulty in paperfmt -t "$t"
    done
    faulty in paperfmt -t mail --to=a@example.org --from=b@example.org
    faulty in paperfmt -f '{title} {au|, } {?kw:x}\n'
}

@test "faults: in the middle of much output no record is cut" {
    need_shim
    for i in $(seq 400); do
        rec "id:$i" 2024-05 "Waves of alpha $((i * 7919 % 1000)) and beta $((i * 31 % 777))" "$(printf 'An abstract about waves that is of some length, %.0s' 1 2 3) $i."
    done >in
    faulty in papersplit
    faulty in papergrep alpha
    faulty in papersort -k title
    faulty in paperkw
    faulty in paperlink
    faulty in paperuniq
    faulty /dev/null papersim -n 1 -t .9 in
    faulty /dev/null papertrend -a -B "$DATA/counts.tsv" in
    faulty in paperfmt -t tsv
}

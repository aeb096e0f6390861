#!/usr/bin/env bats
# Work that is done in parts gives what it gives as a whole, byte for byte, however the parts are cut.

load helpers

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    "${UNIT%/*}/papers" 1200 7 >whole
    [ "$(wc -l <whole)" -eq 1200 ]
    for n in 1 2 7 64; do
        mkdir "$n"
        split -a 3 -d -n "l/$n" whole "$n/part."
    done
    mkdir uneven # one record, none, a thousand, none, the rest
    head -1 whole >uneven/part.000
    : >uneven/part.001
    tail -n +2 whole | head -1000 >uneven/part.002
    : >uneven/part.003
    tail -n +1002 whole >uneven/part.004
    for cut in 1 2 7 64 uneven; do
        cat "$cut"/part.* | cmp - whole
    done
    head -50 whole >library
    export CUTS="1 2 7 64 uneven" WORDS="network graph of the learn model"
}

# parts COMMAND... : runs it on each part of the cut $cut, from standard input; the results in order
parts() {
    for part in "$BATS_FILE_TMPDIR/$cut"/part.???; do
        "$@" <"$part" || [ "$?" -eq 1 ] # papergrep: nothing in this one
    done
}

@test "maps: papersplit, papergrep, paperkw, paperlink, papersim -r, paperfmt" {
    cd "$BATS_FILE_TMPDIR"
    maps=(
        "papersplit -f record" "papergrep -i network" "papergrep -k title -w of" "papergrep --no-match-ok zzzz"
        "papergrep -Q title:graph" "paperkw -n 5" "paperkw -l" "paperlink" "paperlink -l" "papersim -n 3 -r library"
        "papersim --decay=99 -r library" "paperfmt -t jsonl"
        "paperfmt -t ris" "paperfmt -f {id}\\t{title}\\n"
    )
    for map in "${maps[@]}"; do
        # shellcheck disable=SC2086 # words
        $map <whole >want
        for cut in $CUTS; do
            # shellcheck disable=SC2086
            parts $map | cmp - want
        done
    done
}

@test "papersort: parts, and their merge" {
    cd "$BATS_FILE_TMPDIR"
    papersort -k date,title whole >want
    for cut in $CUTS; do
        cat "$cut"/part.??? | papersort -k date,title | cmp - want
        parts papersort -k date,title | papersort -k date,title | cmp - want
    done
}

@test "papergrep -t: counts of the parts, the best of each" {
    cd "$BATS_FILE_TMPDIR"
    papergrep -t 20 "$WORDS" whole >want
    [ "$(wc -l <want)" -eq 20 ]
    for cut in $CUTS; do
        for part in "$cut"/part.???; do
            papergrep -t 20 -c "$WORDS" "$part" >"$part.df"
        done
        papergrep -t 20 --merge "$cut"/*.df >frequencies
        papergrep -t 20 -c "$WORDS" whole | cmp - frequencies
        parts papergrep -t 20 --df=frequencies "$WORDS" | papersort -rn -k score | head -20 | cmp - want
        rm "$cut"/*.df
    done
}

@test "paperkw: with the corpus's own frequencies" {
    cd "$BATS_FILE_TMPDIR"
    paperkw --count whole >frequencies
    paperkw --df=frequencies whole >want
    for cut in $CUTS; do
        for part in "$cut"/part.???; do
            paperkw --count "$part" >"$part.df"
        done
        paperkw --merge "$cut"/*.df | cmp - frequencies
        rm "$cut"/*.df
        parts paperkw --df=frequencies | cmp - want
    done
}

@test "papertrend: from counts, whose sums are associative" {
    cd "$BATS_FILE_TMPDIR"
    papertrend -l -w 6y -t -9 -z 0 whole >want
    [ "$(wc -l <want)" -gt 20 ]
    papertrend --count --by=day whole >counts
    for cut in $CUTS; do
        for part in "$cut"/part.???; do
            papertrend --count --by=day "$part" >"$part.n"
        done
        papertrend --merge --by=day "$cut"/*.n | cmp - counts
        papertrend --merge --by=day "$cut"/part.0?[02468].n >even
        papertrend --merge --by=day "$cut"/part.0?[13579].n >odd || [ "$cut" = 1 ]
        papertrend --merge --by=day odd even | cmp - counts
        papertrend --counted -l -w 6y -t -9 -z 0 "$cut"/*.n | cmp - want
        rm "$cut"/*.n
    done
}

@test "papersim: an index of parts put together is that of the whole" {
    cd "$BATS_FILE_TMPDIR"
    papersim --index want whole
    for cut in $CUTS; do
        cat "$cut"/part.??? | papersim --index index
        cmp want index
    done
}

@test "paperuniq: parts by a key that copies share" {
    cd "$BATS_FILE_TMPDIR"
    paperuniq whole | LC_ALL=C sort >want
    [ "$(wc -l <want)" -lt 1195 ]
    for n in 1 2 7 64; do
        rm -rf keyed && mkdir keyed
        # all papers whose titles begin with the same letters go into one part
        awk -F'\t' -v n="$n" '{ k = tolower($3); gsub(/[^a-z0-9]/, "", k); k = substr(k, 1, 8); h = 0
            for (i = 1; i <= length(k); i++) h = (h * 37 + index("abcdefghijklmnopqrstuvwxyz0123456789", substr(k, i, 1))) % 65521
            print >("keyed/" h % n) }' whole
        : >keyed/empty
        for part in keyed/*; do paperuniq "$part"; done | LC_ALL=C sort | cmp - want
    done
}

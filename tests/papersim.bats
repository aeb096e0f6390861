#!/usr/bin/env bats
# papersim: the papers most alike.

load helpers

papers() {
    rec a 2020-01-01 'Tides in narrow fjords' 'Tidal currents in narrow fjords mix salt water with meltwater of glaciers.'
    rec b 2021-01-01 'Meltwater in narrow fjords' 'Glaciers feed fjords; tidal currents mix their meltwater with salt water.'
    rec c 2022-01-01 'Bees that count' 'Honey bees count landmarks up to four on their way to a feeder.'
    rec d 2023-01-01 'Counting in honey bees' 'Bees were trained to count landmarks; they fail above four.'
    rec e '' '' ''
}

@test "each paper's likes, best first; an empty paper has none; the record passes on" {
    papers >in
    papersim -n 2 in >out
    cut -f1-4 out | cmp - in
    [ "$(papersim -l -n 1 in | cut -f1,2 | tr '\t\n' '- ')" = "a-b b-a c-d d-c " ]
    [ "$(tail -1 out)" = "$(tail -1 in)" ]
    head -1 out | grep -qE $'\tsim:0\\.[0-9]{4} b\tsim:0\\.[0-9]{4} [cd]$'
    papersim -n 2 <in | cmp - out
    papersim out -n 2 | cmp - out
}

@test "scores: 1 for the same text, the same both ways, none below -t" {
    { papers; rec a2 2020 'Tides in narrow fjords' 'Tidal currents in narrow fjords mix salt water with meltwater of glaciers.'; } >in
    [ "$(papersim -l -n 1 in | grep -P '^a\t')" = "$(printf 'a\ta2\t1.0000')" ]
    papersim -l -n 9 in | awk -F'\t' '{ print ($1 < $2 ? $1 FS $2 : $2 FS $1) FS $3 }' | sort | uniq -c | awk '$1 != 2' >odd
    [ ! -s odd ]
    [ "$(papersim -l -n 9 -t .9 in | cut -f1,2 | tr '\t\n' '- ')" = "a-a2 a2-a " ]
    [ "$(papersim -l -n 9 -t 1 in | wc -l)" -eq 2 ]
    [ "$(papersim -l -n 0 in | wc -l)" -eq 0 ]
}

@test "-r: a library, score: is the mean of the N best; an index gives the same" {
    papers | head -4 >library
    rec x 2024 'Narrow fjords' 'Currents in narrow fjords, and meltwater.' >in
    rec y 2024 'Honey' 'Bees make honey.' 'score:9' 'sim:1 q' >>in
    papersim -r library -n 2 in >out
    awk -F'\t' '{ s = n = 0
        for (i = 5; i <= NF; i++) { if ($i ~ /^sim:/) { s += substr($i, 5, 6); n++ } if ($i ~ /^score:/) score = substr($i, 7) }
        d = s / 2 - score; if (d < -.0002 || d > .0002 || n > 2) exit 1 }' out
    [ "$(grep -c 'score:9' out)" -eq 0 ]
    [ "$(papersim -r library -l -n 1 in | cut -f1,2 | tr '\t\n' '- ')" = "x-a y-c " ] || [ "$(papersim -r library -l -n 1 in | cut -f1,2 | tr '\t\n' '- ')" = "x-a y-d " ]
    papersim --index=index library >nothing
    [ ! -s nothing ]
    papersim -r index -n 2 in | cmp - out
    head -2 library >l1
    tail -2 library >l2
    papersim -r l1 -r l2 -n 2 in | cmp - out
    papersim --index=again library
    cmp index again
    [ "$(papersim -r library -t 1 in | grep -c 'score:0.0000')" -eq 2 ]
}

@test "--decay: half for each DAYS that a paper is older than the newest" {
    rec old 2020-01-01 'Tides in fjords' 'Salt water.' >library
    rec new 2022-01-01 'Bees' 'Honey.' >>library
    rec x 2024 'Tides in fjords' 'Salt water.' >in
    [ "$(papersim -r library -l -n 1 in | cut -f3)" = 1.0000 ]
    [ "$(papersim -r library --decay 731 -l -n 1 in | cut -f3)" = 0.5000 ]
    [ "$(papersim -r library --decay 1462 -l -n 1 in | cut -f3)" = 0.7071 ]
    papersim --index=index library
    [ "$(papersim -r index --decay 731 -l -n 1 in | cut -f3)" = 0.5000 ]
}

@test "an index that is damaged, cut off, of another version, or stands beside others" {
    papers >in
    papersim --index=index in
    head -c 100 index >short
    run -2 --separate-stderr papersim -r short in
    [ "$stderr" = "papersim: short: a damaged index" ]
    { head -c 8 index; printf '\377'; tail -c +10 index; } >version
    run -2 --separate-stderr papersim -r version in
    [ "$stderr" = "papersim: version: an index of another version: to be made anew" ]
    size=$(wc -c <index)
    for at in 70 $((size / 2)) $((size - 3)); do
        { head -c "$at" index; printf '\252'; tail -c +$((at + 2)) index; } >bad
        cmp -s index bad && continue
        run -2 --separate-stderr papersim -r bad in
        [ "$stderr" = "papersim: bad: a damaged index" ]
        [ -z "$output" ]
    done
    run -2 --separate-stderr papersim -r index -r in in
    [ "$stderr" = "papersim: -r: an index stands alone: try 'papersim --help'" ]
    run -2 --separate-stderr papersim -r in -r index in
    [ "$stderr" = "papersim: -r: an index stands alone: try 'papersim --help'" ]
    [ -z "$output" ]
    run -2 --separate-stderr papersim --index=no/such/place in
    [ "$stderr" = "papersim: no/such/place: No such file or directory" ]
}

@test "the options' values" {
    for bad in '-t 2' '-t x' '-t .' '-t -1' '-n x' '--decay 0 -r /dev/null' '--decay 3' '--index=i -r /dev/null'; do
        # shellcheck disable=SC2086
        run -2 --separate-stderr papersim $bad /dev/null
        [ -z "$output" ]
    done
    [ "$(papersim /dev/null | wc -c)" -eq 0 ]
    papers >in
    [ "$(papersim -r /dev/null in | grep -c 'score:0.0000$')" -eq 5 ]
}

@test "the best are those that comparing all with all finds" {
    need python3
    awk 'BEGIN { srand(5)
        for (i = 0; i < 700; i++) {
            text = ""
            for (k = 0; k < 30; k++) text = text " w" int(400 * rand() * rand() * rand())
            print "p" i "\t2020\t" text "\t" text " w" int(rand() * 9)
        } }' >in
    papersim -l -n 700 in >all
    for n in 1 7; do
        papersim -l -n $n in >best
        awk -F'\t' -v n=$n '{ k[$1]++ } k[$1] <= n' all | cmp - best
    done
    papersim -l -r in -n 8 in | awk -F'\t' '$1 != $2' >other # itself is one of them there
    [ "$(cut -f1,2 other | head -700 | wc -l)" -eq 700 ]
}

@test "an index in place of records is one message, and no records" {
    papers >in
    papersim --index=index in
    run -2 --separate-stderr papersim index
    [ "$stderr" = "papersim: index: an index, where records are needed: -r takes it" ]
    [ -z "$output" ]
    for how in '' '-r in' '-r index'; do
        # shellcheck disable=SC2086
        papersim $how in >want
        # shellcheck disable=SC2086
        run -2 --separate-stderr papersim $how index in
        [ "$output" = "$(cat want)" ]
        [ "$stderr" = "papersim: index: an index, where records are needed: -r takes it" ]
    done
    run -2 --separate-stderr papersim - <index
    [ "$stderr" = "papersim: (standard input): an index, where records are needed: -r takes it" ]
    run -2 --separate-stderr papersim -r in -r <(cat index) in
    [[ "$stderr" = "papersim: /dev/fd/"*": an index, where records are needed" ]]
    [ -z "$output" ]
    cp index before
    run -2 --separate-stderr papersim --index=index index
    [ "$stderr" = "papersim: index: an index, where records are needed" ]
    run -2 papersim --index=index in before
    cmp index before
    rec papersim:1 2024 Tides '' >like
    papersim like | cmp - like
    papersim -r like like | cut -f1-4 | cmp - like
    mkfifo pipe
    cat in >pipe &
    papersim -r pipe in | cmp - <(papersim -r in in)
}

@test "--index: through a link, into its target; in place of a regular file alone" {
    papers >in
    papersim --index=index in
    mkdir sub
    ln -s sub/one link # leads to nothing yet
    ln -s "$PWD/link" sub/two
    for name in link sub/two link; do
        run -0 papersim --index="$name" in
        [ -L "$name" ]
        [ -L link ]
        [ ! -L sub/one ]
        cmp index sub/one
        echo old >sub/one
    done
    mkfifo pipe
    ln -s pipe topipe
    for name in pipe topipe; do
        run -2 --separate-stderr papersim --index="$name" in
        [ "$stderr" = "papersim: $name: not a regular file" ]
        [ -p pipe ]
        [ -L topipe ]
    done
    run -2 --separate-stderr papersim --index=sub in
    [ "$stderr" = "papersim: sub: Is a directory" ]
    ln -s round round
    run -2 papersim --index=round in
    [ "$(find . -name '*.??????')" = "" ]
    mknod null c 1 3 || skip "no devices here"
    run -2 --separate-stderr papersim --index=null in
    [ "$stderr" = "papersim: null: not a regular file" ]
    [ -c null ]
}

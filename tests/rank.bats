#!/usr/bin/env bats
# papergrep -t: the best papers for a text, counts for parts of a corpus.

# shellcheck disable=SC2002 # a pipe is meant, not a file
load helpers

papers() {
    rec p:1 2024 'Moss on stones' 'Moss grows slowly. We weigh it. Moss keeps water, and humidity moves it.'
    rec p:2 2023 'Weather of cities' 'Humidity, once, is told of among much that is not about it at all, such as rain and wind.'
    rec p:3 2022 'Colour of waveguides' 'Ionisation in wave-guides is seen as colours.' 'kw:moss'
    rec p:4 '' 'On dying stars' 'They lie far away.' 'score:7'
    rec p:5 2021 'Humidity' '' 'score:1' 'au:Rossi, Ada' 'score:none'
    rec p:6 2020 '' 'Naïve naïve Schrödinger.'
}

# best TEXT [OPTION]... : the numbers of the papers, best first
best() {
    papergrep -t 9 "${@:2}" -e "$1" papers | cut -f1 | tr -d 'p:\n'
}

# a corpus of so many records with words of a small vocabulary, some of them frequent
corpus() {
    awk -v n="$1" -v seed="${2:-7}" 'BEGIN {
        srand(seed)
        split("moss stone stones humidity humid water waters wave guide waveguide colour color city cities " \
              "Übung ubung the of is model models modelling rare", word, " ")
        for (w in word) words++
        for (i = 1; i <= n; i++) {
            printf "s%d:%d\t2024", seed, i
            for (k = 0; k < 2; k++) {
                printf "\t"
                for (j = int(rand() * (k ? 60 : 8)); j > 0; j--)
                    printf "%s%s", word[1 + int(rand() * rand() * words)], (j > 1 ? (rand() < .1 ? "-" : " ") : "")
            }
            printf "%s\n", (rand() < .2 ? "\tkw:moss" : "")
        }
    }'
}

@test "the best first, with a score between 0 and 1; one that stood there is dropped" {
    papers >papers
    [ "$(best 'moss humidity')" = 152 ]
    [ "$(best humidity)" = 521 ]
    papergrep -t 1 humidity papers >out
    diff - <(sed 's/score:0\.[0-9]\{6\}$/score:S/' out) <<<"p:5${TAB}2021${TAB}Humidity${TAB}${TAB}au:Rossi, Ada${TAB}score:S"
    [ "$(papergrep -t 2 'moss humidity' papers | wc -l)" = 2 ]
    papergrep -t 9 'moss humidity' papers | papersort -rn -k score >sorted
    papergrep -t 9 'moss humidity' papers | diff sorted -
}

@test "words: stems, accents, spellings, words written as one, stop words" {
    papers >papers
    while IFS='|' read -r want text; do
        [ "$(best "$text" --no-match-ok)" = "$want" ] || { echo "$text: $(best "$text"), not $want"; false; }
    done <<'END'
4|die
4|dies
4|LIES
6|naive
6|schrodinger
3|colors
3|ionization
3|wave guide
3|wave-guide
3|waveguiding
152|mosses' own humidities, of moss
4|they
4|THEY are the far
|graph
END
    [ "$(best 'the moss and the it')" = "$(best moss)" ]
    [ "$(best 'moss moss moss moss humidity')" = "$(best 'humidity moss')" ]
}

@test "-k: other fields; a title counts three times wherever it is named" {
    papers >papers
    [ "$(best moss -k kw)" = 3 ]
    [ "$(best humidity -k title)" = 5 ]
    [ "$(best rossi -k au,title)" = 5 ]
    [ "$(best 'moss stones' -k abstract)" = 1 ]
}

@test "nothing found: status 1, or 0 with --no-match-ok; a text without a word: status 2" {
    papers >papers
    run -1 papergrep -t 3 graph papers
    [ -z "$output" ]
    run -0 papergrep -t 3 --no-match-ok graph papers
    run -1 papergrep -t 3 graph </dev/null
    run -2 papergrep -t 3 '...' papers
    [[ $output == "papergrep: there is no word in the text"* ]]
    for option in -v -n -q -o -l -L -H -Q -w -x -m3; do
        run -2 papergrep -t 3 "$option" moss papers
        [[ $output == "papergrep: -t goes with none of"* ]]
    done
    for option in --df=x --like=x --like-file=x; do
        run -2 papergrep "$option" -e moss papers
        [[ $output == *"they need -t"* ]]
    done
    run -2 papergrep -t 0 moss papers
}

@test "several texts, of -e and -f, are one; but their words are no neighbours" {
    papers >papers
    printf 'moss\nhumidity\n' >text
    papergrep -t 9 'moss humidity' papers >want
    papergrep -t 9 -e moss -e humidity papers | diff want -
    papergrep -t 9 -f text papers | diff want -
    run -1 papergrep -t 9 -e wave -e guide -k title papers
    run -0 papergrep -t 9 -e 'wave guide' -k title papers
}

@test "the score is that of the page, and equal ones keep their order" {
    need python3
    corpus 3000 >papers
    for text in moss 'wave guide stone' 'models of humid cities' 'Übung' 'rare colour of the water'; do
        papergrep -t 3000 "$text" papers | awk -F '\t' '{ print $1, $NF }' >got
        python3 "$ROOT/tests/eval/score.py" papers "$text" >want
        diff want got >differ || { echo "$text"; head -5 differ; false; }
        [ "$(wc -l <got)" -gt 100 ]
    done
}

@test "parts of a corpus, with the counts of all, give what the whole gives, byte for byte" {
    corpus 2000 >papers
    text='humid stones of rare colour'
    papergrep -t 40 "$text" papers >want
    for pieces in '1,$' '1,1000 1001,1500 1501,1501 1502,$' '1,1 2,2 3,$ 9999,9999'; do
        n=0 tables=()
        for piece in $pieces; do
            n=$((n + 1))
            sed -n "${piece}p" papers >part.$n
            papergrep -t 1 -c "$text" part.$n >table.$n
            tables+=("table.$n")
        done
        papergrep --merge "${tables[@]}" >sum
        papergrep -t 1 -c "$text" papers | diff - sum
        LC_ALL=C sort -c -t "$TAB" -k1,1 sum
        for ((i = 1; i <= n; i++)); do
            papergrep -t 40 --no-match-ok --df sum "$text" part.$i
        done | papersort -rn -k score | head -n 40 | diff want -
    done
    papergrep --merge table.2 table.1 table.3 table.4 table.1 >a
    papergrep --merge table.1 table.3 >b
    papergrep --merge table.4 b table.2 table.1 | diff a -
}

@test "tables that are none, or of another text, are refused" {
    papers >papers
    papergrep -t 1 -c moss papers >table
    [ "$(head -n 1 table | cut -f2,3)" = "6${TAB}1" ]
    run -2 papergrep -t 1 --df table humidity papers
    [[ $output == "papergrep: --df: table: no counts of these words"* ]]
    run -2 papergrep -t 1 --df missing moss papers
    [ "${#lines[@]}" = 1 ]
    printf '\t1\t2\t3\nmoss\t1\t-2\t3\n' >bad
    run -2 papergrep --merge bad
    [[ ${lines[0]} == "papergrep: bad:2: not a row of counts"* ]]
    printf 'moss\t18446744073709551616\t1\t1\n' >huge
    run -2 papergrep --merge huge
    [[ ${lines[0]} == "papergrep: huge:1: not a row of counts"* ]]
    printf 'moss\t6000000000000000000\t1\t1\n' >huge
    papergrep --merge huge huge huge >sum
    papergrep --merge sum | diff sum -
    run -2 papergrep --merge sum huge
    [[ $output == *"huge:1: a count is too large"* ]]
    run -0 papergrep --merge </dev/null
    [ -z "$output" ]
}

@test "files, pipes, blocks of any size, CR LF and lines that are no records make no difference" {
    corpus 4000 >papers
    text='humid stones'
    papergrep -t 30 "$text" papers >want
    cat papers | papergrep -t 30 "$text" | diff want -
    papergrep -t 30 "$text" - <papers | diff want -
    head -n 1500 papers >one
    tail -n +1501 papers >two
    papergrep -t 30 "$text" one two | diff want -
    cat two | papergrep -t 30 "$text" one - | diff want -
    { head -n 100 papers; sleep 0.1; tail -n +101 papers; } | papergrep -t 30 "$text" | diff want -
    sed 's/$/\r/' papers >cr
    papergrep -t 30 "$text" cr | diff want -
    sed '1500,1600s/$/\r/' papers | papergrep -t 30 "$text" | diff want -
    printf '%s' "$(cat papers)" >no-newline
    papergrep -t 30 "$text" no-newline | diff want -
    { head -n 700 papers; echo moss; tail -n +701 papers; } >odd
    run -2 --separate-stderr papergrep -t 30 "$text" odd
    [ "$output" = "$(cat want)" ]
    # shellcheck disable=SC2154 # set by run
    [[ $stderr == "papergrep: odd:701: not a paper record"* ]]
    { read -r _; papergrep -t 30 "$text"; } <papers >behind
    tail -n +2 papers | papergrep -t 30 "$text" | diff behind -
}

@test "a temporary file that cannot be made is told; files need none" {
    need_own_tmpdir
    papers >papers
    export TMPDIR=$PWD/missing
    run -0 papergrep -t 1 moss papers
    run -2 bash -c 'cat papers | papergrep -t 1 moss'
    [[ $output == "papergrep: a temporary file cannot be written"* ]]
}

@test "a file that changes before it is read again is told, not read" {
    papers >papers
    cp papers other
    mkfifo gate
    papergrep -t 1 moss papers gate 2>err >out &
    timeout 20 bash -c 'exec 9>gate && mv other papers' # the gate is opened when papers was read
    told=0
    wait $! || told=$?
    [ "$told" = 2 ]
    [ "$(cat err)" = "papergrep: papers: the file changed while it was read" ]
    [ ! -s out ]
}

@test "--like and --like-file rank by papers, which are left out" {
    papers >papers
    [ "$(papergrep -t 9 --like p:1 papers | head -n 1 | cut -f1)" = p:5 ]
    papergrep -t 9 --like p:1 papers >want
    [ "$(grep -c '^p:1' want)" = 0 ]
    grep '^p:1' papers >one
    papergrep -t 9 --like-file one papers | diff want -
    papergrep -t 9 --like-file - papers <one | diff want -
    run -2 papergrep -t 9 --like p:77 papers
    [[ $output == "papergrep: p:77: no such paper in the input" ]]
    run -2 bash -c 'cat papers | papergrep -t 9 --like p:1'
    [[ $output == *"reads its input twice"* ]]
    # what is wrong with a file is told once
    echo none >words
    run -2 papergrep -t 9 --like-file none papers
    [ "$output" = "papergrep: none: No such file or directory" ]
    run -2 papergrep -t 9 --like-file words papers
    [ "$output" = "papergrep: words:1: not a paper record: 1 column, 4 needed" ]
    run -2 papergrep -t 9 --like-file /dev/null papers
    [ "$output" = "papergrep: /dev/null: no paper in it" ]
    for other in --like=p:2 --like-file=one '-e moss' '-f one'; do
        # shellcheck disable=SC2086 # two words
        run -2 papergrep -t 9 --like p:1 $other papers
        [[ $output == "papergrep: --like or --like-file is all to rank by"* ]]
    done
    # long texts: the words that stand most often are taken
    seq -f 'word%.0fx' 400 | tr '\n' ' ' >words
    rec long 2024 'Moss and moss again' "$(cat words)" >long
    [ "$(papergrep -t 9 --like-file long papers | head -n 1 | cut -f1)" = p:1 ]
}

@test "-c prints counts, which do not depend on how the input comes" {
    corpus 500 >papers
    papergrep -t 1 -c 'moss stones' papers >want
    [ "$(cut -f1 want | tr '\n' ' ')" = ' moss stone ' ]
    cat papers | papergrep -t 1 -c 'moss stones' | diff want -
    [ "$(sed -n 's/^moss\t\([0-9]*\)\t.*/\1/p' want)" = "$(papergrep -c -i -w -k title,abstract 'moss' papers)" ]
}

@test "the best of collections with known answers: ahead of SQLite's FTS5" {
    need python3
    need_shared eval/search
    run -0 python3 "$ROOT/tests/eval/search.py" "$SHARED/eval/search" papergrep med npl
    echo "$output"
    awk '$1 == "med" { n += $3 > .75 && $4 > .59 } $1 == "npl" { n += $3 > .46 && $4 > .305 } END { exit n != 2 }' <<<"$output"
}

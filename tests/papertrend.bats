#!/usr/bin/env bats
# papertrend: what is rising.

load helpers

# titles YEAR N TITLE : N papers of that year
titles() {
    for i in $(seq "$2"); do rec "$1.$3.$i" "$1" "$3" ''; done
}

# 400 papers: bees give way to quantum otters
papers() {
    for year in 2020 2021 2022 2023; do
        titles "$year" 60 'Weather of the coast'
        titles "$year" 20 'A study of rivers'
    done
    titles 2020 20 'Honey bees at work'
    titles 2021 20 'Honey bees at work'
    titles 2022 18 'Honey bees at work'
    titles 2022 2 'On quantum otters'
    titles 2023 20 'On quantum otters'
}

@test "the term that rises, with its numbers; parts of it give way" {
    papers >in
    papertrend -l in >out
    [ "$(cut -f1,4- out)" = "quantum otter${TAB}20${TAB}2${TAB}0,0,2,20${TAB}*" ]
    # c=20 of n=100, b=2 of m=300, by the formula of the page
    awk 'BEGIN { c = 20; n = 100; b = 2; m = 300; p = (c + b + .5) / (n + m + 1); a = 100 * p + .5
        d = log((c + a) / (n + 101 - c - a)) - log((b + a) / (m + 101 - b - a)); s = sqrt(1 / (c + a) + 1 / (b + a))
        printf "%.3f\t%.2f\n", d - 2.5 * s, d / s }' >want
    cut -f2,3 out | cmp - want
    papertrend -l <in | cmp - out
    papertrend -l -z 4 in | cut -f1 | grep -qx 'quantum otter'
    [ "$(papertrend -l -t -9 in | cut -f1 | sort | tr '\n' ';')" = "coast;quantum otter;study of river;weather;" ]
}

@test "records of the window get trend:, others pass with -a only" {
    {
        papers
        rec old 2020 'Quantum otters' ''
        rec none '' 'Quantum otters' ''
        rec new 2023 'Quantum otters swim' 'An abstract.' 'trend:7' 'x:1'
    } >in
    papertrend in >out
    [ "$(cut -f2 out | sort -u)" = 2023 ]
    [ "$(wc -l <out)" -eq 101 ]
    [ "$(tail -1 out | sed 's/trend:[0-9.]*$/trend:N/')" = "$(rec new 2023 'Quantum otters swim' 'An abstract.' 'x:1' trend:N)" ]
    [ "$(grep -c 'trend:0.000$' out)" -eq 80 ]
    papersort -rn -k trend out | head -21 | cut -f3 | sort -u >best
    [ "$(grep -vc otters best)" -eq 0 ]
    papertrend -a in >all
    cut -f1 all | cmp - <(cut -f1 in)
    [ "$(grep -c 'trend:' all)" -eq 101 ]
    papertrend <in | cmp - out
    papertrend - <in | cmp - out
}

@test "spans: relative, of one's own, open; the default fits the dates" {
    for day in 01 08 15 22; do
        for i in $(seq 30); do rec "$day.$i" "2024-05-$day" 'Plain things' ''; done
    done >in
    for i in $(seq 20); do rec "x$i" 2024-05-28 'Sudden storms' ''; done >>in
    [ "$(papertrend -l in | cut -f1,4,5)" = "sudden storm${TAB}20${TAB}0" ]
    [ "$(papertrend in | wc -l)" -eq 50 ] # 22nd to 28th, a week
    [ "$(papertrend -w 1d in | wc -l)" -eq 20 ]
    [ "$(papertrend -w 2w in | wc -l)" -eq 80 ]
    [ "$(papertrend -w 2024-05-22..2024-05-28 in | cmp - <(papertrend in) && echo same)" = same ]
    [ "$(papertrend -w 2024-05-22.. in | wc -l)" -eq 50 ]
    [ "$(papertrend -w 2024-05-28 -b 2w -l in | cut -f4,5)" = "20${TAB}0" ]
    [ "$(papertrend -w 2024-05-28 -b 2024-05-01 -l in | cut -f6)" = "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,20" ]
    for bad in 7x d 2024-13 2024-05..2024-01 .. 7 -1d ''; do
        run -2 --separate-stderr papertrend -w "$bad" in
        [[ "$stderr" = *"-w: '$bad' is no span of time"* ]]
    done
    rec m 2024-05 'Some month' '' >>in
    [ "$(papertrend in | wc -l)" -eq 50 ] # as before: most dates are exact to the day
    for i in $(seq 150); do rec "m$i" 2024-05 'Some month' ''; done >>in
    [ "$(papertrend in 2>/dev/null | wc -l)" -eq 291 ] # a month, since most are not
}

@test "months end where they end" {
    for month in 01 02 03 04 05; do
        for i in $(seq 30); do rec "$month.$i" "2024-$month-$(printf %02d $((i % 29 + 1)))" 'Plain things' ''; done
    done >in
    rec last 2024-05-31 'End' '' >>in
    [ "$(papertrend in | cut -f2 | cut -c1-7 | sort -u)" = 2024-05 ]
    [ "$(papertrend -w 2m in | cut -f2 | cut -c1-7 | sort -u | tr '\n' ' ')" = "2024-04 2024-05 " ]
}

@test "a paper counts once: the input twice gives the same; an ID of two titles, too" {
    papers >in
    papertrend -l in in | cmp - <(papertrend -l in)
    { cat in; awk -F'\t' -v OFS='\t' '{ $3 = $3 " again" } 1' in; } | papertrend -l | cmp - <(papertrend -l in)
    titles 2024 1 'Otters, otters and otters' | papertrend --count | grep -qx "otter${TAB}2024${TAB}1"
}

@test "terms: singular, folded, no year, none across punctuation, none that begins with an article" {
    rec i 2024 "The Schrödinger's cats of 2023: C++ and state-of-the-art GPUs — analyses, matrices & series" '' >in
    papertrend --count in | cut -f1 >terms
    for term in schrodinger 'schrodinger cat' cat c++ 'c++ and state' state gpu 'art gpu' analysis matrix series; do
        grep -qxF -- "$term" terms || { echo "missing: $term"; return 1; }
    done
    run ! grep -qE '^(the|of|and)\b|\b(the|of|and)$|2023|cat c|gpu analysis|matrix series|^s$' terms
}

@test "kw fields are terms as a whole; -k takes others, as they stand" {
    rec i 2024 'A title' '' 'kw:Graph Neural Networks' 'kw:graph neural networks' 'cat:cs.CL' >in
    rec j 2024 'Another title' '' 'cat:cs.CL' >>in
    [ "$(papertrend --count in | tr '\t\n' ' ;')" = " 2024 2;graph neural network 2024 1;title 2024 1;" ]
    [ "$(papertrend --count -k cat in | tr '\t\n' ' ;')" = " 2024 2;cs.CL 2024 2;" ]
    papertrend --count -k title,cat in | grep -q '^title'
}

@test "counts add up, byte for byte, and give the same terms" {
    papers | sort >in
    awk 'NR % 3 == 0' in >a
    awk 'NR % 3' in >b
    papertrend --count a >ca
    papertrend --count b >cb
    papertrend --merge ca cb | cmp - <(papertrend --count in)
    papertrend --count in | LC_ALL=C sort -c
    papertrend --merge ca cb | papertrend -l --counted | cmp - <(papertrend -l in)
    [ "$(rec i 2024-05-06 Word '' | papertrend --count --by=day | tail -1)" = "word${TAB}2024-05-06${TAB}1" ]
    [ "$(rec i 2024-05-06 Word '' | papertrend --count | tail -1)" = "word${TAB}2024-05${TAB}1" ]
    [ "$(rec i 2024-05-06 Word '' | papertrend --count --by=year | tail -1)" = "word${TAB}2024${TAB}1" ]
    [ "$(rec i 2024-05-06 Word '' | papertrend --count --by=day | papertrend --merge --by=year | tail -1)" = "word${TAB}2024${TAB}1" ]
}

@test "a sum that a table cannot hold is told" {
    printf 'wave\t2024-01\t2147483648\nwind\t2024-01\t1\n' >a
    printf 'wave\t2024-01\t2147483647\n' >b
    papertrend --merge a b >sum
    [ "$(head -n 1 sum)" = "wave${TAB}2024-01${TAB}4294967295" ]
    papertrend --merge sum | cmp - sum
    run -2 --separate-stderr papertrend --merge a a
    [ "$output" = "wind${TAB}2024-01${TAB}2" ]
    [[ $stderr == "papertrend: "*"2^32 or more"* ]]
}

@test "-B: a background of counts; the records' own past does not count then" {
    papers >in
    grep -v $'\t2023\t' in | papertrend --count >before
    grep $'\t2023\t' in >now
    papertrend -l -B before now | cut -f1-5 | cmp - <(papertrend -l in | cut -f1-5)
    papertrend -l -B before -w 2023 in | cut -f1-5 | cmp - <(papertrend -l in | cut -f1-5)
    [ "$(papertrend -l -B before -b 2022 now | cut -f5)" = 2 ]
    papertrend -l -B before -B before now | cut -f5 | grep -qx 4
}

@test "a term in more papers than a table has is told and left out, the others are compared" {
    printf '\t2023\t10\n\t2024\t10\na\t2023\t1\na\t2024\t9\nb\t2023\t1\nb\t2024\t11\nc\t2023\t11\nc\t2024\t9\n' >odd
    grep -v '^[bc]' odd >even
    for way in --list --svg; do
        papertrend --counted "$way" -w 2024 -b 2023 -t -9 even >want
        run -2 --separate-stderr papertrend --counted "$way" -w 2024 -b 2023 -t -9 odd
        [ "$output" = "$(cat want)" ]
        [ "$stderr" = "papertrend: tables that do not add up: a term in more papers than there are is left out" ]
    done
}

@test "a bad row of a table is told with file and line, the others count" {
    printf '\t2024\t9\nword\t2024\t3\n' >good
    for row in 'word 2024 3' $'word\t2024' $'word\t2024\tx' $'word\t20x4\t3' $'word\t2024\t-3' $'word\t2024\t3\t4' $'word\t2024\t99999999999' ''; do
        { cat good; printf '%s\n' "$row"; } >bad
        run -2 --separate-stderr papertrend --merge bad
        [ "$output" = "$(cat good)" ]
        [ "$stderr" = "papertrend: bad:3: not a row of counts: a term, a date and a whole number below 2^32 needed" ]
    done
}

@test "nothing to compare with is said, and nothing rises" {
    titles 2024 5 'Otters' >in
    run -0 --separate-stderr papertrend -l in
    [ -z "$output" ]
    [ "$stderr" = "papertrend: 5 papers in the window, and none in the background to compare them with: nothing to tell" ]
    run -0 --separate-stderr papertrend in
    [ "${#lines[@]}" -eq 5 ]
    [ "$(printf '%s\n' "$output" | grep -c 'trend:0.000$')" -eq 5 ]
    titles 2024 1 'Otters' >one
    run -0 --separate-stderr papertrend -l one
    [ "$stderr" = "papertrend: 1 paper in the window, and none in the background to compare it with: nothing to tell" ]
    run -0 --separate-stderr papertrend -l /dev/null
    [ -z "$output$stderr" ]
    rec x '' Otters '' >undated
    run -0 --separate-stderr papertrend undated
    [ "$stderr" = "papertrend: no paper of the input has a date in the window: nothing to tell" ]
}

@test "--svg: a picture that holds what it tells" {
    papers >in
    rec i 2023 '<script>&"x" otters' '' 'kw:<b>&"c"' >>in
    papertrend --svg in >out.svg
    grep -q '>quantum otter</text>' out.svg
    [ "$(grep -c '<rect ' out.svg)" -eq 5 ] # the page and four years
    [ "$(papertrend --svg -n 0 in | grep -c '<rect ')" -eq 1 ]
    papertrend --svg -k kw -t -99 in in >other.svg 2>/dev/null
    need xmllint
    xmllint --noout out.svg other.svg
    for i in 1 2 3; do rec "v$i" 2023 x '' 'cat:<b>&"c"'; done >>in
    papertrend --svg -k cat -t -99 in >odd.svg
    xmllint --noout odd.svg
    grep -q '&lt;b&gt;&amp;&quot;c&quot;' odd.svg
}

@test "--spark: shares as blocks" {
    papers >in
    [ "$(papertrend -l --spark in | cut -f8)" = "  ▂█" ]
    [ "$(papertrend -l --spark=never in | cut -f8)" = "" ]
    run -2 papertrend -l --spark=odd in
}

@test "options that exclude each other, and bad numbers" {
    for o in "-l --svg" "-l --count" "--count --merge" "--count -w 7d" "--merge -B x" "--counted" "-n 3" "-a -l" "--by=day" "--count --by=week" "-t x" "-z" "-l -n x" "--count --counted"; do
        # shellcheck disable=SC2086
        run -2 --separate-stderr papertrend $o </dev/null
        [ "${#stderr_lines[@]}" -eq 1 ]
        [ -z "$output" ]
    done
}

@test "years before 1000 and after 2199 are no dates" {
    {
        rec a 8277 'Graph waves' ''
        rec b 0999-12-31 'Graph waves' ''
        rec c 2200 'Graph waves' ''
        rec d 2199-12-31 'Graph waves' ''
    } >in
    run -0 papertrend --count in
    [ "${lines[0]}" = "${TAB}2199-12${TAB}1" ]
    [ "${#lines[@]}" -eq 4 ]
    for w in 8277 8277..9000 1y 99d; do
        run papertrend -w "$w" in
        [ "$status" -ne 139 ]
    done
    rec a 1000 'Graph waves' '' >in
    run -0 papertrend in
    run -0 papertrend -w 9y -b 9999y in
}

@test "a span that begins before the years of dates has no beginning" {
    rec a 2024-05-01 'Graph waves' '' >in
    rec b 2024-05-02 'Graph waves' '' >>in
    for w in 94000d 95000d 99999d 99999w 99999m 99999y; do
        run -0 --separate-stderr papertrend -l -w "$w" in
        [[ "$stderr" = "papertrend: 2 papers in the window, and none"* ]]
        [ "$(papertrend -w "$w" in 2>/dev/null | wc -l)" -eq 2 ]
        run -0 papertrend -l -w 1d -b "$w" in
        run -0 papertrend --svg -w 1d -b "$w" in
    done
}

@test "a window ends with the last date that is exact to its unit" {
    for month in 04 05 06 07; do
        for i in $(seq 30); do rec "$month.$i" "2024-$month-$(printf %02d "$i")" 'Plain things' ''; done
    done >exact
    for w in '' -w1m -w7d -w2w; do
        # shellcheck disable=SC2086
        papertrend $w exact >"want$w"
    done
    for date in 2024 2025 2199; do
        { rec other "$date" 'Plain things' ''; cat exact; } >in
        for w in '' -w7d -w2w; do
            # shellcheck disable=SC2086
            papertrend $w in | diff "want$w" -
        done
    done
    { rec other 2024-12 'Plain things' ''; cat exact; } | papertrend -w 7d | diff want-w7d -
    { rec other 2024 'Plain things' ''; cat exact; } | papertrend -w 1m | diff want-w1m -
    { rec other 2024-08 'Plain things' ''; cat exact; } | papertrend -w 1m | cut -f1 | diff <(echo other) -
    { rec other 2024 'Plain things' ''; cat exact; } | papertrend -w 1y 2>/dev/null | wc -l | diff <(echo 121) -
    { rec other 2024-08-01 'Plain things' ''; cat exact; } | papertrend -w 1d | cut -f1 | diff <(echo other) -
}

@test "an open window ends with its last date, and its background is three times as long" {
    {
        for month in 01 02 03 04 05 06; do
            for i in $(seq 30); do rec "$month.$i" "2024-$month-$(printf %02d $((i % 29 + 1)))" 'Plain things' ''; done
        done
        rec last 2024-06-30 'Sudden storms' ''
        rec year 2024 'Plain things' ''
        for i in $(seq 9); do rec "s$i" 2024-06-07 'Sudden storms' ''; done
    } >in
    papertrend -l -w 2024-06 in >want
    [ "$(cut -f4-6 want)" = "10${TAB}0${TAB}0,0,0,10" ]
    papertrend -l -w 2024-06.. in | diff want -
    [ "$(papertrend -l -t -9 -w 2024-05.. in | awk -F'\t' '$1 == "plain thing" { print $4, $5, $6 }')" = "60 120 0,0,30,30,30,30,30,30" ]
    papertrend -w 2024-06.. in | diff <(papertrend -w 2024-06 in) -
    run -0 --separate-stderr papertrend -l -w 2025.. in
    [ "$stderr" = "papertrend: no paper of the input has a date in the window: nothing to tell" ]
}

@test "a window that cuts the units of a table is told from one without papers" {
    { rec a 2024-05-30 'Otters' ''; rec b 2024-04-01 'Otters' ''; } | papertrend --count >table
    for w in 7d 2024-05-01..2024-05-30; do
        run -0 --separate-stderr papertrend --counted -l -w "$w" table
        [ "$stderr" = "papertrend: the window $w cuts the months or years of the dates, and has none of them whole: nothing to tell" ]
    done
    run -0 --separate-stderr papertrend --counted -l -w 2024-06-01..2024-06-09 table
    [ "$stderr" = "papertrend: no paper of the input has a date in the window: nothing to tell" ]
}

#!/usr/bin/env bats
# paperuniq: one record of each paper.

load helpers

TEXT='Glaciers calve where warm currents undercut their floating tongues; we tracked icebergs with
 seismometers, hydrophones and satellite radar over eleven Greenland summers, separated capsizing
 events from crevasse openings by spectral shape, and estimated meltwater discharge from plume acoustics.'
TEXT=${TEXT//$'\n'/}

@test "the same DOI, arXiv number or PubMed number: one paper, also through a third record" {
    {
        rec doi:10.5555/a 2020 'Alpha' '' 'arxiv:2001.00001'
        rec x:1 2021 'Beta' '' 'doi:10.5555/A'
        rec arxiv:2001.00001v3 '' 'Gamma' ''
        rec y:2 '' 'Delta' '' 'doi:10.48550/arXiv.2001.00001' 'pmid:7'
        rec pmid:7 '' 'Epsilon' ''
        rec pmid:8 '' 'Zeta' ''
    } >in
    run -0 paperuniq in
    [ "$(ids <<<"$output")" = "doi:10.5555/a pmid:8" ]
    [ "$(paperuniq --pairs in | cut -f4 | sort -u | ids)" = "arxiv doi pmid" ]
}

@test "merging: fields and columns that the first lacks, and dup: for each of the others" {
    {
        rec a '' 'One title' '' 'au:Ada' 'doi:10.1/x'
        rec b 2020 'Other' 'Text.' 'kw:k1' 'kw:k2' 'doi:10.1/x'
        rec c 2021 'Third' 'More.' 'venue:V' 'kw:k3' 'doi:10.1/x'
    } >in
    rec a 2020 'One title' Text. au:Ada doi:10.1/x kw:k1 kw:k2 venue:V dup:b dup:c >want
    paperuniq in | diff want -
    paperuniq <in | diff want -
    [ "$(paperuniq -c in | awk -F'\t' '{ print $NF }')" = copies:3 ]
    [ "$(paperuniq -d in | awk -F'\t' '{ print $1, $NF }' | tr '\n' ' ')" = "b dup:a c dup:a " ]
    paperuniq --line-buffered in | diff <(head -1 in) -
    paperuniq in | paperuniq | diff want -
}

@test "a DOI is not believed where neither titles nor authors agree: it may be the volume's" {
    {
        rec a 2020 'Tides in narrow fjords' '' 'au:Ada Byron' 'doi:10.1/x'
        rec b 2020 'Sand under a microscope' '' 'au:Max Born' 'doi:10.1/x'
        rec c 2020 'Sand under a microscope, revisited' '' 'au:Max Born' 'doi:10.1/x'
    } >in
    [ "$(paperuniq in | ids)" = "a b" ]
}

@test "titles: spelling, brackets and order of authors make no difference" {
    {
        rec p:1 2001 'On-line Schrödinger Caches: a Survey of Prefetching' '' 'au:Ada Byron' 'au:Max Born'
        rec q:1 2001 'Online Schrodinger caches - A survey of prefeching (extended abstract)' '' 'au:Born, Max' 'au:Byron, A.'
    } >in
    [ "$(paperuniq in | wc -l)" -eq 1 ]
}

@test "what is not the same: parts, years, replies, other authors, rubrics, one catalogue" {
    {
        rec p:1 2001 'Prefetching by rumour in wide networks, part I' '' 'au:Ada Byron'
        rec q:2 2001 'Prefetching by rumour in wide networks, part II' '' 'au:Ada Byron'
        rec r:3 2003 'Prefetching by rumour in wide networks, part I' '' 'au:Ada Byron'
        rec s:4 2001 'Reply to prefetching by rumour in wide networks, part I' '' 'au:Ada Byron'
        rec t:5 2001 'Rumour engines' '' 'au:Ada Byron'
        rec u:6 2001 'Rumour engines' '' 'au:Max Born'
        rec v:7 2001 'Editorial' ''
        rec w:8 2001 'Editorial' ''
        rec x:9 2001 'Sundials of the northern coast' '' 'au:Ada Byron'
        rec x:10 2001 'Sundials of the northern coast' '' 'au:Ada Byron'
    } >in
    paperuniq in | diff in -
}

@test "texts: a title that changed, and a text that changed a little" {
    {
        rec a 2019-01-02 'Icebergs heard' "$TEXT"
        rec b 2020-05-06 'Listening to calving fronts' "Notably, ${TEXT/eleven/twelve}"
        rec c 2020 'Icebergs seen' 'Sails of ice drift where warm winds tear at them; we drew them by hand, with ink, chalk and copper plates over many voyages, separated tabular from pinnacled outlines by eye, and guessed their draught from the height of masts.'
    } >in
    [ "$(paperuniq in | ids)" = "a c" ]
    [ "$(paperuniq --pairs in | cut -f1,2,4 | tr '\t' ' ')" = "a b text" ]
}

@test "-s: what was seen stays away, in later runs too; nothing else does" {
    three >day1
    { three; rec d 2024 'Delta wings' ''; } >day2
    [ "$(paperuniq -s seen day1 | ids)" = "a b c" ]
    cp seen before
    [ -z "$(paperuniq -s seen day1)" ]
    cmp seen before
    [ "$(paperuniq -s seen day2 | ids)" = d ]
    [ "$(paperuniq -ds seen day2 | ids)" = "a b c d" ]
    [ "$(paperuniq -s seen --since 2199-12-31 day2 | ids)" = "a b c d" ]
    [ "$(paperuniq -s seen --forget 1d day2 | ids)" = "" ]
    cut -f1 <(paperuniq -m -s other day1 | paperuniq -ms other2) | diff <(cut -f1 day1) -
}

@test "--forget takes out what is old, and only that" {
    need_other_days
    three >in
    at 2020-01-01 paperuniq -s seen in >/dev/null
    rec d 2024 'Delta wings' '' | paperuniq -s seen >/dev/null
    [ "$({ three; rec d 2024 'Delta wings' ''; } | paperuniq -s seen --forget=90d | ids)" = "a b c" ]
}

@test "a state that was cut off, or is none" {
    three >in
    paperuniq -s seen in >/dev/null
    size=$(wc -c <seen)
    for n in 0 5 17 20 "$((size - 1))" "$((size - 30))"; do
        head -c "$n" seen >part
        paperuniq -s part in >/dev/null
        [ -z "$(paperuniq -s part in)" ]
    done
    { cat seen; head -c 100 /dev/zero; } >zeros
    [ -z "$(paperuniq -s zeros in)" ]
    [ "$(wc -c <zeros)" -eq "$size" ]
    { head -c 40 seen; printf 'XXXX'; tail -c +45 seen; } >damaged
    cp damaged before
    run -2 --separate-stderr paperuniq -s damaged in
    [ "$stderr" = "paperuniq: damaged: no state file, or damaged: move it away to begin anew" ]
    cmp damaged before
    run -2 paperuniq -s in in
    run -2 paperuniq -s no/such/file in
}

@test "what could not be written does not count as seen" {
    [ -c /dev/full ] || skip "no /dev/full"
    three >in
    run -2 bash -c 'paperuniq -s seen in >/dev/full'
    [ "$(paperuniq -s seen in | ids)" = "a b c" ]
}

@test "--versions" {
    rec arxiv:2401.00001 2024 'Title' 'Text' 'version:1' >in
    rec arxiv:2401.00001 2024 'Title' 'Text' 'version:2' >>in
    [ "$(paperuniq in | wc -l)" -eq 1 ]
    paperuniq --versions=keep in | diff in -
    for how in "" -m --line-buffered; do
        # shellcheck disable=SC2086
        [ "$(paperuniq $how --versions=mark in | tail -1 | awk -F'\t' '{ print $NF }')" = dup:arxiv:2401.00001 ]
    done
    run -2 paperuniq --versions=x in
}

@test "-d, --pairs, and -c or -m: one of the three" {
    three >in
    for options in '-d --pairs' '-d -c' '-d -m' '--pairs -c' '--pairs -m'; do
        # shellcheck disable=SC2086
        run -2 --separate-stderr paperuniq $options in
        [ "$stderr" = "paperuniq: -d and --pairs go with neither each other nor -c and -m: try 'paperuniq --help'" ]
        [ -z "$output" ]
    done
    [ "$(paperuniq -c -m in | grep -c copies:1)" -eq 3 ]
}

@test "--since and --forget: only with -s, only what they are" {
    run -2 --separate-stderr paperuniq --since 2020 /dev/null
    [ "$stderr" = "paperuniq: --since and --forget need -s: try 'paperuniq --help'" ]
    run -2 paperuniq -s s --since soon /dev/null
    run -2 paperuniq -s s --forget 0d /dev/null
    run -2 paperuniq -s s --forget 90w /dev/null
}

@test "killed at any moment while two runs share a state: nothing is lost, nothing comes twice" {
    need python3
    run -0 python3 "$ROOT/tests/state.py" 8
}

@test "a state behind a link stays there; one that is no regular file is none" {
    three >in
    mkdir sub
    ln -s sub/state link
    [ "$(paperuniq -s link in | ids)" = "a b c" ]
    [ -z "$(paperuniq -s link --forget 90 in)" ]
    need_other_days
    rec d 2024 'Delta wings' '' >old
    at 2020-01-01 paperuniq -s link old >/dev/null
    run -0 paperuniq -s link --forget=90d old
    [ "$output" = "$(cat old)" ]
    [ -L link ]
    [ ! -L sub/state ]
    [ "$(find . -type f | wc -l)" -eq 3 ]
    [ -z "$(paperuniq -s sub/state in old)" ]
    mkfifo pipe
    run -2 --separate-stderr paperuniq -s pipe --forget 90 in
    [ "$stderr" = "paperuniq: pipe: not a regular file" ]
    [ -p pipe ]
}

# version N [FIELD]... : that of one arXiv paper
version() {
    local n=$1
    shift
    rec arxiv:2401.00001 2024 Title Text "version:$n" "$@"
}

@test "--versions: a version that is there is not a later one, at once and waiting" {
    for v in 1 1 2 2; do version $v; done >in
    for v in 1 2; do version $v; done >want
    for how in '' '-s seen' '-m' '--line-buffered'; do
        # shellcheck disable=SC2086
        paperuniq $how --versions=keep in | sed "s/${TAB}dup:.*//" | diff want -
        # shellcheck disable=SC2086
        paperuniq ${how/seen/seen2} --versions=mark in | cut -f5 | diff <(cut -f5 want) -
    done
    version 1 | paperuniq -s days --versions=mark
    for _ in 1 2 3; do version 2 announce:replace | paperuniq -s days --versions=mark; done >out
    version 2 announce:replace dup:arxiv:2401.00001 | diff - out
    [ -z "$(version 2 | paperuniq -s days --versions=keep)" ]
    [ "$(version 3 | paperuniq -s days --versions=keep)" = "$(version 3)" ]
}

@test "--versions: an earlier version that comes again is of the first, and -d leaves out the same" {
    for v in 1 2 1; do version $v; done >in
    [ "$(paperuniq --versions=keep in | cut -f5- | tr '\t\n' ' ;')" = "version:1 dup:arxiv:2401.00001;version:2;" ]
    [ "$(paperuniq --line-buffered --versions=keep in | cut -f5 | tr '\n' ' ')" = "version:1 version:2 " ]
    for v in 1 2 3 1; do version $v; done >in
    for how in '' --line-buffered; do
        # shellcheck disable=SC2086
        [ "$(paperuniq $how -d --versions=mark in)" = "$(version 1 dup:arxiv:2401.00001)" ]
        # shellcheck disable=SC2086
        [ "$(paperuniq $how --versions=mark in | cut -f5 | tr '\n' ' ')" = "version:1 version:2 version:3 " ]
    done
    # what is the same as both without being a version joins the first
    { for v in 1 2; do version $v; done; rec doi:10.1/x 2024 Other Text arxiv:2401.00001; } >in
    [ "$(paperuniq --versions=keep in | cut -f5- | tr '\t\n' ' ;')" = "version:1 arxiv:2401.00001 dup:doi:10.1/x;version:2;" ]
}

@test "--versions: replacements without a number are told apart by their dates" {
    replacement() { rec arxiv:2401.00001 "$1" Title Text announce:replace; }
    { version 1; replacement 2024-02-01; replacement 2024-02-01; replacement 2024-03-01; } >in
    for how in '' --line-buffered; do
        # shellcheck disable=SC2086
        [ "$(paperuniq $how --versions=keep in | cut -f2 | tr '\n' ' ')" = "2024 2024-02-01 2024-03-01 " ]
    done
}

@test "TeX in the names of authors is what it prints" {
    for name in 'M\"{u}ller, J' 'M{\"u}ller, J' 'J. M\"uller' '{M\"uller}, J' 'Müller, J'; do
        {
            rec p:1 2001 'Rumour engines' '' 'au:Muller, Johanna'
            rec q:2 2001 'Rumour engines' '' "au:$name"
        } | paperuniq | ids | grep -qx p:1
    done
    {
        rec p:1 2001 'Rumour engines' '' "au:\\v{S}ev\\v{c}\\'{\\i}k, J"
        rec q:2 2001 'Rumour engines' '' 'au:Jan Ševčík'
        rec r:3 2001 'Rumour engines' '' "au:\\"
    } >in
    [ "$(paperuniq in | ids)" = "p:1 r:3" ]
}

@test "the same title and year: one paper of authors who differ only where an author or much of it is shared" {
    title='Deep learning for medical image analysis'
    rec a:1 2024 "$title" '' 'au:Smith, John' 'au:Doe, Ada' 'au:Roe, Max' >a
    rec b:1 2024 "$title" '' 'au:Müller, Karla' >b
    rec c:1 2024 "$title" '' 'au:Doe, Ada' 'au:Poe, Eva' 'au:Loe, Ina' >c
    rec d:1 2024 "$title" '' >d
    [ "$(paperuniq a b | ids)" = "a:1 b:1" ]
    [ "$(paperuniq a c | ids)" = "a:1" ]
    [ "$(paperuniq b c | ids)" = "b:1 c:1" ]
    [ "$(paperuniq a d | ids)" = "a:1" ]
    for f in a b; do sed 's/analysis/& of the lungs with few labels/' $f >long.$f; done
    [ "$(paperuniq long.a long.b | ids)" = "a:1" ]
}

# apart TITLE TITLE : two papers, by one author in one year; one_paper likewise
two() { rec p:1 2001 "$1" "$3" 'au:Ada Byron'; rec q:2 2001 "$2" "$3" 'au:Ada Byron'; }
apart() {
    for order in '' -r; do
        # shellcheck disable=SC2086
        [ "$(two "$1" "$2" "${3-}" | sort $order | paperuniq | wc -l)" -eq 2 ] || { echo "one paper: $1 | $2"; return 1; }
    done
}
one_paper() { [ "$(two "$1" "$2" | paperuniq | wc -l)" -eq 1 ] || { echo "two papers: $1 | $2"; return 1; }; }

@test "titles that differ in a note at the end, a number word or the opposite are two papers" {
    t='Rumour engines of wide networks'
    for note in ': Erratum' ' (Erratum)' ' - erratum' ' [Corrigendum]' '. Reply' ' — Comment'; do
        apart "$t" "$t$note"
        apart "$t" "$t$note" "$TEXT"
    done
    apart "$t, Part One" "$t, Part Two"
    apart "$t, Part One" "$t, Part Two" "$TEXT"
    apart "$t in two dimensions" "$t in three dimensions"
    apart "$t in two dimensions" "$t in three dimensions" "$TEXT"
    apart "$t A" "$t B"
    apart "$t in C" "$t in C++"
    apart "Engines in C++ for rumours of wide networks" "Engines in C for rumours of wide networks"
    apart "Upper bounds of rumours in wide networks" "Lower bounds of rumours in wide networks"
    apart "Rumours of \$\\tau\$ decays in wide networks" "Rumours of \$\\mu\$ decays in wide networks"
    apart "Rumours of alpha-synuclein in networks" "Rumours of β-synuclein in networks"
    apart "$t (theory)" "$t (experiment)"
}

@test "which of two records comes first makes no difference" {
    # A name that several authors of one paper have; titles of one length, one of which has a word often.
    printf '%s\n' $'a\t2020\tCold seas\t\tau:Wang, A\tau:Wang, B\tau:Xu, C' \
        $'b\t2020\tCold seas\t\tau:Wang, D\tau:Yi, E\tau:Zhou, F' >names
    printf '%s\n' $'a\t2020\tRiver otters swim and otters dive and otters sing\tWe count them.\tau:Bo Li' \
        $'b\t2020\tRiver otters swim and badger dive and ravens sing\tWe count them.\tau:Bo Li' >words
    for f in names words; do
        [ "$(paperuniq --pairs "$f" | cut -f 3-)" = "$(tac "$f" | paperuniq --pairs | cut -f 3-)" ]
    done
}

@test "titles that say the same in numbers, Greek, another order or with a remark are one paper" {
    t='Rumour engines of wide networks'
    one_paper "$t in two dimensions" "$t in 2 dimensions"
    one_paper "$t: a review" "$t - A Review"
    one_paper "$t (extended abstract)" "$t"
    one_paper "$t (2D case)" "$t: 2D case"
    one_paper "$t, all in one" "$t, all-in-one"
    one_paper "$t: the Times-Ten approach" "$t: the TimesTen approach"
    one_paper "Banking on $t in the U.S." "Banking on $t in the US"
    one_paper "Rumours of \$\\tau\$ decays in wide networks" "Rumours of τ decays in wide networks"
    one_paper "Upper and lower bounds of rumours in networks" "Lower and upper bounds of rumours in networks"
}

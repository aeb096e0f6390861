#!/usr/bin/env bats
# papersplit -f arxiv: mailings, listing files, .abs files, and what people do to them.
# shellcheck disable=SC1003

load helpers

RULE=------------------------------------------------------------------------------
CROSS=%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-
REPLACE=%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%
END=%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---

# item NUMBER TITLE [ABSTRACT] : as in a mailing, without the rule before it
item() {
    printf '%s\n' '\\' "arXiv:$1" 'Date: Tue, 6 Jan 2026 08:15:00 GMT   (12kb)' '' "Title: $2" \
        'Authors: Ada Rossi and Ben Okafor' 'Categories: cs.CL cs.LG'
    [ $# -lt 3 ] || printf '%s\n' '\\' "  $3"
    printf '%s\n' "\\\\ ( https://arxiv.org/abs/${1%% *} ,  12kb)"
}

# one new paper, one cross-listed, two replaced, between a mailing's usual words
mailing() {
    printf '%s\n' 'Date: Wed,  7 Jan 26 01:00:00 GMT' 'Subject: cs daily Subj-class mailing' '' "$RULE" \
        "$RULE" 'Send any comments regarding submissions directly to submitter.' "$RULE" \
        'Archives at http://arxiv.org/' 'To unsubscribe, e-mail To: cs@arXiv.org, Subject: cancel' "$RULE" \
        ' Submissions to:' 'Computation and Language' \
        ' received from  Mon  5 Jan 26 19:00:00 GMT  to  Tue  6 Jan 26 19:00:00 GMT' "$RULE" "$RULE"
    item 2601.01001 'Moss Maps' 'Green roofs keep
cities cool.'
    printf '%s\n' "$CROSS" "$RULE"
    item '2601.01002 (*cross-listing*)' 'Roof Weather' 'It rains.'
    printf '%s\n' "$REPLACE" "$RULE"
    item '2501.01003 (*cross-listing*)' 'Old Roofs' |
        sed 's/^Date: /replaced with revised version /'
    printf '%s\n' "$RULE"
    item 2501.01004 'Older Roofs' | sed 's/^Date: /replaced with revised version /'
    printf '%s\n' "$END" 'For subscribe options to combined cs archives,' \
        'e-mail To: cs@arXiv.org, Subject: subscribe' "$RULE"
}

# monthly LINE... : one item of a month's listing that begins with these lines
monthly() {
    printf '%s\n' "$RULE" '\\' "$@" '\\'
}

# values NAME : of that field, one a line
values() {
    tr '\t' '\n' | sed -n "s/^$1://p"
}

@test "a mailing: number, date, title, abstract and announcement; its own words are passed over" {
    mailing >mail
    run -0 --separate-stderr papersplit mail
    [ -z "$stderr" ]
    {
        rec arxiv:2601.01001 2026-01-06 'Moss Maps' 'Green roofs keep cities cool.'
        rec arxiv:2601.01002 2026-01-06 'Roof Weather' 'It rains.'
        rec arxiv:2501.01003 2026-01-06 'Old Roofs' ''
        rec arxiv:2501.01004 2026-01-06 'Older Roofs' ''
    } | diff - <(papersplit mail | cut -f1-4)
    [ "$(papersplit mail | values announce | tr '\n' ' ')" = 'new cross replace replace ' ]
    [ "$(papersplit mail | values url | head -1)" = https://arxiv.org/abs/2601.01001 ]
    [ "$(papersplit mail | head -1 | values cat | tr '\n' ' ')" = 'cs.CL cs.LG ' ]
}

@test "every field of a head, wrapped, goes where it belongs" {
    printf '%s\n' '\\' 'arXiv:2601.02001v3' 'From: Ada Rossi <ada@example.org>' \
        'Date: Tue, 6 Jan 2026 08:15:00 GMT   (12kb,D)' 'Proxy: someone' '' 'Title: A Long Title that Goes' \
        '  on' 'Authors: Ada Rossi (1 and 2), Ben Okafor' '  (Lab (East), Town), Cleo Ng Jr.' \
        'Categories: math.CO' '  cs.DM' 'Comments: 7 pages: 2' '  figures' 'Report-no: TR-7, TR-8' \
        'MSC-class: 05C10, 05C15' 'ACM-class: G.2.2; F.2' 'Journal-ref: J. Roofs 3' '  (2026) 1-7' \
        'DOI: 10.5555/ROOF.1' 'License: http://creativecommons.org/licenses/by/4.0/' \
        'Subj-class: Combinatorics' '\\' '  It is so.' '\\' >one.abs
    run -0 --separate-stderr papersplit one.abs
    [ -z "$stderr" ]
    rec arxiv:2601.02001 2026-01-06 'A Long Title that Goes on' 'It is so.' arxiv:2601.02001 version:3 \
        'au:Ada Rossi' 'au:Ben Okafor' 'au:Cleo Ng Jr.' cat:math.CO cat:cs.DM 'comment:7 pages: 2 figures' \
        'report:TR-7, TR-8' msc:05C10 msc:05C15 acm:G.2.2 acm:F.2 'venue:J. Roofs 3 (2026) 1-7' \
        doi:10.5555/roof.1 license:http://creativecommons.org/licenses/by/4.0/ subject:Combinatorics \
        announce:new | diff - <(papersplit one.abs)
}

@test "the date is the first version's, the version the last one's" {
    monthly 'Paper: cond-mat/9712999' 'From: A' 'Date: Thu, 11 Dec 1997 20:47:36 GMT   (14kb)' \
        'Date (revised v2): Sat, 30 May 1998 21:45:24 GMT   (16kb)' 'Date (revised v13): Mon, 8 Jun 1998 GMT' \
        '' 'Title: T' >revised
    [ "$(papersplit revised | cut -f2)" = 1997-12-11 ]
    [ "$(papersplit revised | values version)" = 13 ]
    # a number's own version is better; without a first date a later one is; then the number's month
    sed 's/9712999/&v1/' revised | papersplit | values version | grep -x 1
    [ "$(sed '/^Date:/d' revised | papersplit | cut -f2)" = 1998-05-30 ]
    [ "$(sed '/^Date (/d; s/1997 20/97 20/' revised | papersplit | cut -f2)" = 1997-12 ]
    [ "$(sed '/^Date/d; s/(revised.*)//' revised | papersplit | values version | wc -l)" -eq 0 ]
}

@test "a month's listing: no abstracts, old numbers, cross-listings; 'received as of' is a header" {
    {
        printf '%s\n' "$RULE" "$RULE" '' 'Papers received as of Mon Dec  1 01:06:03 MET 1997.' \
            '(abstracts alone may be retrieved via, e.g.    get 9712001.abs )' \
            ' get 3 2.abs 9108001  , e.g., returns multiple papers.' '' "$RULE"
        monthly 'Paper: hep-th/9712901' 'Date: Mon, 1 Dec 1997 12:00:00 GMT' '' 'Title: One' 'Authors: A. Rossi'
        monthly 'Paper (*cross-listing*): math.GT/9712902' 'Date: Tue, 2 Dec 1997 12:00:00 GMT' '' 'Title: Two'
        monthly 'arXiv:math/9712903 (*cross-listing*)' 'Date: Tue, 2 Dec 1997 12:00:00 GMT' '' 'Title: Three'
    } >month
    run -0 --separate-stderr papersplit month
    [ -z "$stderr" ]
    printf '%s\t%s\t%s\t\n' arxiv:hep-th/9712901 1997-12-01 One arxiv:math/9712902 1997-12-02 Two \
        arxiv:math/9712903 1997-12-02 Three | diff - <(papersplit month | cut -f1-4)
    [ "$(papersplit month | values announce | tr '\n' ' ')" = 'new cross cross ' ]
    # and without rules between
    grep -v '^---' month | papersplit | diff - <(papersplit month)
}

@test "pastweek: a day is no paper, and no trouble" {
    {
        monthly '/* Fri, 2 Jan 2026 */'
        monthly 'arXiv:2601.00999' 'Date: Thu, 1 Jan 2026 12:28:09 GMT   (24kb,D)' '' 'Title: One'
        monthly '/* Thu, 1 Jan 2026 */'
    } >pastweek
    run -0 papersplit pastweek
    [ "${#lines[@]}" -eq 1 ]
    monthly '/* Fri, 2 Jan 2026 */' >pastweek
    run -0 papersplit pastweek
    [ -z "$output" ]
}

@test "a mailing that announces nothing is empty" {
    mailing | sed '/^\\\\$/,/^\\\\ (/d' >mail
    run -0 papersplit mail
    [ -z "$output" ]
}

@test "lines that end in CR LF or in blanks" {
    mailing >mail
    sed "s/\$/$(printf '\r')/" mail | papersplit | diff - <(papersplit mail)
    sed 's/$/  /' mail | papersplit | diff - <(papersplit mail)
}

@test "Latin-1, garbage and TeX accents" {
    monthly 'arXiv:2601.00998' 'Date: Thu, 1 Jan 2026 12:28:09 GMT' '' "$(printf 'Title: The Caf\351')" \
        "Authors: Fr\\'ed\\'eric D\\k{a}browski, $(printf 'Jos\351\001') {\\L}uk" >old
    papersplit old >out
    papersplit -f record out | cmp - out
    [ "$(values au <out | head -1)" = 'Frédéric Dąbrowski' ]
    [ "$(values au <out | tail -1)" = 'José Łuk' ]
    [ "$(cut -f3 out)" = 'The Café' ]
}

@test "a mail with its headers, quoted or indented, is read as it was" {
    mailing >mail
    papersplit mail >want
    { printf '%s\n' 'From: x@example.org' 'To: y@example.org' 'Subject: Fwd: cs daily' '' 'See \\ below'; cat mail; } |
        papersplit | diff want -
    sed 's/^/> /' mail | papersplit | diff want -
    sed 's/^/> /; s/^> $/>/' mail | papersplit | diff want -
    sed 's/^/    /' mail | papersplit | diff want -
    # pasted: other blanks in the last line, no rules, indentation lost
    sed 's/ ,  12kb/ , 12kb/; s/^  //' mail | papersplit | diff want -
}

@test "sections end with the mailing: several in one file" {
    { mailing; mailing; } >two
    [ "$(papersplit two | values announce | tr '\n' ' ')" = 'new cross replace replace new cross replace replace ' ]
    { mailing | sed "/^%%%/,\$d"; mailing; } | papersplit | diff - <(papersplit two)
}

@test ".abs files: one, and several after another; a \\\\ within the abstract is part of it" {
    for i in 1 2; do
        printf '%s\n' "$RULE" '\\' "arXiv:2601.0300$i" 'Date: Thu, 1 Jan 2026 12:28:09 GMT' '' "Title: T$i" '\\' \
            '  First line' '\\' 'second line.' '\\' >$i.abs
    done
    cat 1.abs 2.abs >all.abs
    run -0 papersplit all.abs
    [ "${#lines[@]}" -eq 2 ]
    [ "$(papersplit all.abs | head -1 | cut -f4)" = 'First line \\ second line.' ]
    papersplit 1.abs 2.abs | diff - <(papersplit all.abs)
}

@test "a broken item is told with its line, kept by -r, and the next is read" {
    {
        item 2601.04001 'Fine' 'Abstract.'
        printf '%s\n' "$RULE" '\\' 'arXiv:2601.04002' 'Title: cut' "$RULE"
        printf '%s\n' '\\' 'arXiv:2601.04003' 'Titel: none' '\\' '  Abstract.' '\\ ( https://arxiv.org/abs/2601.04003 , 1kb)'
        item 2601.04004 'Fine too' 'Abstract.'
    } >mail
    run -2 --separate-stderr papersplit -r rejects mail
    [ "${#lines[@]}" -eq 2 ]
    [ "${stderr_lines[0]}" = "papersplit: mail:12: an item whose head has no end" ]
    [ "${stderr_lines[1]}" = "papersplit: mail:16: an item without a title" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    sed -n '12,14p; 16,21p' mail | cmp - rejects
}

@test "a damaged mark or number costs no paper but its own" {
    { item 2601.05001 'One' 'Abstract.'; echo "$RULE"; item 2601.05002 'Two' 'Abstract.'; } >mail
    # the first item's opening, its number, its last line
    for e in '1d' '2s/2601/26x1/' '10d'; do
        sed "$e" mail >bad
        run -0 --separate-stderr papersplit -f arxiv bad
        [ "$(printf '%s\n' "$output" | cut -f1 | tr '\n' ' ')" = 'arxiv:2601.05001 arxiv:2601.05002 ' ]
    done
    # words around a lone mark are no item
    { printf '%s\n' '\\' 'words' '\\'; cat mail; } >bad
    run -2 --separate-stderr papersplit bad
    [ "${#lines[@]}" -eq 2 ]
    [ "$stderr" = "papersplit: bad:1: an item without a title" ]
}

@test "a file that ends within an abstract gives what there is, and says so" {
    item 2601.06001 'One' 'Half an abstract' | sed '$d' >half
    run -2 --separate-stderr papersplit half
    [ "$(printf '%s' "$output" | cut -f1,3,4)" = "$(rec arxiv:2601.06001 One 'Half an abstract')" ]
    [ "$stderr" = "papersplit: half:1: the file ends within this item's abstract" ]
    # a month's last item may lack its newline
    monthly 'arXiv:2601.06002' 'Title: Two' | head -c -1 >last
    run -0 --separate-stderr papersplit last
    [ -z "$stderr" ]
    [ "$(printf '%s' "$output" | cut -f2,3)" = "$(rec 2026-01 Two)" ]
}

@test "a DOI that is none is left out, TeX in titles stays, an abstract with rules and tags stays whole" {
    {
        printf '%s\n' '\\' 'arXiv:2601.07001' '' 'Title: $L^2$ \emph{bounds}' 'DOI: PHRVA-E' '\\' '  We show' \
            'Title: this' '------' '% and' '\alpha > 1' 'arXiv: that.' '\\ ( https://arxiv.org/abs/2601.07001 , 1kb)'
    } >mail
    run -0 papersplit mail
    [ "$(printf '%s' "$output" | cut -f3)" = '$L^2$ \emph{bounds}' ]
    [ "$(printf '%s' "$output" | cut -f4)" = 'We show Title: this ------ % and \alpha > 1 arXiv: that.' ]
    [ -z "$(printf '%s' "$output" | values doi)" ]
}

@test "a huge item is one like any other" {
    { printf '%s\n' '\\' 'arXiv:2601.08001' 'Title: Long' '\\'; yes 'word word' | head -n 500000; } >long
    printf '%s\n' '\\ ( https://arxiv.org/abs/2601.08001 , 1kb)' "$RULE" >>long
    item 2601.08002 'Short' 'Abstract.' >>long
    papersplit long >out
    [ "$(cut -f1,3 out)" = "$(rec arxiv:2601.08001 Long; rec arxiv:2601.08002 Short)" ]
    [ "$(head -1 out | cut -f4 | wc -c)" -eq 5000000 ]
}

@test "told by its beginning from other texts" {
    mailing | papersplit -f auto >/dev/null
    printf '%s\n' 'A paper about \\ and such' 'arXiv:2601.00001' 'is no mailing.' >text
    papersplit text 2>/dev/null | values announce >out || true
    [ ! -s out ]
    papersplit --list-formats | grep -q '^arxiv'
}

@test "any cut of a mailing, and any flipped byte, ends well and gives records" {
    mailing >mail
    size=$(wc -c <mail)
    for i in $(seq 60); do
        head -c $((size * i / 61)) mail >bad
        papersplit -f arxiv bad >out 2>/dev/null || [ $? -eq 2 ]
        papersplit -f record out | cmp - out
        { head -c $((size * i / 61)) mail; printf '\377'; tail -c +$((size * i / 61 + 2)) mail; } >bad
        papersplit -f arxiv bad >out 2>/dev/null || [ $? -eq 2 ]
        papersplit -f record out | cmp - out
    done
}

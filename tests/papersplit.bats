#!/usr/bin/env bats
# papersplit: the copied page in its layouts, records, JSON Lines, and what can't be read.

load helpers

PAGE=$DATA/trending.txt

# The papers of the sample page as "title TAB abstract", taken from it with sed alone.
papers() {
    sed '1,2d; 3s/^Subscribe//' "$PAGE" | sed '$!N; s/\n/\t/'
}

# titles and abstracts that papersplit finds
found() {
    papersplit -f listing "$@" | cut -f3,4
}

# lay_out FORMAT : the papers by a printf format for title and abstract
lay_out() {
    papers | while IFS=$TAB read -r title abstract; do
        # shellcheck disable=SC2059
        printf "$1" "$title" "$abstract"
    done
}

# wrap N : lines broken at spaces, so that none is longer than N if that can be
wrap() {
    awk -v max="$1" '{
        line = $1
        for (i = 2; i <= NF; i++)
            if (length(line) + 1 + length($i) > max) { print line; line = $i } else line = line " " $i
        print line
    }'
}

@test "the sample page: all papers, no furniture, distinct ids" {
    run -0 --separate-stderr papersplit "$PAGE"
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 14 ]
    [ "$(papersplit "$PAGE" | cut -f3 | head -1)" = "Tidal Clocks: Learning When a Sequence Model Should Stop Reading" ]
    papers | sed '$s/$/\t/' | diff - <(found "$PAGE")
    [ "$(papersplit "$PAGE" | cut -f1 | sort -u | wc -l)" -eq 14 ]
    [ "$(papersplit "$PAGE" | cut -f1 | grep -cE '^hash:[0-9a-hjkmnp-tv-z]{16}$')" -eq 14 ]
}

@test "ids do not depend on the order of the papers" {
    papers | sed '1!G;h;$!d' | tr '\t' '\n' >tac
    papersplit -f listing tac | cut -f1 | sort >a
    papersplit "$PAGE" | cut -f1 | sort | cmp - a
}

@test "listing: blank lines nowhere, between papers, everywhere; CR LF" {
    papers | sed '$s/$/\t/' >want
    for layout in '%s\n%s\n' '%s\n%s\n\n' '%s\n\n%s\n\n\n' '%s\r\n%s\r\n' '\n%s\r\n\r\n%s\r\n\r\n'; do
        lay_out "$layout" >page
        diff want <(found page)
    done
}

@test "listing: abstracts wrapped at any width, with and without blank lines" {
    papers | sed '$s/$/\t/' >want
    for width in 60 72 80 100 120; do
        for blank in '' '\n'; do
            papers | while IFS=$TAB read -r title abstract; do
                printf '%s\n' "$title"
                [ -z "$abstract" ] || printf '%s\n' "$abstract" | wrap "$width"
                # shellcheck disable=SC2059
                printf "$blank"
            done >page
            found page | diff want - || { echo "width $width, blank '$blank'"; false; }
        done
    done
}

@test "listing: each paper printed twice in a row is one" {
    papers | sed '$s/$/\t/' >want
    lay_out '%s\n%s\n\n' | awk -v RS= '{ print; print ""; print; print "" }' >page
    diff want <(found page)
    # the title alone first, as the text of an image; the copy that has more wins
    lay_out '%s\n%s\n' | awk 'NR % 2 { print } { print }' >page
    diff want <(found page)
}

@test "listing: short abstracts, long titles, a last paper without abstract" {
    long="On the Unreasonable Persistence of Very Long Titles in Experimental Venues: A Survey of What"
    long="$long Happens When Nobody Counts the Words and Every Coauthor Adds Another Clause to Please a Reviewer"
    printf '%s\n' "$long" 'We prove it.' 'Is It So?' 'It is.' 'vLine: Drawing in One Stroke' 'This is fast.' \
        'A title with few capitals' 'Short.' 'The Last One Without Any Abstract' >page
    found page >got
    printf '%s\t%s\n' "$long" 'We prove it.' 'Is It So?' 'It is.' 'vLine: Drawing in One Stroke' 'This is fast.' \
        'A title with few capitals' 'Short.' 'The Last One Without Any Abstract' '' | diff - got
}

@test "listing: numbers and formulas in titles do not make them furniture or rejects" {
    printf '%s\n' 'SemEval-2017 Task 10' 'We describe it.' 'TREC 2019' 'We go there.' '$L^2$-bounds on $SU(2)$' 'We prove them.' >page
    [ "$(found page | cut -f1 | tr '\n' '|')" = 'SemEval-2017 Task 10|TREC 2019|$L^2$-bounds on $SU(2)$|' ]
}

@test "listing: titles alone stay titles: none becomes the abstract of another" {
    papers | cut -f1 >page
    papers | cut -f1 | sed 's/$/\t/' | diff - <(found page)
}

@test "listing: abstracts that end without a full stop, or with a link" {
    papers | sed 's/\.$//' | tr '\t' '\n' >page
    papers | sed 's/\.$//; $s/$/\t/' | diff - <(found page)
}

@test "listing: furniture above, between and below is passed over" {
    {
        printf '%s\n' "Hugging Face's logo" 'Models' 'Datasets' 'Log In' 'new' '' \
            'Get trending papers in your email inbox once a day!' 'Subscribe' 'Daily Papers' \
            'by AK and the research community' ''
        lay_out 'Submitted by someone\n94\n%s\n%s\n·\n12 authors\n5\nUpvote\n-\n'
        printf '%s\n' 'Previous Next' 'Company' '© Somebody' 'TOS' 'Privacy'
    } >page
    run -0 --separate-stderr papersplit page
    [ -z "$stderr" ]
    papers | sed '$s/$/\t/' | diff - <(found page)
}

@test "listing: the button glued to the first title, and a title that only begins so" {
    printf '%s\n' 'SubscribeMgNO: One Multigrid' 'We solve equations.' 'SubscribeNet: Paying Later' \
        'We model subscriptions.' 'Subscribers and Their Habits' 'We ask them.' >page
    [ "$(found page | cut -f1 | tr '\n' '|')" = \
        'MgNO: One Multigrid|SubscribeNet: Paying Later|Subscribers and Their Habits|' ]
}

@test "listing: what is neither title nor abstract is told with its line, kept by -r, and ends with 2" {
    {
        sed -n 1,6p "$PAGE"
        echo
        echo '| Menu | [x] 12 > #3 |'
        echo 'Accept all cookies to continue.'
        echo
        sed -n '7,8p' "$PAGE"
    } >page
    run -2 --separate-stderr papersplit -r rejects page
    [ "${stderr_lines[0]}" = "papersplit: page:8: neither a title nor an abstract" ]
    [ "${stderr_lines[1]}" = "papersplit: page:9: neither a title nor an abstract" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    sed -n 8,9p page | cmp - rejects
    papers | head -3 | diff - <(found page 2>/dev/null)
}

@test "record: its own output comes out as it went in" {
    papersplit -S src:page -d 2025-06 "$PAGE" >a
    papersplit a | cmp - a
    papersplit -f record a | cmp - a
    [ "$(cut -f2 a | sort -u)" = 2025-06 ]
    [ "$(cut -f5 a | sort -u)" = src:page ]
}

@test "record: what breaks paper(5) is mended, told, and not lost" {
    rec '' 'May 2024' ' two  spaces ' "ctrl$(printf '\001')char" 'Odd Column' 'au: x ' 'empty:' 'title:no' >bad
    run -2 --separate-stderr papersplit -f record bad
    [ "${stderr_lines[0]}" = "papersplit: bad:1: not a date (YYYY[-MM[-DD]]): kept as a comment" ]
    [ "${stderr_lines[1]}" = "papersplit: bad:1: column 5 is no field (name:value): kept as a comment" ]
    [ "$(printf '%s' "$output" | cut -f2-)" = \
        "$(rec '' 'two spaces' ctrlchar 'comment:May 2024' 'comment:Odd Column' au:x comment:title:no)" ]
    [[ "$output" == hash:* ]]
}

@test "-d fills a missing date only; -S adds fields in order; both refuse what is wrong" {
    three >in
    [ "$(papersplit -d 1999 in | cut -f2 | tr '\n' ' ')" = "2024 2023-05 1999 " ]
    [ "$(papersplit -S a:1 -S 'b: two  words ' in | head -1 | cut -f7-)" = "a:1${TAB}b:two words" ]
    for d in 2024-13 yesterday 2023-02-29; do run -2 papersplit -d "$d" in; done
    for s in nocolon Upper:x title:x 'x y:z' x: ':y'; do run -2 papersplit -S "$s" in; done
    run -2 papersplit -f nosuch in
    [ "$output" = "papersplit: -f: unknown format 'nosuch' (--list-formats shows all): try 'papersplit --help'" ]
}

@test "auto: each file by its content" {
    three >recs
    three | paperfmt -t jsonl >lines
    papersplit recs lines "$PAGE" >out
    [ "$(wc -l <out)" -eq 20 ]
    head -3 out | cmp - recs
    sed -n 4,6p out | cmp - recs
    papersplit <recs | cmp - recs
    printf '\357\273\277' | cat - recs >bom
    papersplit bom | cmp - recs
    printf '+----+\n' >unknown
    run -2 --separate-stderr papersplit unknown recs
    [ "$stderr" = "papersplit: unknown: format not recognised: name it with -f (--list-formats shows all)" ]
    [ "${#lines[@]}" -eq 3 ]
    printf ' \n\n' | papersplit
    { printf '\037\213\010\000'; cat "$PAGE"; } >binary
    run -2 papersplit binary
    [ "${#lines[@]}" -eq 1 ]
}

@test "auto: a record is told by its beginning, however long its title" {
    printf 'a\t2024\t%s\tText.\n' "$(head -c 70000 /dev/zero | tr '\0' x)" >in
    papersplit in | cmp - in
}

@test "--list-formats: each can be named" {
    papersplit --list-formats | cut -f1 >formats
    [ "$(wc -l <formats)" -ge 3 ]
    while read -r f; do papersplit -f "$f" /dev/null; done <formats
}

@test "jsonl: strings, arrays, escapes, numbers, null, nesting" {
    printf '%s\n' '{"id":"x:1","date":"2024-05","title":"A \"q\" \u00e9 \ud83c\udf89 \ud800","abstract":null,"au":["A","B"],"Votes":7,"ok":true,"nest":{"a":[1,{"b":2}]},"list":[[1],"in"]}' \
        ' { "Title" : "T\tt\n" , "kw" : [ ] , "au" : "one" } ' '' >in.json
    run -2 --separate-stderr papersplit in.json
    [ "$stderr" = "papersplit: in.json:1: nest: a value within a value is left out
papersplit: in.json:1: list: a value within a value is left out" ]
    [ "${lines[0]}" = "$(rec x:1 2024-05 "$(printf 'A "q" \303\251 \360\237\216\211 \357\277\275')" '' au:A au:B votes:7 ok:true list:in)" ]
    [ "$(printf '%s' "${lines[1]}" | cut -f2-)" = "$(rec '' 'T t' '' au:one)" ]
}

@test "jsonl: a column given twice keeps the first, and says so" {
    run -2 --separate-stderr papersplit -f jsonl <<<'{"title":"a","Title":"b"}'
    [ "$(printf '%s' "$output" | cut -f3)" = a ]
    [ "$stderr" = "papersplit: (standard input):1: a key stands twice: its first value is kept" ]
}

@test "jsonl: what is wrong is told by line and column, kept by -r, and the rest is read" {
    printf '%s\n' '{"title":"fine"}' '{"title":"cut' '{"title":"x",}' '[1]' '{"title":1 2}' '{"x":1}' \
        '{"title":"\q"}' '{"title":"also fine"} ' '{"title":"a"}{"title":"b"}' '{"title":nope}' >in.json
    run -2 --separate-stderr papersplit -f jsonl -r rejects in.json
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3 | tr '\n' ,)" = "fine,also fine,a,b," ]
    [ "${#stderr_lines[@]}" -eq 7 ]
    [ "${stderr_lines[0]}" = "papersplit: in.json:2: not valid JSON at column 14: a string has no end" ]
    [ "${stderr_lines[2]}" = "papersplit: in.json:4: no paper: an object expected" ]
    sed -n '2,7p;10p' in.json | sed 's/^\[1]$/1/' | cmp - rejects
    { printf '{"title":"deep","x":'; head -c 100000 /dev/zero | tr '\0' '['; echo; echo '{"title":"ok"}'; } >deep
    run -2 --separate-stderr papersplit deep
    [ "${#lines[@]}" -eq 1 ]
}

@test "-r: an unwritable file is an error at once" {
    three >in
    run -2 --separate-stderr papersplit -r no/such/dir in
    [ "$stderr" = "papersplit: no/such/dir: No such file or directory" ]
    [ -z "$output" ]
    if [ -c /dev/full ]; then
        printf 'x\n' >bad
        run -2 --separate-stderr papersplit -f record -r /dev/full bad
        [ "${stderr_lines[1]}" = "papersplit: -r: No space left on device" ]
    fi
}

@test "-r: a file that is also read or written is refused, and not emptied" {
    three >in
    cp in copy
    for c in 'papersplit -r in in' 'papersplit -r in <in' 'papersplit -r in copy in' 'papersplit -r in copy >>in'; do
        run -2 bash -c "$c"
        cmp in copy
    done
}

@test "listing: a long line that begins like furniture is none" {
    run -2 papersplit -f listing -r rejects <<<"Get trending papers in your email inbox | [x] { $(head -c 300 /dev/zero | tr '\0' '|')"
    [ -s rejects ]
}

@test "any cut of any input ends well, and what comes out is records" {
    three >recs
    three | paperfmt -t jsonl >lines
    for f in recs lines "$PAGE"; do
        size=$(wc -c <"$f")
        for i in $(seq 40); do
            head -c $((size * i / 41)) "$f" >short
            papersplit short >out 2>/dev/null || [ $? -eq 2 ]
            papergrep '' out | cmp - out
            papersplit -f record out | cmp - out
        done
    done
}

# markdown [TITLE_LEVEL] : the papers as a scraper writes them, ids 2406.00001, 2406.00002, ...
markdown() {
    printf '%s\n' '# Daily Papers' '' '## by [AK](https://huggingface.co/akhaliq) and the research community' '' \
        '- Daily' '- Weekly' '- Monthly' '' 'Oct 2' ''
    papers | awk -F'\t' -v h="${1:-### }" '{
        url = sprintf("https://huggingface.co/papers/2406.%05d", NR)
        printf "[%d](https://huggingface.co/login?next=%%2Fpapers%%2F2406.%05d)\n\n", 3 * NR, NR
        printf "%s[%s](%s)\n\n[%s](%s)\n\n", h, $1, url, $2, url
        printf "[- ![](https://example.org/a.png)\\\\\n- ![](https://example.org/b.svg)\\\\\n- %d authors](%s)\n\n", NR, url
        printf "·\n\nMay %d[6](%s#community)\n\n", NR, url
    }'
}

@test "listing: Markdown: headings are titles, links give the ids, the rest of the page is silent" {
    for heading in '### ' '## ' '#### ' ''; do
        markdown "$heading" >page
        run -0 --separate-stderr papersplit page
        [ -z "$stderr" ]
        papers | sed '$s/$/\t/' | diff - <(found page)
        seq -f 'arxiv:2406.%05.0f' 14 | diff - <(papersplit page | cut -f1)
        [ "$(papersplit page | cut -f2 | tr -d '\n')" = "" ]
        [ "$(papersplit page | cut -f5- | sed -n 3p)" = "url:https://huggingface.co/papers/2406.00003${TAB}arxiv:2406.00003" ]
    done
}

@test "listing: Markdown: wrapped titles and abstracts, line breaks and escapes of its own" {
    printf '%s\n' '### [On the Drift\  of Tides and the Boats that' 'Nobody Tied](https://huggingface.co/papers/2406.01234)' '' \
        '[We watch boats\\ ' 'drift for a \_year\_ and\\ ' 'write it down.](https://huggingface.co/papers/2406.01234)' '' \
        '### A heading that goes on in the next line of' '  the same page' '' 'We read on.' >page
    run -0 --separate-stderr papersplit page
    [ -z "$stderr" ]
    printf '%s\t%s\n' 'On the Drift of Tides and the Boats that Nobody Tied' 'We watch boats drift for a _year_ and write it down.' \
        'A heading that goes on in the next line of the same page' 'We read on.' | diff - <(found page)
    [ "$(papersplit page | cut -f1 | head -1)" = arxiv:2406.01234 ]
}

@test "listing: numbered references: links without addresses, votes, dates, a last paper that is cut" {
    {
        printf '%s\n' '# Web source' '' '- URL: https://huggingface.co/papers?q=tides' '' '```text' \
            '[[The logo] Hugging Face][1]' '* [ Models ][2]' '* [ Daily Papers][16]' '* * Website' '* [Log In][27]' \
            '# Daily Papers' '' '## by[AK][30] and the research community' '' 'Jun 29'
        papers | awk -F'\t' '{ printf "[\n%d\n][%d]\n\n### [%s][%d]\n\n[\n\n%s\n\n][%d]\n", NR, NR, $1, NR, $2, NR
            printf "[\n* %d authors\n][3]\n[[lab] Some Laboratory][9]\n·\nMar %d, 2024 [ 6][39]\n", NR + 1, NR }' |
            head -n -5 | wrap 120
        printf '%s\n' '][77]' '' '### [A Paper That Is Cut][78]' '' '[' '' 'We begin but do not' 'Fi' '' '[Content truncated]' '```'
    } >page
    run -0 --separate-stderr papersplit page
    [ -z "$stderr" ]
    { papers | sed '$s/$/\t/'; printf 'A Paper That Is Cut\tWe begin but do not Fi\n'; } | diff - <(found page)
    [ "$(papersplit page | cut -f2 | sed -n 5p)" = 2024-03-05 ]
    [ "$(papersplit page | cut -f2 | tail -1)" = "" ]
}

@test "listing: addresses on lines of their own, names of links, the search that was made" {
    {
        printf '%s\n' '---' 'title: "Daily Papers"' 'url: https://huggingface.co/papers?q=slow%20tides' '---' '' \
            'Models' '' 'https://huggingface.co/models' '' 'Somebody' '' 'https://huggingface.co/somebody' '' \
            'and the research community' '' 'Slow Tides' '' 'Daily' '' 'Weekly' ''
        papers | awk -F'\t' '{ url = sprintf("https://huggingface.co/papers/2406.%05d", NR)
            printf " [-] %d\n\nhttps://huggingface.co/login?next=%%2Fpapers\n\n%s\n\n%s\n\n%s\n\n%s\n\n", NR, $1, url, $2, url
            printf "[\n\n2 authors](%s)\n\n·\n\nOct %d, 2023\n\n Some Lab\n\nhttps://huggingface.co/somelab\n\n", url, NR }'
    } >page
    run -0 --separate-stderr papersplit page
    [ -z "$stderr" ]
    papers | sed '$s/$/\t/' | diff - <(found page)
    seq -f 'arxiv:2406.%05.0f' 14 | diff - <(papersplit page | cut -f1)
    [ "$(papersplit page | cut -f2 | sed -n 9p)" = 2023-10-09 ]
}

@test "listing: a repository that is shown as a link is code, one in the abstract is text" {
    printf '%s\n' '### Boats' '' 'We build boats. They are at' 'https://github.com/example/other' '- 3 authors' \
        '[LINK: GitHub 1.2k](https://github.com/example/boats)' '' '### Boats' '' \
        'We build boats. They are at' 'https://github.com/example/other' \
        '[GitHub 1.2k](https://github.com/example/boats) [arXiv Page](https://arxiv.org/abs/2406.00009v2)' '' \
        '### Oars' '' 'We build oars.' '' 'Code: https://github.com/example/oars' >page
    run -0 --separate-stderr papersplit page
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[0]}" = "arxiv:2406.00009${TAB}${TAB}Boats${TAB}We build boats. They are at https://github.com/example/other${TAB}code:https://github.com/example/boats${TAB}url:https://arxiv.org/abs/2406.00009v2${TAB}arxiv:2406.00009${TAB}version:2" ]
    [[ "${lines[1]}" = *"${TAB}code:https://github.com/example/oars" ]]
}

@test "listing: titles alone between counts and names: no title is an abstract, a name or a list's mark" {
    {
        printf '%s\n' '   Hugging Face'"'"'s logo Hugging Face' '   (BUTTON)' '     * Models' '   Aug 1'
        papers | awk -F'\t' '{ printf "   Submitted by\n   somebody%d\n   [ ]\n   94\n\n%s\n\n     *\n     • [be9c948e]\n     * ·\n       5 authors\n\n", NR, $1 }'
        printf '   Submitted by Jane Doe\n\nBoats are all that you need.\n\n   3 authors\n\n   Submitted by\n   12\n\n[14]Oars for Boats\n\n   1 author\n\n'
        printf 'References\n\n   13. https://huggingface.co/papers/2406.00001\n   14. https://huggingface.co/papers/2406.00002\n'
    } >page
    run -0 --separate-stderr papersplit page
    [ -z "$stderr" ]
    { papers | cut -f1; printf '%s\n' 'Boats are all that you need.' 'Oars for Boats'; } | sed 's/$/\t/' | diff - <(found page)
    [ "$(papersplit page | cut -f1 | grep -c arxiv)" -eq 0 ]
}

@test "listing: marks of a list before titles" {
    papers | sed '$s/$/\t/' >want
    lay_out '* %s\n  %s\n' >page
    diff want <(found page)
    lay_out '%s\n%s\n' | awk 'NR % 2 { $0 = (NR + 1) / 2 ". " $0 } { print }' >page
    diff want <(found page)
    lay_out '• %s\n\n%s\n\n' >page
    diff want <(found page)
}

@test "listing: lines that end in CR alone" {
    tr '\n' '\r' <"$PAGE" >page
    for options in '' '-f listing'; do
        # shellcheck disable=SC2086
        papersplit $options page | cmp - <(papersplit "$PAGE")
    done
    papersplit -f listing <(for _ in $(seq 60); do tr '\n' '\r' <"$PAGE"; done) >all
    [ "$(wc -l <all)" -eq 840 ]
    printf '[x] { | } = ; @ # ^\rOne\rTwo are.\r' >page
    run -2 papersplit -f listing page
    [ "${lines[0]}" = "papersplit: page:1: neither a title nor an abstract" ]
}

@test "listing: what is in Markdown neither paper nor page is told" {
    markdown | sed '/^### .*Tidal/,/^·/ s/^·$/Accept all cookies to go on./' >page
    run -2 --separate-stderr papersplit -r rejects page
    [ "$(cat rejects)" = "Accept all cookies to go on." ]
    papers | sed '$s/$/\t/' | diff - <(found page 2>/dev/null)
}

@test "listing: a number or an address that a margin put on its own line stays in the sentence" {
    for n in 1 2 3 4 5 6; do
        printf '%s\n' "Counting the Boats of a Harbour $n" \
            'We count boats in one harbour on each of many long days, until the number is' '1247.' \
            'Finding Nothing at All' \
            'We sit there for a long day and wait for nothing, and then write it all down.' \
            'https://example.org/a/very/long/address'
    done >page
    run -0 --separate-stderr papersplit page
    [ "${#lines[@]}" -eq 12 ]
    [[ "${lines[0]}" = *'until the number is 1247.' ]]
    [[ "${lines[11]}" = *'write it all down. https://example.org/a/very/long/address' ]]
}

@test "listing: Markdown of converters: attributes, addresses within the site, tags, emphasis, one heading" {
    printf '%s\n' '::: {.flex}' '# Daily Papers {#daily .big}' '' '[![](a.png){.w-full}](/papers/2406.00007){.absolute}' '' \
        '### [Boats on the Tide](/papers/2406.00007){.line-clamp-3 .pointer}' '' '-   ![](b.png){.round}' '-   ·' '    533 authors' '' \
        '[5](/papers/2406.00007#community){.flex}' '' '<div>' '' '</div>' ':::' >page
    run -0 --separate-stderr papersplit -f listing page
    [ -z "$stderr" ]
    [ "$output" = "arxiv:2406.00007${TAB}${TAB}Boats on the Tide${TAB}${TAB}url:https://huggingface.co/papers/2406.00007${TAB}arxiv:2406.00007" ]
    printf '%s\n' '1. **[Boats on the Tide](https://arxiv.org/pdf/2406.00007v2)**' '' '   *We watch boats.*' '' \
        '2. **[Oars for Boats](https://arxiv.org/pdf/2406.00008)**' '' '   We row them.' >page
    run -0 --separate-stderr papersplit -f listing page
    [ -z "$stderr" ]
    [ "${lines[0]}" = "arxiv:2406.00007${TAB}${TAB}Boats on the Tide${TAB}We watch boats.${TAB}pdf:https://arxiv.org/pdf/2406.00007v2${TAB}arxiv:2406.00007${TAB}version:2" ]
    [ "${#lines[@]}" -eq 2 ]
}

@test "listing: a laboratory before the date, a name of several words after its line, stars" {
    printf '%s\n' 'Submitted by' 'somebody' '' 'Boats on the Slow Tide' '' 'We watch boats, and write it down.' '' \
        'Some Laboratory · Mar 8, 2024' '' '12' 'GitHub' '110k' '' 'Submitted by' 'Jane van der Doe' \
        'Oars: How to Row a Boat' 'We row them, in three ways.' 'Published on Mar 9, 2024' 'Upvote' '76' 'GitHub 1.1k arXiv Page' >page
    run -0 --separate-stderr papersplit -f listing page
    [ -z "$stderr" ]
    printf '%s\t%s\t%s\n' 2024-03-08 'Boats on the Slow Tide' 'We watch boats, and write it down.' \
        2024-03-09 'Oars: How to Row a Boat' 'We row them, in three ways.' | diff - <(papersplit -f listing page | cut -f2-4)
}

@test "listing: a file's head between rules is passed over, a rule alone hides nothing" {
    { printf '%s\n' '---' 'title: "A Page"' 'type: web' '---' ''; cat "$PAGE"; } >page
    papersplit page | cmp - <(papersplit "$PAGE")
    { printf '%s\n' '---'; cat "$PAGE"; } >page
    papersplit page | cmp - <(papersplit "$PAGE")
    { printf '%s\n' '---' 'Boats: A Study' 'We watch boats.' 'Oars: A Study' 'We row them.'; } >page
    [ "$(found page | wc -l)" -eq 2 ]
}

@test "listing: brackets that are never closed take no quadratic time" {
    for what in '[' '[a](' '![' '](' '[[1]'; do
        { printf '## [A Title of a Paper](https://huggingface.co/papers/2401.00001)\n[x](http://y.org) '; yes "$what" | head -200000 | tr -d '\n'; echo; } >in
        timeout 20 papersplit -f listing in >out 2>err || [ $? -eq 2 ]
        [ "$(cut -f3 out)" = 'A Title of a Paper' ] || { echo "$what"; false; }
    done
}

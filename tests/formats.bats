#!/usr/bin/env bats
# paperfmt's formats for other programs: what these make of them, and that papersplit reads them back.

load helpers

# records that try what each format has to escape
nasty() {
    rec x:1 2024-05 'A *Title* with <b> & "q" {50%} $x_1^2$ #1 ~ \alpha' \
        "Back\\slash \`\`code'' -- 2 < 3; \"quoted\", it's = \\& co. </p><script>alert(1)</script>" \
        'au:Byron, Ada' 'au:Weiß, Ü.' 'au:Sand and Sons' 'kw:first one' 'kw:a, b; c' 'doi:10.1/x(y)' 'venue:J. of {X} & Y'
    rec arxiv:2401.00001 2024 'From here on' 'From the start. . dot'
    rec 'doi:10.1000/abc' 2023-12-31 '=HYPERLINK("x")' '-1 is +1' "au:O'Neil, Tip" 'url:javascript:alert(1)' 'sim:0.5 x:1'
    rec hash:0123456789abcdef '' 'Ünï ⇒ 漢字' '' 'au:漢 字'
    rec 'odd id%<&">' 2024-02-29 '' "'tis an abstract" 'x-y:1' 'no field' 'url:https://example.org/a?b=1&c="<'
    rec long:1 2020 "$(printf 'word%.0s ' $(seq 300))end" "$(printf 'x%.0s' $(seq 1500)) y"
}

# the columns and the authors
essence() {
    awk -F'\t' -v OFS='\t' '{ line = $1 OFS $2 OFS $3 OFS $4; for (i = 5; i <= NF; i++) if ($i ~ /^au:/) line = line OFS $i; print line }'
}

@test "papersplit reads back what paperfmt wrote: ID, date, title, abstract, authors" {
    nasty >in
    papersplit -S src:page "$DATA/trending.txt" | paperkw | paperlink >>in
    for format in jsonl csv bibtex ris csl atom mbox; do
        paperfmt -t "$format" in >out
        papersplit out 2>err | essence >back
        [ ! -s err ] || { cat err; return 1; }
        essence <in | diff - back || { echo "$format"; return 1; }
        papersplit <out | essence | cmp - back
        paperfmt -t "$format" in | papersplit -f "$format" | essence | cmp - back
    done
}

@test "what bibliographies say of a book comes back from bibtex, ris and csl" {
    rec b:1 2001 'Book' '' 'lang:en' 'publisher:P & Q' 'isbn:978-0-306-40615-7' 'issn:1234-567X' 'volume:3' 'pages:1-5' >in
    for format in bibtex ris csl; do
        paperfmt -t "$format" in >out
        [ "$(papersplit out | tr '\t' '\n' | grep -E '^(lang|publisher|isbn|issn|volume|pages):' | sort)" = \
            "$(tr '\t' '\n' <in | sed 1,4d | sort)" ] || { echo "$format"; papersplit out; return 1; }
    done
    paperfmt -t ris in | tr -d '\r' | grep -E '^(SP|EP|SN)' | diff - <(printf '%s\n' 'SN  - 1234-567X' 'SN  - 978-0-306-40615-7' 'SP  - 1' 'EP  - 5')
    while IFS='|' read -r pages want; do
        [ "$(rec x 2001 T '' "pages:$pages" | paperfmt -t ris | tr -d '\r' | sed -n 's/^\([SE]P\)  - /\1 /p' | tr '\n' ';')" = "$want" ]
    done <<'END'
7--19|SP 7;EP 19;
e7–e19|SP e7;EP e19;
12|SP 12;
1-2, 5-6|SP 1-2, 5-6;
1-1-1-9|SP 1-1-1-9;
-5|SP -5;
END
    printf 'TY  - BOOK\nTI  - T\nSN  - 0-8044-2957-X\nSN  - 03064573 (print)\nER  -\n' | papersplit -f ris >out
    grep -q "isbn:0-8044-2957-X${TAB}issn:03064573 (print)" out
}

@test "real records come back, too" {
    need_shared corpora/real-100k.rec.gz
    gzip -dc "$SHARED/corpora/real-100k.rec.gz" | awk -F'\t' 'NR % 50 == 0 && $2 !~ /\./' >in
    for format in jsonl csv bibtex ris csl atom mbox; do
        paperfmt -t "$format" in | papersplit | essence | cmp - <(essence <in)
    done
}

@test "papers cut into an endless mailbox, and a message that is no paper, are told" {
    three | paperfmt -t mbox >good
    { head -5 good; echo; cat good; } >odd
    run --separate-stderr papersplit -f mbox odd
    [ "$(printf '%s\n' "$output" | ids | sed 's/^.*\(a b c\)$/\1/')" = "a b c" ]
    { printf 'From x Thu Jan  1 00:00:00 1970\nSubject: lunch\n\nAt noon?\n\n'; cat good; } >odd
    run -2 --separate-stderr papersplit -r rejects odd
    [ "$(printf '%s\n' "$output" | ids)" = "a b c" ]
    [[ "$stderr" = *"odd:1: a message that is no paper of paperfmt's: no X-Paper-ID"* ]]
    grep -q 'At noon?' rejects
}

@test "csv: Python reads it; what a spreadsheet would run is text" {
    need python3
    nasty | paperfmt -t csv >out
    python3 - out <<'P'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))
assert rows[0] == ["id", "date", "title", "abstract", "au", "kw", "url"], rows[0]
assert len(rows) == 7 and all(len(row) == 7 for row in rows)
assert rows[1][2].startswith('A *Title* with <b> & "q"') and rows[1][4] == "Byron, Ada; Weiß, Ü.; Sand and Sons"
assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row)
P
    [ "$(tail -c 2 out | od -An -c | tr -d ' ')" = '\r\n' ]
}

@test "csl: jq reads it; names in their parts, dates in theirs" {
    need jq
    nasty | paperfmt -t csl >out
    [ "$(jq length out)" -eq 6 ]
    [ "$(jq -c '.[0].author' out)" = '[{"family":"Byron","given":"Ada"},{"family":"Weiß","given":"Ü."},{"literal":"Sand and Sons"}]' ]
    [ "$(jq -c '[.[] | .issued["date-parts"][0]]' out)" = '[[2024,5],[2024],[2023,12,31],null,[2024,2,29],[2020]]' ]
    [ "$(paperfmt -t csl </dev/null | jq -c .)" = '[]' ]
}

@test "bibtex: keys are unique and stable; bibtool, biber or bib2xml take it" {
    nasty >in
    three | sed 's/$/\tkey:same/' >>in
    paperfmt -t bibtex in >out.bib
    sed -n 's/^@[a-z]*{\(.*\),$/\1/p' out.bib >keys
    [ "$(tr '\n' ' ' <keys)" = "x:1 arxiv:2401.00001 doi:10.1000/abc hash:0123456789abcdef odd-20id-25-3c-26-22-3e long:1 same same-2 same-3 " ]
    head -2 in | paperfmt -t bibtex | cmp - <(paperfmt -t bibtex <(head -2 in))
    grep -q 'month = may' out.bib
    [ "$(grep -c '^  author = ' out.bib)" -eq 4 ]
    if command -v bibtool >/dev/null; then
        [ -z "$(bibtool -q -- 'expand.macros=off' out.bib 2>&1 >/dev/null)" ]
    fi
    if command -v biber >/dev/null; then
        biber --tool --quiet -O biber.bib out.bib
    fi
    need bib2xml
    bib2xml out.bib 2>err >out.xml
    grep -q 'Processed 9 references' err
}

@test "bibtex: pages have the dash that TeX makes of two hyphens" {
    rec x:1 2020 T '' 'pages:1--9, S3' | paperfmt -t bibtex >out
    grep -qx '  pages = {1--9, S3},' out
    papersplit -f bibtex out | grep -q "${TAB}pages:1--9, S3"
    rec x:1 2020 T '' 'pages:\end{x}' | paperfmt -t bibtex | grep -qxF '  pages = {\textbackslash{}end\{x\}},'
}

@test "ris: bibutils takes it" {
    nasty | paperfmt -t ris >out
    [ "$(grep -c '^ER  - ' out)" -eq 6 ]
    need ris2xml
    ris2xml out 2>err >out.xml
    grep -q 'Processed 6 references' err
    grep -q 'Ünï' out.xml
}

@test "atom: a valid feed" {
    nasty | SOURCE_DATE_EPOCH=86400 paperfmt -t atom --subject 'A & B' >out
    grep -q '<updated>1970-01-02T00:00:00Z</updated>' out
    [ "$(grep -c '<entry>' out)" -eq 6 ]
    need xmllint
    xmllint --noout out
    paperfmt -t atom </dev/null | xmllint --noout -
    [ "$(xmllint --xpath 'count(//*[local-name()="entry"][*[local-name()="id"] and *[local-name()="title"] and *[local-name()="updated"]])' out)" -eq 6 ]
    [ "$(xmllint --xpath 'string(/*/*[local-name()="title"])' out)" = 'A & B' ]
}

@test "dot: graphviz draws it" {
    nasty | paperfmt -t dot >out
    grep -qF '"doi:10.1000/abc" -> "x:1"' out
    need dot
    dot -Tsvg out >out.svg
    paperfmt -t dot </dev/null | dot -Tsvg >/dev/null
    [ "$(grep -c '<g id="node' out.svg)" -eq 6 ]
}

# records with links that a browser would run, or that would end an attribute early
traps() {
    rec x:1 2024 'T &lt;b&gt; \N \ x' 'A' 'url:https://x.org/"><script>alert(1)</script><a href="'
    rec x:2 2024 'R&D "q"' 'A' 'url:https://x.org/?a=1&lt;b=2&c=\3'
    rec x:3 2024 'T' 'A' 'url:javascript:alert(1)' "pdf:=cmd|' /C calc'!A0" 'code:JavaScript:alert(2)' 'data:data:text/html,x' \
        'doi:10.5555/<x>'
}

@test "dot: no value becomes markup of the picture" {
    traps | paperfmt -t dot >out
    grep -qF 'URL="https://x.org/%22%3E%3Cscript%3Ealert(1)%3C/script%3E%3Ca%20href=%22"' out
    grep -qF 'URL="https://x.org/?a=1&amp;lt;b=2&amp;c=%5C3"' out
    grep -qF '"x:3" [label="T", URL="https://doi.org/10.5555/%3Cx%3E"]' out
    [ "$(grep -ci javascript: out)" -eq 0 ]
    need dot
    need xmllint
    dot -Tsvg out >out.svg
    xmllint --nonet --noout out.svg 2>err
    [ "$(grep -c '<script' out.svg)" -eq 0 ]
    [ "$(xmllint --nonet --xpath 'string((//*[local-name()="text"])[1])' out.svg 2>/dev/null)" = 'T &lt;b&gt; \N \ x' ]
    [ "$(xmllint --nonet --xpath 'string((//*[local-name()="text"])[2])' out.svg 2>/dev/null)" = 'R&D "q"' ]
    [ "$(xmllint --nonet --xpath 'string((//@*[local-name()="href"])[2])' out.svg 2>/dev/null)" = 'https://x.org/?a=1&lt;b=2&c=%5C3' ]
}

@test "atom, md, html: what a reader would run is no link" {
    traps >in
    for format in atom md html; do
        paperfmt -t $format in >out
        grep -iE '(href="|<)(javascript|data):' out && return 1
        [ "$(grep -cE "(href=\"|<)=" out)" -eq 0 ]
        [ "$(grep -c 'https://doi.org/10.5555/' out)" -gt 0 ]
    done
    [ "$(paperfmt -t md in | grep -- '- url: java')" = '- url: javascript:alert(1)' ]
    [ "$(paperfmt -t atom in | grep -c '<link ')" -eq 6 ] # the page of each, two url:, a doi:
}

@test "html: a page that a checker passes; no value becomes markup or a script" {
    { nasty; rec t 2024 'Trendy' '' 'trend:3.5' 'sim:0.9 arxiv:2401.00001' 'kw:<i>'; } >in
    paperfmt -t html --subject '<Papers> & more' in >out.html
    [ "$(grep -c '<script' out.html)" -eq 0 ]
    [ "$(grep -c 'href="javascript' out.html)" -eq 0 ]
    grep -q '<title>&lt;Papers&gt; &amp; more</title>' out.html
    grep -q '<a href="#arxiv:2401.00001">arxiv:2401.00001</a> <a href="https://arxiv.org/abs/2401.00001">' out.html
    grep -q '<section id="rising"' out.html
    grep -q '<article id="arxiv:2401.00001">' out.html
    paperfmt -t html </dev/null >empty.html
    grep -q 'No papers.' empty.html
    need tidy
    grep -v 'odd id' in | paperfmt -t html | tidy -q -e 2>err || { cat err; return 1; }
    [ ! -s err ] || { cat err; return 1; }
    tidy -q -e empty.html
}

@test "mail: Python's email reads it, in both parts; the head is right" {
    need python3
    nasty | SOURCE_DATE_EPOCH=1700000000 paperfmt -t mail --to 'Ádám Nagy <a@example.org>, b@example.org' --to c@example.org \
        --from '"Papers, daily" <p@example.net>' --subject "Új cikkek: $(printf 'ő%.0s' $(seq 60))" >out
    LC_ALL=C awk 'length > 78 { exit 1 }' out
    LC_ALL=C grep -q '[^ -~]' out && return 1
    python3 - out <<'P'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
assert not m.defects, m.defects
assert [str(a) for a in m["to"].addresses] == ["Ádám Nagy <a@example.org>", "b@example.org", "c@example.org"], m["to"]
assert m["from"].addresses[0].display_name == "Papers, daily"
assert m["subject"] == "Új cikkek: " + "ő" * 60, m["subject"]
assert m["date"].datetime.timestamp() == 1700000000
assert m["message-id"].endswith("@example.net>")
text, html = m.iter_parts()
assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
assert "Ünï ⇒ 漢字" in text.get_content() and "Ünï ⇒ 漢字" in html.get_content()
assert "From here on" in text.get_content()
assert html.get_content().rstrip().endswith("</html>")
P
    nasty >in
    for i in 1 2; do SOURCE_DATE_EPOCH=1 paperfmt -t mail --to a@b.c --from d@e.f in >"mail$i"; done
    cmp mail1 mail2
    SOURCE_DATE_EPOCH=2 paperfmt -t mail --to a@b.c --from d@e.f in | grep '^Message-ID' >other
    run ! grep -qf other mail1
}

@test "mail: no header can be slipped in; what is wrong is told" {
    for o in --to --from --subject; do
        run -2 --separate-stderr paperfmt -t mail --to a@b.c $o $'x@y.z\nBcc: evil@example.org' </dev/null
        [ -z "$output" ]
        [[ "$stderr" = *"$o: a control character in it"* ]]
    done
    run -2 --separate-stderr paperfmt -t mail </dev/null
    [[ "$stderr" = *"-t mail needs --to=ADDRESS"* ]]
    run -2 --separate-stderr paperfmt --to=html </dev/null
    [[ "$stderr" = *"'html' is no address"* ]]
    while IFS='|' read -r address why; do
        for o in --to --from; do
            run -2 --separate-stderr paperfmt -t mail --to a@b.c "$o=$address" </dev/null
            [[ "$stderr" = "paperfmt: $o: '$address' is no address: $why"* ]] || { echo "$stderr"; false; }
        done
    done <<'END'
a@b c@d|name@host expected, or several
a@b, c@d e|name@host expected, or several
@b|name@host
a@|name@host
a@b@c|name@host
Ada <a@b> x|name@host
Byron, Ada <a@b>|name@host
<a@b|name@host
a@b c@d <e@f>|a name with < > @ or " in it needs quotes
ada@exämple.org|not all mail servers take letters outside of ASCII
Ada <ädá@example.org>|not all mail servers
END
    for address in a@b.c ' a@b , c@d' '"Byron, Ada" <a@b>' '"<x@y>" <a@b>' 'Ádá (home) <a+b@c.d>' '<a@b>' 'a@[127.0.0.1]' 'a@b,'; do
        paperfmt -t mail --to "$address" --from d@e.f </dev/null >/dev/null
    done
    run -2 --separate-stderr env SOURCE_DATE_EPOCH=x paperfmt -t mail --to a@b.c </dev/null
    printf 'i\t2020\tTitle\x0aBcc: x\n' >odd
    run --separate-stderr paperfmt -t mail --to a@b.c odd
    [ "$(printf '%s\n' "$output" | grep -c '^Bcc')" -eq 0 ]
    need_own_tmpdir
    TMPDIR=/nonexistent run -2 --separate-stderr paperfmt -t mail --to a@b.c </dev/null
}

@test "mbox: Python's mailbox reads it, a message a paper" {
    need python3
    nasty | paperfmt -t mbox >out
    python3 - out <<'P'
import email, email.policy, mailbox, sys
box = mailbox.mbox(sys.argv[1], factory=lambda f: email.message_from_binary_file(f, policy=email.policy.default))
messages = list(box)
assert len(messages) == 6
assert messages[0]["from"].addresses[0].display_name == "Byron, Ada", messages[0]["from"]
assert messages[3]["subject"] == "Ünï ⇒ 漢字"
assert messages[1].get_content().startswith("From the start. . dot")
assert not any(m.defects for m in messages)
P
    need mshow
    mkdir -p box/cur box/new box/tmp
    nasty | paperfmt -t mail --to a@b.c >box/cur/1
    mshow -t box/cur/1 | grep -q 'text/html'
}

@test "-n: so many papers, and how many more" {
    three >in
    [ "$(paperfmt -n 1 in | tail -2 | tr '\n' ';')" = ";and 2 more;" ]
    [ "$(paperfmt -n 1 -t md in | tail -1)" = "and 2 more" ]
    paperfmt -n 1 -t html in | grep -q '<p>and 2 more</p>'
    [ "$(paperfmt -n 1 -t mail --to a@b.c in | grep -c 'and 2 more')" -eq 2 ]
    [ "$(paperfmt -n 1 -t jsonl in | wc -l)" -eq 1 ]
    [ "$(paperfmt -n 3 in | grep -c more)" -eq 0 ]
    [ "$(paperfmt -n 0 in)" = "and 3 more" ]
}

@test "--skip-empty: nothing where there is nothing" {
    for format in html mail atom csl dot text jsonl csv bibtex; do
        [ -z "$(paperfmt -t $format --to a@b.c --skip-empty </dev/null)" ]
        [ -n "$(three | paperfmt -t $format --to a@b.c --skip-empty)" ]
    done
    for format in html mail atom csl dot; do
        [ -n "$(paperfmt -t $format --to a@b.c </dev/null)" ]
    done
    for format in text md jsonl csv tsv bibtex ris mbox; do
        [ -z "$(paperfmt -t $format </dev/null)" ]
    done
}

@test "--list-formats: each is one of -t" {
    paperfmt --list-formats >list
    [ "$(wc -l <list)" -eq 13 ]
    while IFS=$TAB read -r name about; do
        [ -n "$about" ]
        three | paperfmt -t "$name" --to a@b.c >/dev/null
    done <list
}

@test "what is longer than a limit gives the same from a file and in small parts" {
    long() { head -c "$1" /dev/zero | tr '\0' "$2"; }
    { echo '@misc{a, title={One}}'; printf '@misc{b, title={Two}, note={'; long 2300000 x; echo '}}'; echo '@misc{c, title={Three}}'; } >in.bibtex
    { printf '{"id":"a","title":"One"}\n{"id":"b","title":"Two" oops "'; long 1400000 x; printf '\n{"id":"c","title":"Three"}\n'; } >in.jsonl
    { printf '{"meta":"'; long 1400000 x; printf '","data":[{"id":"a","title":"One"},{"id":"c","title":"Three"}]}\n'; } >in.json
    { printf 'id,title,abstract\na,One,S\nb,"Two","'; long 1400000 x | fold -w 1000; printf '"\nc,Three,S\n'; } >in.csv
    { printf '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><title>One</title></entry><!-- '; long 1400000 x
        printf ' --><entry><id>c</id><title>Three</title></entry></feed>\n'; } >in.atom
    for f in bibtex jsonl json csv atom; do
        papersplit -f $f -r rest in.$f >whole 2>told || [ $? -eq 2 ]
        dd if=in.$f bs=4093 status=none | papersplit -f $f -r rest2 >parts 2>told2 || [ $? -eq 2 ]
        cmp whole parts
        cmp rest rest2
        cmp <(sed "s/^papersplit: in.$f:/:/" told) <(sed 's/^papersplit: (standard input):/:/' told2)
        cut -f3 whole | grep -qx One
        cut -f3 whole | grep -qx Three
    done
}

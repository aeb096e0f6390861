#!/usr/bin/env bats
# What strangers may send: papers made to steer a terminal, a browser, a mail program, a spreadsheet
# or TeX, to hide what they say, and to take all time or memory. The outcomes stand in paperutils(7),
# under "Hostile input". BIG=1: inputs of gigabytes, too.

load helpers

setup_file() {
    export FLOOD=${UNIT%/*}/flood
}

ESC=$'\33' CSI=$'\302\233' NEL=$'\302\205' RLO=$'\342\200\256' RLI=$'\342\201\247' ZWSP=$'\342\200\213'
ALL_BIDI=$'\342\200\252\342\200\253\342\200\254\342\200\255\342\200\256\342\201\246\342\201\247\342\201\250\342\201\251'
UNSEEN=$'\302\255 \330\234 \342\200\213 \342\200\214 \342\200\215 \342\200\216 \342\200\217 \342\201\240 \342\201\244 \357\273\277'

# every_format IN : prints the records in each format
every_format() {
    for format in $(paperfmt --list-formats | cut -f1); do
        paperfmt -t "$format" --to a@b.c --from d@e.f "$1"
    done
    paperfmt -f '{id} {date} {title} {abstract} {au} {kw} {url} {comment}' "$1"
    paperfmt --color=always "$1" | sed "s/$ESC\[[0-9;]*m//g; s/$ESC]8;;[^$ESC]*$ESC\\\\//g"
}

# every_program IN : what each filter that prints values makes of the records, or of their findings
every_list() {
    paperlink -l "$1"
    paperkw -l "$1"
    papersim -l "$1"
    papertrend --svg -B "$DATA/counts.tsv" "$1"
}

@test "terminal escapes: none comes out of papersplit, whatever it reads, nor of paperfmt, whatever it prints" {
    e="${ESC}[31m${ESC}]0;owned${ESC}\\${CSI}2J$(printf '\233\7\10\177')$NEL"
    rec i 2024 "A ${e}title" "An ${e}abstract." "au:A${e}B" "kw:k${e}w" "url:https://example.org/${e}x" "x${e}y" >raw
    every_format raw >out
    grep -q 'title' out
    run -1 env LC_ALL=C grep -c "[$(printf '\1')-$(printf '\10')$(printf '\13\14\16')-$(printf '\37\177')]" out
    run -1 grep -cP '[\x{80}-\x{9f}]' <(LC_ALL=C tr -d '\r' <out)
    json='{"id":"i","title":"A \u001b[31mti\u009btle\u0007","abstract":"An abstract","au":["A\u001bB"]}'
    {
        printf '%s\n' "$json" | papersplit -f jsonl
        printf '@article{k, title={A %stitle}, author={A%sB}}\n' "$e" "$e" | papersplit -f bibtex
        printf 'TY  - JOUR\nTI  - A %stitle\nAU  - A%sB\nER  - \n' "$e" "$e" | papersplit -f ris
        printf 'title,author\n"A %stitle","A%sB"\n' "$e" "$e" | papersplit -f csv
        printf '<feed><entry><title>A &#27;[31m&#x9b;%stitle</title><author><name>A%sB</name></author></entry></feed>' "$e" "$e" | papersplit -f atom
        papersplit -f record raw || [ $? -eq 2 ]
        sed "s/waves/w${ESC}[7maves/" "$DATA/trending.txt" | papersplit -f listing
    } >out
    [ "$(grep -c title out)" -ge 6 ]
    run -1 env LC_ALL=C grep -c "[$(printf '\1')-$(printf '\10')$(printf '\13')-$(printf '\37\177')]" out
    run -1 grep -cP '[\x{80}-\x{9f}]' out
}

@test "terminal escapes: in a message, in names of files and in what the input says, each is a question mark" {
    name="evil${ESC}[31m${CSI}31m$(printf '\233')${RLO}txt$RLI"
    for p in $PROGRAMS; do
        run -2 --separate-stderr with "$p" "$name"
        [ "$stderr" = "$p: evil?[31m??31m????txt???: No such file or directory" ] || { echo "$stderr" | od -c; false; }
        run -2 --separate-stderr "$p" "--${ESC}[31m"
        [[ "$stderr" != *"$ESC"* ]]
        run -2 --separate-stderr with "$p" "Ünï-漢.rec"
        [ "$stderr" = "$p: Ünï-漢.rec: No such file or directory" ]
    done
    printf 'T\t%s[31m\n' "$ESC" | papersplit -f csv 2>err || true
    printf '@article{%s[31m, title={T' "$ESC" | papersplit -f bibtex 2>>err || true
    printf '{"title":"T","%s[31m":1]}\n' "$ESC" | papersplit -f jsonl 2>>err || true
    [ -s err ]
    run -1 grep -c "$ESC" err
}

# What is HTML for a browser: each tag with the names of its attributes, and where links lead to.
tags() {
    python3 -c '
import html.parser, sys, urllib.parse
class Tags(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        print(tag, *sorted(name for name, value in attributes))
        for name, value in attributes:
            if name in ("href", "src", "action", "xlink:href"):
                print("scheme", urllib.parse.urlsplit(value).scheme)
    handle_startendtag = handle_starttag
    def handle_decl(self, text): print("declaration")
    def handle_comment(self, text): print("comment")
Tags().feed(sys.stdin.read())'
}

@test "HTML and scripts: a page, a mail, a feed, a chart and Markdown have the tags that harmless papers give" {
    need python3
    hostile=(
        '<script>alert(1)</script>' '"><img src=x onerror=alert(1)>' "'-alert(1)-'" '</title></head><body onload=alert(1)>'
        '<!--' ']]><script>1</script>' '</style><style>*{display:none}</style>' '<iframe srcdoc="<b>">' '&lt;script&gt;1&#60;/script>'
        'javascript:alert(1)' '[click](javascript:alert(1))' '![x](javascript:alert(1))' '<svg/onload=alert(1)>' '`</code><u>`'
        '<javascript:alert(1)>' '<a href=x>' '{{7*7}}' '\u003cscript\u003e'
    )
    : >bad
    : >good
    for h in "${hostile[@]}"; do
        rec "i:$h" 2024 "T $h" "A $h" "au:$h" "kw:$h" "cat:$h" "venue:$h" "doi:10.1/$h" "url:https://example.org/$h" "code:$h" \
            "comment:$h" "sim:0.5 i:$h" 'trend:2.5' >>bad
        h=harmless
        rec "i:$h" 2024 "T $h" "A $h" "au:$h" "kw:$h" "cat:$h" "venue:$h" "doi:10.1/$h" "url:https://example.org/$h" "code:$h" \
            "comment:$h" "sim:0.5 i:$h" 'trend:2.5' >>good
    done
    for f in bad good; do
        paperfmt -t html "$f" | tags | sort -u >"$f.html"
        paperfmt -t mail --to a@b.c "$f" | python3 -c '
import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(list(m.iter_parts())[1].get_content())' | tags | sort -u >"$f.mail"
        paperfmt -t atom "$f" | tags | sort -u >"$f.atom"
        papertrend --svg -k kw,comment -w 9y -B /dev/null "$f" 2>/dev/null | tags | sort -u >"$f.svg"
        # Markdown: no tag is left, no link but those that paperfmt writes
        paperfmt -t md "$f" | sed 's/\\[][<>!`()\\]//g' | grep -oE '<[^>]*>|\]\(|`|!\[' | sed 's|<https://[^>]*>|link|' | sort -u >"$f.md"
    done
    for kind in html mail atom svg md; do
        diff "good.$kind" "bad.$kind" || { echo "$kind"; false; }
    done
    grep -q '^article id$' bad.html
    grep -q link bad.md
    run -1 grep -c javascript <(cat ./*.html ./*.mail ./*.atom)
    need xmllint
    paperfmt -t atom bad | xmllint --noout -
    paperfmt -t html bad | xmllint --html --noout - 2>/dev/null
}

@test "mail headers: no value begins one, ends the head, or another message" {
    need python3
    for h in 'Bcc: evil@example.org' $'x\r\nBcc: evil@example.org' $'x\rBcc: evil@example.org' '=?utf-8?q?x=0ABcc:_evil=40example.org?=' \
        '=?utf-8?q?x=0D=0A=0D=0Aend?=' '--=_boundary' 'From evil@example.org Thu Jan  1 00:00:00 1970' '.' "$(printf 'long%.0s' $(seq 1000))" \
        '"evil" <evil@example.org>, a@b.c' 'a@b.c>, <evil@example.org'; do
        printf '%s\t2024\t%s\t%s\tau:%s\tkw:%s\tcomment:%s\tx-y:%s\n' "$h" "$h" "$h" "$h" "$h" "$h" "$h"
    done >bad
    [ "$(wc -l <bad)" -gt 11 ] # a line feed in a value ends the record
    papersplit -f record bad 2>/dev/null >clean || [ $? -eq 2 ]
    for f in bad clean; do
        paperfmt -t mbox "$f" >"$f.mbox" 2>/dev/null || [ $? -eq 2 ]
        paperfmt -t mail --to a@b.c --from d@e.f "$f" >"$f.mail" 2>/dev/null || [ $? -eq 2 ]
        python3 - "$f" "$(awk -F'\t' 'NF > 3' "$f" | wc -l)" <<'P'
import email, email.utils, mailbox, sys
name, papers = sys.argv[1], int(sys.argv[2])
box = list(mailbox.mbox(name + ".mbox", factory=email.message_from_binary_file))
assert len(box) == papers, (len(box), papers)
m = email.message_from_binary_file(open(name + ".mail", "rb"))
heads = {"Date", "From", "Subject", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
for x in box + [m]:
    assert not x.defects, x.defects
    assert set(x.keys()) <= heads | ({"To"} if x is m else {"X-Paper-ID", "X-Paper-Date", "X-Paper-Field"}), x.keys()
    assert len(set(x.keys()) & heads) >= 6 and len([k for k in x.keys() if k[0] != "X"]) == len(set(x.keys()) - {"X-Paper-ID", "X-Paper-Date", "X-Paper-Field"})
    assert [a for n, a in email.utils.getaddresses([x["from"]])] == ["d@e.f" if x is m else "papers@localhost"], x["from"]
assert m["to"] == "a@b.c"
assert [p.get_content_type() for p in m.walk()] == ["multipart/alternative", "text/plain", "text/html"]
P
        LC_ALL=C awk 'length > 998 { exit 1 }' "$f.mbox" "$f.mail"
    done
    for o in --to --from --subject; do
        run -2 --separate-stderr paperfmt -t mail --to a@b.c "$o" $'x@y.z\r\nBcc: evil@example.org' clean
        [ -z "$output" ]
    done
}

@test "CSV formulas: no cell begins one, and papersplit reads the same values back; tsv and templates are as the values are" {
    need python3
    for f in '=1+1' '+1' '-1' '@SUM(1)' "=cmd|'/c calc'!A0" '=HYPERLINK("http://evil","x")' "'=1" "''" '＝1+1' '＋1' '－1' '＠x' '"=1' ',=1' ';=1'; do
        rec "$f" 2024 "$f" "$f" "au:$f" "au:$f" "kw:$f"
    done >in
    paperfmt -t csv in >out
    python3 - out <<'P'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))
assert len(rows) == 16 and all(len(row) == 7 for row in rows), len(rows)
for row in rows:
    for cell in row:
        assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠") or cell == "", cell
P
    papersplit -f csv out | cut -f1-4 | cmp - <(cut -f1-4 in)
    [ "$(paperfmt -t tsv -k title in | sed 1d)" = "$(cut -f3 in)" ]
    [ "$(paperfmt -f '{title}' in)" = "$(cut -f3 in)" ]
}

@test "TeX commands: none is left in bibtex, neither in text nor in mathematics nor in keys" {
    rec i 2024 '\input{/etc/passwd} $\write18{rm -rf ~}$ \catcode`\%=0 ^^5cinput' '\def\x{\x}\x } , evil = {x} } @preamble{"\csname x\endcsname"} %' \
        'au:\read, \openin' 'au:x} and {y' 'kw:\immediate' 'url:https://example.org/\input{x}%0d}' 'key:k},evil={\x' 'venue:#1 & _ ~' \
        'comment:\x' 'pages:\x}' 'volume:"}' >in
    paperfmt -t bibtex in >out
    # each backslash is of those that paperfmt writes
    run -1 grep -nP '\\(?!(textbackslash|textasciitilde|textasciicircum|textless|textgreater)\{\}|[{}%$&#_])' out
    # braces that TeX counts are in balance, and the entry is one
    [ "$(sed 's/\\[{}]//g' out | tr -cd '{' | wc -c)" -eq "$(sed 's/\\[{}]//g' out | tr -cd '}' | wc -c)" ]
    [ "$(papersplit -f bibtex out | wc -l)" -eq 1 ]
    [ "$(grep -c '^@' out)" -eq 1 ]
    run -1 grep -cE '^ *evil *=|^@preamble' out
    papersplit -f bibtex out | cut -f1-4 | cmp - <(cut -f1-4 in)
    need bibtool
    [ -z "$(bibtool -q -- 'expand.macros=off' out 2>&1 >/dev/null)" ]
}

@test "bidi overrides: what turns text around goes where papers come in, and where they are printed" {
    b=$ALL_BIDI
    rec i 2024 "Not ${b}evil" "The ${b}abstract." "au:Ada ${RLO}B" "kw:k${RLI}w" >raw
    rec i 2024 'Not evil' 'The abstract.' 'au:Ada B' 'kw:kw' >clean
    run -0 papersplit -f record raw
    [ "$output" = "$(cat clean)" ]
    papersplit -f record clean | cmp - clean
    {
        printf '{"id":"i","title":"Not %sevil","abstract":"The \\u202eabstract.","au":["Ada B"],"kw":["kw"],"date":"2024"}\n' "$b" | papersplit -f jsonl
        printf '@misc{i, paperid={i}, year=2024, title={Not %sevil}, abstract={The %sabstract.}, author={Ada %sB}, keywords={kw}}\n' "$b" "$b" "$RLO" |
            papersplit -f bibtex
        printf '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>i</id><published>2024</published><title>Not &#x202E;evil</title><summary>The %sabstract.</summary></entry></feed>' "$b" |
            papersplit -f atom
        printf 'TY  - JOUR\nTI  - Not %sevil\nAB  - The %sabstract.\nPY  - 2024\nER  - \n' "$b" "$b" | papersplit -f ris
        printf 'title,abstract\nNot %sevil,The %sabstract.\n' "$b" "$b" | papersplit -f csv
    } >out
    [ "$(cut -f3,4 out | sort -u)" = "Not evil${TAB}The abstract." ]
    [ "$(wc -l <out)" -eq 5 ]
    # the ID that is made of title and abstract is the same with and without
    [ "$(printf 'title,abstract\nNot %sevil,x\n' "$b" | papersplit -f csv | cut -f1)" = "$(printf 'title,abstract\nNot evil,x\n' | papersplit -f csv | cut -f1)" ]
    every_format raw >out
    grep -q 'Not evil' out
    run -1 grep -cP '[\x{202a}-\x{202e}\x{2066}-\x{2069}]' out
    # Hebrew and Arabic stay as they are, and so do marks that turn nothing
    rec i 2024 $'\327\251\327\234\327\225\327\235 \330\263\331\204\330\247\331\205\342\200\217!' '' >in
    papersplit -f record in | cmp - in
}

@test "zero-width letters: they hide no word from queries, ranking and paperuniq" {
    for u in $UNSEEN; do
        rec i 2024 "Of gra${u}ph net${u}${u}works" "A ${u}hidden${u} mes${u}sage, ${u}, grаph." 'au:Ada' >in
        [ "$(papergrep -Q -c 'title:graph' in)" = 1 ] || { printf '%s' "$u" | od -c; false; }
        [ "$(papergrep -Q -c '"graph networks"' in)" = 1 ]
        [ "$(papergrep -Q -c 'hidden AND message AND netw*' in)" = 1 ]
        [ "$(papergrep -Q -c 'gra OR ph OR sage' in || true)" = 0 ]
        { rec j 2024 'Nothing of that' 'Here.'; cat in; } >two
        [ "$(papergrep -t 1 'hidden networks' two | cut -f1)" = i ]
        { rec i2 2024 'Of graph networks' 'A hidden message, graph.' 'au:Ada'; cat in; } >same
        [ "$(paperuniq same | cut -f1)" = i2 ]
        [ "$(printf 'graphs\tgraph\n' | papergrep --tag=match -Q -f - in | grep -c "match:graphs")" -eq 1 ]
        # the value stays as it is, and so does its ID
        papersplit -f record in | cmp - in
    done
    # where the script needs them they part words as before
    rec i 2024 $'\331\205\333\214\342\200\214\330\256\331\210\330\247\331\207\331\205' '' >in
    [ "$(papergrep -Q -c $'\330\256\331\210\330\247\331\207\331\205' in)" = 1 ]
    # a run of them takes linear time, wherever it stands
    { printf 'i\t2024\tgraph'; yes "$ZWSP" | head -3000000 | tr -d '\n'; printf ' x'; yes "${ZWSP}a" | head -1000000 | tr -d '\n'; printf 'y\tgraph\n'; } >long
    [ "$(timeout 60 papergrep -Q -c 'title:graph' long)" = 1 ]
    [ "$(timeout 60 papergrep -t 1 graph long | wc -l)" -eq 1 ]
    [ "$(timeout 60 paperuniq long | wc -l)" -eq 1 ]
}

# bounded KB COMMAND... : with that much memory, where neither sanitizers nor valgrind need more
bounded() {
    local kb=$1
    shift
    if slow; then timeout 30 "$@"; else (ulimit -v "$kb" && timeout 30 "$@"); fi
}

@test "billion laughs: entities of a file's own are text, in a second and in little memory" {
    {
        printf '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY l0 "lol">'
        for i in $(seq 1 20); do printf '<!ENTITY l%d "%s">' "$i" "$(printf "&l$((i - 1));%.0s" $(seq 10))"; done
        printf '<!ENTITY %% p SYSTEM "file:///etc/passwd"> %%p;]><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T &l20;</title><summary>'
        yes '&l20;' | head -200000 | tr -d '\n'
        printf '</summary></entry></feed>\n'
    } >in
    bounded 60000 papersplit in >out
    [ "$(cut -f3 out)" = 'T &l20;' ]
    [ "$(wc -c <out)" -lt 1100000 ]
    sed 's/feed/dblp/g; s/entry>/article>/g; s/summary>/note>/g' in >other
    bounded 60000 papersplit -f dblp other >out
    [ "$(cut -f3 out)" = 'T &l20;' ]
}

@test "depth: 100,000 levels of JSON, XML, BibTeX, Markdown, queries and templates end well, and the next paper is read" {
    many() { yes "$1" | head -100000 | tr -d '\n'; }
    for open in '[' '{"a":' '[{"a":'; do
        { printf '{"title":"deep","x":'; many "$open"; echo; echo '{"title":"ok"}'; } >in
        run -2 --separate-stderr bounded 90000 papersplit -f jsonl in
        [ "$(cut -f3 <<<"$output")" = ok ]
        [[ "$stderr" = *'nested too deep'* ]]
        { many "$open"; echo; echo '{"title":"ok"}'; } >in
        run bounded 90000 papersplit -f jsonl in
        [ "$status" -eq 0 ] || [ "$status" -eq 2 ]
    done
    { printf '{"title":"deep","x":'; many '['; many ']'; printf '}\n{"title":"ok"}\n'; } >in
    run -2 --separate-stderr bounded 90000 papersplit -f jsonl in
    [ "$(cut -f3 <<<"$output")" = ok ]
    { printf '<feed><entry><title>T'; many '<b>'; many '</b>'; printf '</title></entry><entry><title>ok</title></entry></feed>\n'; } >in
    run -2 --separate-stderr bounded 90000 papersplit -f atom in
    [ "$(cut -f3 <<<"$output")" = ok ]
    { printf '@misc{a, title={'; many '{'; printf 'deep'; many '}'; printf '}}\n@misc{b, title={ok}}\n'; } >in
    run -0 --separate-stderr bounded 90000 papersplit -f bibtex in
    [ "$(cut -f3 <<<"$output" | tail -1)" = ok ]
    { printf '@misc{a, title={'; many '\emph{'; printf 'deep'; many '}'; printf '}}\n@misc{b, title={ok}}\n'; } >in
    run -0 --separate-stderr bounded 90000 papersplit -f bibtex in
    [ "$(cut -f3 <<<"$output" | tail -1)" = ok ]
    { printf '### ['; many '['; printf 'deep'; many ']'; printf '](https://arxiv.org/abs/2401.00001)\n\nAn abstract of some length stands here, too.\n\n### [A paper that is fine](https://arxiv.org/abs/2401.00002)\n\nAn abstract of some length stands here, too.\n'; } >in
    run bounded 90000 papersplit -f listing in
    [[ "$output" = *'A paper that is fine'* ]]
    three >good
    for p in 'papergrep -Q -f' 'papergrep -E -f' 'papergrep -f'; do
        { many '('; echo; } >deep
        # shellcheck disable=SC2086
        run -2 --separate-stderr bounded 90000 $p deep good
        [[ "$stderr" = *'nested too deep'* ]] || [ "$p" = 'papergrep -f' ]
    done
    run -2 --separate-stderr bounded 90000 paperfmt -f "$(many '{?a:' | head -c 100000)" good
    [[ "$stderr" = *'nested too deep'* ]]
}

@test "a tag of an entry that is longer than any is told, and the next paper is read" {
    { printf '<feed xmlns="http://www.w3.org/2005/Atom"><entry '; seq 300000 | sed 's/.*/z&="1"/' | tr '\n' ' '; printf '><title>T</title></entry>\n<entry><title>ok</title></entry></feed>\n'; } >in
    run -2 --separate-stderr papersplit in
    [ "$(cut -f3 <<<"$output")" = ok ]
    [ "$stderr" = 'papersplit: in:1: a tag has no end: it is taken as text' ]
}

@test "a single line of 2 GB: each program passes it on whole, or finds what is in it" {
    [ -n "$BIG" ] || skip "BIG=1 is not set"
    n=2200000000 # more than an int holds
    [ "$(awk '/MemAvailable/ { print int($2 / 1000) }' /proc/meminfo)" -gt 9000 ] || skip "less than 9 GB of memory"
    [ "$(df -Pk . | awk 'NR == 2 { print int($4 / 1000) }')" -gt 5000 ] || skip "less than 5 GB of disk"
    {
        printf 'long\t2024\tA title\t'
        yes 'Graph neural networks of causal things' | head -c $((n - 5)) | tr '\n' ' '
        printf ' end.\tkw:last\n'
        rec b 2023 'Beta decay' 'An abstract.'
    } >in
    bytes=$(wc -c <in)
    [ "$bytes" -gt "$n" ]
    for c in 'papersplit -f record' 'papergrep a' 'papersort -k id' paperuniq 'paperkw -n 0' paperlink "papertrend -a -B $DATA/counts.tsv"; do
        # shellcheck disable=SC2086
        [ "$($c <in | wc -lc | tr -s ' ')" = " 2 $bytes" ] || { echo "$c"; false; }
    done
    [ "$(papersim <in | cut -c1-6 | tr '\n\t' '  ')" = 'long 2 b 2023 ' ]
    [ "$(papergrep -o 'end\.' <in)" = 'end.' ]
    [ "$(papergrep -Q -c '"causal things" end' <in)" = 1 ]
    [ "$(papergrep -t 2 'causal end' <in | cut -c1-4)" = long ]
    for t in text jsonl mbox; do
        [ "$(paperfmt -t "$t" <in | tail -c 2000 | grep -c 'Beta decay')" -ge 1 ] || { echo "$t"; false; }
    done
    rm in
    # what is no record is told, not kept
    run -2 bash -c 'tr "\0" x </dev/zero | head -c 2200000000 | papergrep x'
    [[ "$output" = *'not a paper record: 1 column, 4 needed' ]]
}

@test "ten million fields in one record: linear time, nothing lost" {
    n=500000
    [ -z "$BIG" ] || n=10000000
    { printf 'a\t2024\tA title\tAn abstract'; seq -f 'kw:w%.0f' "$n" | sed 's/^/\t/' | tr -d '\n'; echo; rec b 2023 Beta 'Abstract'; } >in
    sum=$(cksum <in)
    for p in papersplit 'papergrep a' paperuniq paperlink 'paperkw -n 0' 'papersort -r -k date'; do
        # shellcheck disable=SC2086
        [ "$(timeout 120 $p in | cksum)" = "$sum" ] || { echo "$p"; false; }
    done
    [ "$(timeout 120 papertrend -a -B "$DATA/counts.tsv" in | cut -f1-9 | cksum)" = "$(cut -f1-9 in | cksum)" ]
    [ "$(timeout 120 papersim in | head -1 | cut -c1-200)" = "$(head -1 in | cut -c1-200)" ]
    [ "$(timeout 120 papergrep -k kw -c "^w$n\$" in)" = 1 ]
    [ "$(timeout 120 papergrep -Q -c "kw:w$n" in)" = 1 ]
    for t in $(paperfmt --list-formats | cut -f1); do
        timeout 120 paperfmt -t "$t" --to a@b.c in | tail -c 2000 | grep -q . || { echo "$t"; false; }
    done
    # each of another name, and what readers make of as many values
    [ -n "$BIG" ] || n=100000
    [ "$n" -le 1000000 ] || n=1000000
    { printf 'a\t2024\tA title\tAn abstract'; seq -f 'x%.0f:v' "$n" | sed 's/^/\t/' | tr -d '\n'; echo; } >in
    [ "$(timeout 120 paperfmt -t jsonl in | timeout 120 papersplit | cksum)" = "$(cksum <in)" ]
    { printf '{"title":"T","authors":["'; seq -s '","' "$n" | tr -d '\n'; printf '"]}\n'; } >json
    [ "$(timeout 120 papersplit json | tr '\t' '\n' | grep -c ^au:)" -eq "$n" ]
    { echo '@misc{a, title={T}, author={'; seq -f 'F%.0f, G' -s ' and ' 30000; echo '}}'; } >bib
    [ "$(timeout 120 papersplit bib | tr '\t' '\n' | grep -c ^au:)" -eq 30000 ]
}

@test "a paper of JSON longer than 64 MiB is told, from a file as from a pipe, and the next is read" {
    ! sanitized || skip "slow with sanitizers"
    { printf '{"title":"T","abstract":"'; yes 'words of it' | head -c 70000000 | tr '\n' ' '; printf '"}\n{"title":"ok"}\n'; } >in
    for way in 'papersplit -f jsonl in' 'cat in | papersplit -f jsonl' 'dd if=in bs=999983 status=none | papersplit' 'papersplit <in'; do
        run -2 --separate-stderr bash -c "$way"
        [ "$(cut -f3 <<<"$output")" = ok ] || { echo "$way"; false; }
        [[ "${stderr_lines[0]}" = *':1: a paper of more than 64 MiB' ]]
    done
}

@test "hash flooding: words and IDs whose hashes agree where a table looks cost what others cost" {
    [ -e "$FLOOD" ] || skip "no flood"
    "$FLOOD" words 200000 >words
    for c in papersim 'papersim -r words' 'papersim --index index' paperkw paperuniq paperlink "papertrend -a -B $DATA/counts.tsv" 'papertrend --count' \
        'paperkw --count' 'papergrep -t 1 flood' 'papergrep -Q flood' 'paperfmt'; do
        # shellcheck disable=SC2086
        timeout 20 $c words >out || { echo "$c"; false; }
    done
    timeout 20 papersim -r index words >out
    grep -q "score:" out
    "$FLOOD" ids 400000 >ids
    for c in 'paperfmt -t bibtex' 'paperuniq' 'paperlink --cite' 'papertrend --count'; do
        # shellcheck disable=SC2086
        timeout 60 $c ids >out || { echo "$c"; false; }
    done
    [ "$(timeout 60 paperuniq ids | wc -l)" -eq 400000 ]
}

@test "an ID a hundred thousand times: linear time, and in bibtex a key for each" {
    yes "$(rec same:1 2024 T '')" | head -100000 >same
    timeout 30 paperfmt -t bibtex same | sed -n 's/^@[a-z]*{\(.*\),$/\1/p' >keys
    [ "$(sort -u keys | wc -l)" -eq 100000 ]
    [ "$(sed -n '1p;2p;$p' keys | tr '\n' ' ')" = 'same:1 same:1-2 same:1-100000 ' ]
    [ "$(head -20000 same | timeout 60 paperuniq | wc -l)" -eq 1 ]
    timeout 60 papertrend --count same >out
    timeout 60 paperlink --cite same >out
    # a number that a paper brought as its own is passed over
    { rec a 2024 T ''; rec a-2 2024 T ''; rec a 2024 T ''; rec a 2024 T ''; rec a-2 2024 T ''; } | paperfmt -t bibtex >out
    [ "$(sed -n 's/^@[a-z]*{\(.*\),$/\1/p' out | tr '\n' ' ')" = 'a a-2 a-3 a-4 a-2-2 ' ]
}

@test "an index that is made to send a search round for ever is a damaged one" {
    need python3
    three >in
    papersim --index index in
    python3 - index <<'P'
import struct, sys
def mix(h):
    h = ((h ^ h >> 32) * 0xD6E8FEB86659FD93) & (1 << 64) - 1
    return h ^ h >> 32
def hash64(p, salt):
    h = ((len(p) + (salt << 32)) * 0x9E3779B97F4A7C15) & (1 << 64) - 1
    i = 0
    while len(p) - i > 8:
        h = mix(h ^ struct.unpack_from("<Q", p, i)[0])
        i += 8
    h ^= struct.unpack_from("<Q", p, len(p) - 8)[0]
    h = mix(mix(h))
    return h or 1
b = bytearray(open(sys.argv[1], "rb").read())
def checksum(b):
    return hash64(bytes(b[:56]), 0) ^ hash64(bytes(b[64:]), 1)
assert checksum(b) == struct.unpack_from("<Q", b, 56)[0]
papers, terms, slots, newest, frequent, common = struct.unpack_from("<6I", b, 12)
at = 64 + (papers + 255) // 256 * 256 * (1 + frequent - common)
free = [i for i in range(slots) if struct.unpack_from("<Q", b, at + 8 * i)[0] == 0]
assert free
for i in free: # each slot taken, by hashes that no word has
    struct.pack_into("<Q", b, at + 8 * i, 12345 + i)
struct.pack_into("<Q", b, 56, checksum(b))
open("round", "wb").write(b)
P
    run -2 --separate-stderr timeout 20 papersim -r round in
    [ "$stderr" = 'papersim: round: a damaged index' ]
}

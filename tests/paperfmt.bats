#!/usr/bin/env bats
# paperfmt: each format, and templates.

load helpers

one() {
    rec x:1 2024-05 'A *Title* with <b> & "q"' 'Back\slash, `code`, $x_1$ and 2 < 3.' 'au:Ada Byron' 'au:Weiß, Ü.' \
        'kw:first one' 'kw:second' 'code:https://github.com/a/b' 'doi:10.1/x(y)' 'zz:1'
}

@test "jsonl: every line is JSON, and comes back as it was" {
    need jq
    { one; three; papersplit -S src:page "$DATA/trending.txt" | paperkw | paperlink; } >in
    paperfmt -t jsonl in >out
    jq -e . out >/dev/null
    [ "$(wc -l <out)" -eq "$(wc -l <in)" ]
    papersplit out | cmp - in
    [ "$(head -1 out | jq -c '[.id,.date,.title,.abstract,.au,.kw,.zz]')" = \
        '["x:1","2024-05","A *Title* with <b> & \"q\"","Back\\slash, `code`, $x_1$ and 2 < 3.",["Ada Byron","Weiß, Ü."],["first one","second"],["1"]]' ]
}

@test "jsonl: bytes that no record should hold still give JSON" {
    need jq
    printf 'i\t2020\tctrl \001 bad \351 nul \000.\tt\tno field\tau:x\tkw:y\tau:z\n' >in
    [ "$(paperfmt -t jsonl in | jq -c .)" = '{"id":"i","date":"2020","title":"ctrl bad é nul .","abstract":"t","comment":["no field"],"au":["x","z"],"kw":["y"]}' ]
}

@test "jsonl: a field without a value is not there" {
    [ "$(printf 'i\t\tT\tA\tcode:\tkw:x\n' | paperfmt -t jsonl)" = '{"id":"i","date":"","title":"T","abstract":"A","kw":["x"]}' ]
}

@test "tsv: names first, the columns of -k, values joined" {
    one >in
    [ "$(paperfmt -t tsv -k id,au,none,title in)" = "$(rec id au none title; rec x:1 'Ada Byron; Weiß, Ü.' '' 'A *Title* with <b> & "q"')" ]
    [ "$(paperfmt -t tsv in | head -1)" = "$(rec id date title abstract au kw url)" ]
    [ "$(paperfmt -t tsv in in | wc -l)" -eq 3 ]
    run -2 paperfmt -t tsv -k 'id,,x' in
}

@test "md: headings, people, keyphrases, links; what text holds is escaped" {
    [ "$(one | paperfmt -t md)" = '## A \*Title\* with \<b\> \& "q"

x:1 · 2024-05 · Ada Byron; Weiß, Ü.

Back\\slash, \`code\`, \$x\_1\$ and 2 \< 3.

**Keyphrases:** first one; second

- code: <https://github.com/a/b>
- doi: <https://doi.org/10.1/x(y)>' ]
    [ "$(rec i '' '1. Not a list' '- nor this' | paperfmt -t md | sed -n '1p;5p')" = '## 1\. Not a list
\- nor this' ]
    [ "$(three | paperfmt -t md | grep -c '^## ')" -eq 3 ]
}

@test "text: wrapped by what characters take on a terminal, nothing lost" {
    papersplit "$DATA/trending.txt" | paperkw | paperlink >in
    for w in 40 80 133; do
        paperfmt --width "$w" in | awk -v w="$w" 'length > w && NF > 2' >long
        [ ! -s long ]
        [ "$(paperfmt --width "$w" in | tr -s ' \n' ' ' | cut -c1-2000)" = "$(paperfmt --width 9999 in | tr -s ' \n' ' ' | cut -c1-2000)" ]
        COLUMNS=$w paperfmt in | cmp - <(paperfmt --width "$w" in)
    done
    [ "$(rec i '' '漢字漢字漢字 漢字漢字漢字 ab' '' | paperfmt --width 20 | head -2)" = '漢字漢字漢字
漢字漢字漢字 ab' ]
    [ "$(rec i '' 'esc [31m' "$(printf 'bell\007 \033[31m')" | paperfmt | tr -d '\n' | LC_ALL=C grep -c '[[:cntrl:]]')" = 0 ]
    [ "$(one | paperfmt | sed -n '1,2p')" = 'A *Title* with <b> & "q"
  x:1 2024-05 Ada Byron; Weiß, Ü.' ]
    for w in 0 19 x; do run -2 paperfmt --width "$w" in; done
}

@test "templates" {
    one >in
    while IFS='|' read -r template want; do
        template=${template//!!/|}
        [ "$(paperfmt -f "$template" in)" = "${want//!!/|}" ] || { echo "$template: $(paperfmt -f "$template" in)"; false; }
    done <<'END'
{id}|x:1
{id}: {title}|x:1: A *Title* with <b> & "q"
{au}|Ada Byron; Weiß, Ü.
{au!!, }|Ada Byron, Weiß, Ü.
{au!! and }.|Ada Byron and Weiß, Ü..
{none}|
{?doi:https://doi.org/{doi}}|https://doi.org/10.1/x(y)
{?none:never {id}}{!none:nothing}|nothing
{!doi:no}{?au:{?kw:both}}|both
a\{b\}\\c|a{b}\c
{kw!!\}}|first one}second
plain|plain
END
    [ "$(paperfmt -f '{id}\t{date}' in)" = "x:1${TAB}2024-05" ]
    [ "$(three | paperfmt -f '{id}\n' | wc -l)" -eq 3 ]
    [ "$(three | paperfmt -f '{id}' | wc -l)" -eq 3 ]
    [ "$(three | paperfmt -f '{?kw:{kw}\n}' | wc -l)" -eq 4 ]
}

@test "templates that are wrong: what and where, status 2" {
    while IFS='|' read -r template why; do
        run -2 --separate-stderr paperfmt -f "$template" /dev/null
        [ "$stderr" = "paperfmt: -f: $why: try 'paperfmt --help'" ] || { echo "$stderr"; false; }
    done <<'END'
{id|'}' expected, at character 4 of '{id'
{}|a field's name expected, at character 2 of '{}'
{Title}|a field's name expected, at character 2 of '{Title}'
{?doi}|':' expected, at character 6 of '{?doi}'
{?doi:x|'}' expected, at character 8 of '{?doi:x'
a}|'}' without '{' (\} is a brace that stands for itself), at character 2 of 'a}'
END
    run -2 paperfmt -t nosuch /dev/null
    run -2 paperfmt -f "$(printf '{?a:%.0s' $(seq 200))" /dev/null
}

#!/usr/bin/env bats
# papergrep -Q: the query language, its errors, standing queries with --tag.

load helpers

papers() {
    rec p:1 2024-05-06 'Graph networks: a state-of-the-art survey' \
        'We compare C++ and GPT-4. Naïve Bayes comes third; 深度学习 comes fourth.' \
        'au:He, Kaiming' 'au:Ørsted, Åsa' 'cat:cs.CV' 'cat:math.CO' 'score:0.75' 'citations:12' \
        'code:https://github.com/x/y' 'doi:10.1016/0550-3213(94)90214-3'
    rec p:2 2023-11 'Vision language models' 'An encoder of images.' 'au:Kaiming He' 'cat:cs.LG' 'score:-2' 'seen:2024-01-15'
    rec p:3 2022 'Medical vision' 'A tokenizer for a language of images, and graphs of many networks.' 'kw:tokenizer'
    rec p:4 '' 'NAIVE' '' 'score:none'
}

# q QUERY [OPTION]... : the numbers of the papers that match
q() {
    papergrep -Q "${@:2}" -e "$1" papers | cut -f1 | tr -d 'p:\n'
}

# finds NUMBERS QUERY : one that finds nothing has status 1
finds() {
    local got
    got=$(q "$2" --no-match-ok) || { echo "$2: status $?"; return 1; }
    [ "$got" = "$1" ] || { echo "$2: $got, not $1"; return 1; }
}

# refuses QUERY WHY PLACE : the message, and the fault under that byte
refuses() {
    run -2 --separate-stderr papergrep -Q -e "$1" papers
    [ -z "$output" ]
    # shellcheck disable=SC2154 # set by run
    [ "${stderr_lines[0]}" = "papergrep: $2" ] || { echo "$1: ${stderr_lines[0]}"; return 1; }
    [ "${stderr_lines[1]}" = "  $1" ]
    [ "${stderr_lines[2]}" = "  $(printf '%*s' "$3" '' | tr ' ' '~')^" ] || { echo "$1: ${stderr_lines[2]}"; return 1; }
}

@test "words: whole, in title or abstract, in any case, without accents" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
1|graph
3|graphs
13|NETWORKS
14|naïve
14|NAIVE
1|深度
|学度
|kaiming
|cs
|2024
1|au:Ørsted
1|au:ÅSA
END
}

@test "operators: AND by default and before OR, NOT and -, parentheses" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
2|vision encoder
2|vision AND encoder
123|vision OR graph
123|survey OR vision language
23|(survey OR vision) language
3|vision -encoder
3|vision NOT encoder
14|-vision
14|NOT vision
23|NOT NOT vision
23|--vision
3|vision -(encoder OR survey)
14|-(vision language)
23|vision —survey
4|-graph -graphs -encoder
1234|graph OR NOT graph
|graph -graph
23|((((vision))))
|or
2|VISION (NOT medical)
END
}

@test "phrases, and tokens with punctuation, which are phrases" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
1|"graph networks"
|"networks graph"
2|"vision language"
2|“vision language”
1|state-of-the-art
1|"state of the art"
1|state.of.the.art
1|GPT-4
1|"gpt 4"
|GPT4
1|C++
|C+
|C#
1|C
1|"C++ and"
3|"tokenizer for * language"
|"tokenizer * language"
|"fourth *"
|"survey we"
1|"networks a" survey
END
}

@test "beginnings of words" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
13|graph*
13|net*
1|"graph net*"
23|lang*
123|a*
1|cat:cs.C*
12|cat:cs.*
1|cat:cs.* cat:math.*
14|naï*
END
}

@test "words near each other, in any order, however often" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
1|"networks graph"~0
3|"networks graphs"~2
|"networks graphs"~1
13|"networks graph*"~9999
1|"comes comes"~5
|"comes comes"~4
|"comes comes comes"~9
|"survey compare"~9999
1|title:"survey graph"~6
|title:"survey graph"~5
END
}

@test "a query that begins with a hyphen, behind -e or --" {
    three >in
    [ "$(papergrep -Q -e '-waves' in | ids)" = "b c" ]
    [ "$(papergrep -Q -- '-waves -has:kw' in | ids)" = c ]
    run -2 papergrep -Q '-waves' in
}

@test "fields: one word or phrase, a group, values like cs.CV" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
23|title:vision
2|title:(vision language)
12|title:("vision language" OR survey)
1|title:graph abstract:bayes
2|title:(vision abstract:encoder)
1|cat:cs.CV
1|cat:cs.cv
1|cat:CV
12|cat:(cs.CV OR cs.LG)
1|doi:10.1016/0550-3213(94)90214-3
1|doi:10.1016/0550-3213(94)
|doi:10.1016/0550-3213(95)
1|(doi:10.1016/0550-3213(94)90214-3)
1|code:https://github.com/x
|https://github.com/x
3|kw:tokenizer
3|id:p:3
|nosuch:graph
1|-title:vision title:graph
END
}

@test "a column behind the abstract that has no name is no part of the abstract" {
    rec a 2024 title abstract stray au:ada >in
    run -1 papergrep -Q 'stray OR au:eve' in
    [ "$(papergrep -c -Q 'abstract OR au:eve' in)" = 1 ]
}

@test "persons are found by either order of their names" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
12|au:"Kaiming He"
12|au:"He, Kaiming"
12|au:(he kaiming)
1|au:"He Kaiming"
|au:"Kaiming Ørsted"
|au:"Kaiming Asa"
1|au:"Asa ørsted"
|au:"Asa Orsted"
END
}

@test "has:, numbers" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
1|has:code
234|-has:code
123|has:abstract
123|has:date
13|has:(code OR kw)
|has:nosuch
1|score:>0.5
12|score:<0.75 OR score:>=0.75
2|score:<0.75
12|score:-2..0.75
2|score:-5..-1
1|citations:10..50
1|citations:12..
|citations:>12
1|citations:..12
|citations:..11
1|citations:1.2e1..12
1|citations:(>5 <20)
END
}

@test "dates: a paper matches if all days that its date stands for are in the range" {
    papers >papers
    while IFS='|' read -r want query; do finds "$want" "$query"; done <<'END'
1|date:2024
1|date:2024-05
1|date:2024-05-06
|date:2024-05-07
2|date:2023
2|date:2023-11
|date:2023-11-06
12|date:2023..2024
3|date:..2022
|date:..2022-06
23|date:..2023-11
3|date:..2023-11-29
12|date:2023..
1|date:>2023
12|date:>=2023
3|date:<2023
23|date:<=2023
1|date:2024-05-01..2024-05-31
13|date:(2022 OR 2024)
4|-has:date
2|seen:2024-01..2024-02
2|seen:>2024-01-14
|seen:>2024-01-15
END
}

@test "-k says where words without a field are looked for" {
    papers >papers
    [ "$(q kaiming -k au)" = 12 ]
    [ "$(q 'vision' -k abstract --no-match-ok)" = "" ]
    [ "$(q 'tokenizer' -k kw,title)" = 3 ]
    [ "$(q 'title:graph kaiming' -k au)" = 1 ]
}

@test "grep's options: -v -c -m -n -q -l -L -H -h" {
    papers >papers
    [ "$(q 'vision' -v)" = 14 ]
    [ "$(papergrep -Qc vision papers)" = 2 ]
    [ "$(papergrep -Qvc vision papers)" = 2 ]
    [ "$(papergrep --query --count vision papers)" = 2 ]
    [ "$(papergrep -Q -m 1 vision papers | cut -f1)" = p:2 ]
    [ "$(papergrep -Qn vision papers | cut -f1 | tr '\n' ' ')" = "2:p:2 3:p:3 " ]
    [ "$(papergrep -Qvn vision papers | cut -f1 | tr '\n' ' ')" = "1:p:1 4:p:4 " ]
    run -0 papergrep -Qq naïve papers
    [ -z "$output" ]
    run -1 papergrep -Qq nothing papers
    cp papers other
    [ "$(papergrep -Qc vision papers other | tr '\n' ' ')" = "papers:2 other:2 " ]
    [ "$(papergrep -Ql vision papers other | tr '\n' ' ')" = "papers other " ]
    [ "$(papergrep -QL nothing papers | tr '\n' ' ')" = "papers " ]
    [ "$(papergrep -QH -m1 vision papers | cut -f1)" = papers:p:2 ]
    [ "$(papergrep -Qh survey papers other | cut -f1 | tr '\n' ' ')" = "p:1 p:1 " ]
    [ "$(papergrep -F -Q 'vision OR survey' papers | wc -l)" -eq 3 ]
    run -1 papergrep -Q -F 'vision OR survey' papers
    run -2 papergrep -Q -x vision papers
}

@test "-o and --color: words and phrases that made the paper match" {
    papers >papers
    [ "$(papergrep -Qo '"graph networks" c++ bayes -foo' papers | tr '\n' '|')" = "Graph networks|C++|Bayes|" ]
    [ "$(papergrep -Qo 'au:"Kaiming He"' papers | tr '\n' '|')" = "He, Kaiming|Kaiming He|" ]
    [ "$(papergrep -Qo '"networks graphs"~3 OR (medical nosuch)' papers | tr '\n' '|')" = "graphs|networks|" ]
    [ "$(papergrep -Qon '深度 has:code' papers)" = "1:深度" ]
    [ "$(papergrep -Q --color=always survey papers)" = "$(papers | head -1 | sed "s/survey/$(printf '\033[1;31m&\033[m')/")" ]
    [ "$(papergrep -Q -e survey -e bayes --color=always papers | grep -o "$(printf '\033')\[1" | wc -l)" -eq 2 ]
    run -0 papergrep -Qo has:code papers
    [ -z "$output" ]
}

@test "what is no query: a message, the query, a mark under the fault, status 2" {
    papers >papers
    refuses 'title:(graph OR network' 'a closing parenthesis is missing' 6
    refuses 'graph network(' 'a closing parenthesis is missing' 13
    refuses 'graph) network' 'an opening parenthesis is missing' 5
    refuses ')' 'an opening parenthesis is missing' 0
    refuses 'a () b' 'nothing stands between these parentheses' 2
    refuses 'graph "net work' 'a closing quote is missing' 6
    refuses 'é “net' 'a closing quote is missing' 2
    refuses '"" a' 'no letter and no digit to look for' 1
    refuses 'OR graph' 'nothing stands before this OR' 0
    refuses 'graph OR' 'nothing stands behind this OR' 6
    refuses 'a OR OR b' 'nothing stands behind this OR' 2
    refuses '(a OR) b' 'nothing stands behind this OR' 3
    refuses 'AND graph' 'nothing stands before this AND' 0
    refuses 'a AND AND b' 'nothing stands behind this AND' 2
    refuses 'a AND' 'nothing stands behind this AND' 2
    refuses 'a NOT' 'nothing stands behind this NOT' 2
    refuses 'a NOT OR b' 'nothing stands behind this NOT' 2
    refuses '-' 'a - stands right before what it leaves out' 0
    refuses 'graph - network' 'a - stands right before what it leaves out' 6
    refuses 'search & rescue' 'no letter and no digit to look for' 7
    refuses 'title: graph' 'nothing stands behind this colon' 5
    refuses 'title:' 'nothing stands behind this colon' 5
    refuses '(title:)' 'nothing stands behind this colon' 6
    refuses 'Title:graph' "a field's name has small letters; quote what is none" 0
    refuses 'title:-graph' 'a - stands before the name of the field' 6
    refuses '*former' 'a * can stand at the end of a word only' 0
    refuses 'a tr*ns' 'a * can stand at the end of a word only' 4
    refuses '"a *b"' 'a * can stand at the end of a word only' 3
    refuses 'graph *' 'no letter and no digit to look for' 6
    refuses 'graph~2' 'a ~ stands behind a phrase in quotes only' 5
    refuses '"a b"~' 'a ~ needs a number from 0 to 9999 behind it' 5
    refuses '"a b"~10000' 'a ~ needs a number from 0 to 9999 behind it' 5
    refuses 'has:Code' 'has: needs the name of a field, as in has:code' 4
    refuses 'has:"x"' 'no phrase can stand here' 4
    refuses 'date:2024..2023' 'the range is upside down' 5
    refuses 'score:2..1' 'the range is upside down' 6
    refuses 'score:..' 'a range needs a bound, as in 10.. or >10' 6
    refuses 'score:>' 'a range needs a bound, as in 10.. or >10' 6
    refuses 'score:1..x' 'no number, as in 10..50, 10.., ..50 or >=0.5' 6
    refuses 'date:2023-02-29' 'no date: YYYY, YYYY-MM or YYYY-MM-DD, or a range as 2024-03..2025' 5
    refuses 'date:May' 'no date: YYYY, YYYY-MM or YYYY-MM-DD, or a range as 2024-03..2025' 5
    for empty in '' ' ' "$TAB"; do
        run -2 --separate-stderr papergrep -Q "$empty" papers
        [ "${stderr_lines[0]}" = "papergrep: the query is empty" ]
    done
}

@test "faults in deep, long and odd queries" {
    papers >papers
    deep() { printf '%*s' "$1" '' | tr ' ' '('; printf vision; printf '%*s' "$1" '' | tr ' ' ')'; }
    [ "$(q "$(deep 200)")" = 23 ]
    run -2 --separate-stderr papergrep -Q "$(deep 201)" papers
    [ "${stderr_lines[0]}" = "papergrep: parentheses are nested too deep" ]
    run -2 --separate-stderr papergrep -Q "$(deep 50000)" papers
    [ "${stderr_lines[0]}" = "papergrep: parentheses are nested too deep" ]
    [ "$(q "$(printf -- '-%.0s' $(seq 1000))vision")" = 23 ]
    { seq -f 'w%.0f OR' 100000 | tr '\n' ' '; echo survey; } >long
    [ "$(papergrep -Q -f long papers | ids)" = p:1 ]
    # of a long query the part around the fault is shown, and no control character
    run -2 --separate-stderr papergrep -Q "$(seq 1000 | tr '\n' ' ')$(printf '\033[31m') )" papers
    [ "${#stderr_lines[1]}" -lt 130 ]
    [[ "${stderr_lines[1]}" == *"1000 ?[31m )" ]]
    [ "${#stderr_lines[1]}" -eq "${#stderr_lines[2]}" ]
    run -2 --separate-stderr papergrep -Q "$(printf 'a\377\200b "')" papers
    [ "${stderr_lines[0]}" = "papergrep: a closing quote is missing" ]
    run -2 papergrep -Q "\"$(seq 65 | tr '\n' ' ')\"~1" papers
    run -1 papergrep -Q "\"$(seq 64 | tr '\n' ' ')\"~1" papers
    run -1 papergrep -Q "\"$(seq 5000 | tr '\n' ' ')\"" papers
}

@test "-f: a query a line; blank lines, comments and names" {
    papers >papers
    printf '# interests\n\nvision -medical\r\n  \nnets\tgraph networks\n\t bayes\n' >queries
    [ "$(papergrep -Q -f queries papers | ids)" = "p:1 p:2" ]
    [ "$(papergrep -Q -f queries -e tokenizer papers | ids)" = "p:1 p:2 p:3" ]
    [ "$(papergrep -Q -f - papers <queries | ids)" = "p:1 p:2" ]
    run -1 papergrep -Q -f /dev/null papers
    [ "$(papergrep -Qvc -f /dev/null papers)" = 4 ]
    printf '# one\nvision\n\nnets\ttitle:(graph OR network\n' >bad
    run -2 --separate-stderr papergrep -Q -f queries -f bad papers
    [ "${stderr_lines[0]}" = "papergrep: bad:4: a closing parenthesis is missing" ]
    [ "${stderr_lines[1]}" = "  title:(graph OR network" ]
    printf 'empty\t\n' >bad
    run -2 --separate-stderr papergrep -Q -f bad papers
    [ "$stderr" = "papergrep: bad:1: the query is empty" ]
    printf 'two  spaces\tvision\n' >bad
    run -2 --separate-stderr papergrep -Q -f bad papers
    [ "$stderr" = "papergrep: bad:1: the query's name cannot be a field's value" ]
}

# tags ARG... : ID=NAME,NAME of each paper that is printed
tags() {
    papergrep -Q "$@" papers | awk -F'\t' '{
        s = ""
        for (i = 5; i <= NF; i++) if ($i ~ /^match:/) s = s (s == "" ? "" : ",") substr($i, 7)
        print $1 "=" s }' | tr '\n' ' '
}

@test "--tag adds the names of all queries that match, once" {
    papers >papers
    [ "$(tags --tag new vision)" = "p:2=new p:3=new " ]
    [ "$(tags --tag new -e vision -e medical -e bayes)" = "p:1=new-3 p:2=new-1 p:3=new-1,new-2 " ]
    printf 'see\tvision\nbayes\nhear\tencoder\nsee\timages\n' >queries
    [ "$(tags --tag new -f queries)" = "p:1=new p:2=see,hear p:3=see " ]
    [ "$(tags --tag new -f queries -e naive)" = "p:1=new-1,new-3 p:2=see,hear p:3=see p:4=new-1 " ]
    [ "$(tags --tag new -v vision)" = "p:1= p:4= " ]
    papergrep -Q --tag see vision papers >once
    papergrep -Q --tag see vision once | cmp - once
    [ "$(papergrep -Q --tag seen vision once | head -1 | tr '\t' '\n' | grep -c ^match:)" = 2 ]
    [ "$(papergrep -Q --tag see -c vision papers)" = 2 ]
    for bad in '' ' x' 'a  b' "$(printf 'a\tb')"; do run -2 papergrep -Q --tag "$bad" vision papers; done
    run -2 papergrep --tag x vision papers
    run -2 papergrep --stem vision papers
}

@test "--stem: words match by their stems, beginnings as they stand" {
    papers >papers
    [ "$(q 'graph' --stem)" = 13 ]
    [ "$(q '"encoded image"' --stem --no-match-ok)" = "" ]
    [ "$(q '"encoding of image"' --stem)" = 2 ]
    [ "$(q 'tokenize*' --stem)" = 3 ]
    [ "$(q 'tokenizers' --stem)" = 3 ]
    [ "$(q 'tokenizers*' --stem --no-match-ok)" = "" ]
    [ "$(q '"networking graphs"~1' --stem)" = 1 ]
    [ "$(q 'comparing c++ bayes' --stem)" = 1 ]
    [ "$(papergrep -Qo --stem 'graph network' papers | tr '\n' '|')" = "Graph|networks|graphs|networks|" ]
    # a stem may end in other letters than any of its words
    rec p:5 2024 'Dying stars' 'Happy skies, ugly possibilities, hoped for.' >papers
    for word in die happiness sky hoping possible star; do [ "$(q "$word" --stem)" = 5 ]; done
    for word in sk hopped stardom; do run -1 papergrep -Q --stem "$word" papers; done
}

@test "with --stem the quick look at raw text misses no word of a vocabulary" {
    need_shared tables/word-df.tsv
    cut -f1 "$SHARED/tables/word-df.tsv" | grep -x '[a-z][a-z]*' | awk 'NR % 20 == 1' | awk '{ print NR "\t\t" $1 "\t" }' >papers
    cut -f3 papers | head -c 60000 | sed '$d' | awk '{ print $1 "\t" $1 }' >queries
    # one by one is quick but slow to start: by 50, so that needles are used
    split -l 50 queries part.
    for part in part.*; do papergrep -Q --stem --tag x -f "$part" papers; done |
        awk -F'\t' '{ for (i = 5; i <= NF; i++) if ($i == "match:" $3) n++ } END { print n + 0 }' >found
    [ "$(cat found)" -eq "$(wc -l <queries)" ]
}

@test "papers beyond ASCII are found by folded words, whatever the block" {
    for i in $(seq 400); do
        rec "n$i" 2020 'no one here' "$(head -c $((i * 7 % 700)) /dev/zero | tr '\0' y) — $i" 'kw:“quoted”'
        rec "a$i" 2020 "about trăns${i}formers" ''
        rec "b$i" 2020 'about' "TRANS${i}FORMERS"
        rec "c$i" 2020 'ｔｒａｎｓ' 'ﬁne' 'au:Müller'
    done >papers
    [ "$(papergrep -Qc 'trans*' papers)" = 1200 ]
    [ "$(papergrep -Q 'trans321formers' papers | ids)" = "a321 b321" ]
    [ "$(papergrep -Qvc 'trans321formers' papers)" = 1598 ]
    [ "$(papergrep -Qn 'trans321formers' papers | cut -f1 | tr '\n' ' ')" = "1282:a321 1283:b321 " ]
    [ "$(papergrep -Qc 'fine au:muller' papers)" = 400 ]
    [ "$(papergrep -Qvn 'trans* OR kw:quoted' papers | wc -l)" -eq 0 ]
}

@test "a record without its last newline, with CR LF, and what is none" {
    { printf 'a\t2024\tVision\t\tcode:x\r\n'; echo vision; printf 'b\t\tvision\t'; } >papers
    run -2 --separate-stderr papergrep -Q 'vision' papers
    [ "$(printf '%s\n' "$output" | ids)" = "a b" ]
    [ "$stderr" = "papergrep: papers:2: not a paper record: 1 column, 4 needed" ]
    [ "$(papergrep -Qc 'code:x' papers 2>/dev/null)" = 1 ]
}

@test "10,000 queries in one pass find what each finds alone" {
    for i in $(seq 500); do rec "$i" 2020 "paper w$i" "of x$((i % 7)) and x$((i % 11))"; done >papers
    seq 10000 | awk '{ print "q" $1 "\tw" $1 " (x" $1 % 7 " OR y" $1 ")" }' >queries
    papergrep -Q --tag x -f queries papers | awk -F'\t' '$5 == "match:q" $1 && NF == 5' | wc -l >n
    [ "$(cat n)" -eq 500 ]
}

@test "long phrases and words near each other over a long record take linear time" {
    { printf 'i\t2020\tt\t'; yes a | head -n 300000 | tr '\n' ' ' | sed 's/ $//'; echo; } >papers
    local many
    many=$(yes a | head -n 60 | tr '\n' ' ')
    run -1 timeout 20 papergrep -Q "\"$many b\"" papers
    run -1 timeout 20 papergrep -Q "\"$many b\"~9999" papers
    run -0 timeout 20 papergrep -Qc "\"$many\"~9999 \"a* $many\"" papers
    { printf 'i\t2020\tt\t'; yes 'é' | head -n 300000 | tr '\n' ' ' | sed 's/ $//'; echo; } >papers
    run -1 timeout 20 papergrep -Q "ee" papers
}

@test "random queries find what a plain evaluator finds" {
    need python3
    python3 "$ROOT/tests/eval/query.py" papergrep 200 200 1
}

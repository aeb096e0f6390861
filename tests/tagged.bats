#!/usr/bin/env bats
# papersplit: RIS, MEDLINE, ISI, refer and SMART.

load helpers

@test "ris: one entry, its fields by preference and not by order" {
    cat >in <<'X'
TY  - JOUR
N2  - The second best abstract.
AB  - The abstract.
A2  - Editor, Eve
AU  - Lee, Ann
AU  - Li, Bo
T2  - Journal of Roads
ST  - Short
TI  - A road of <i>one</i> kind
PY  - 2016
DA  - 2016/10/19/
KW  - *road
KW  - one kind
DO  - https://doi.org/10.5555/ROAD
SP  - 1
EP  - 9
UR  - http://x.org/1
ER  - 
X
    run -0 --separate-stderr papersplit in
    [ -z "$stderr" ]
    [ "$output" = "$(rec doi:10.5555/road 2016-10-19 'A road of one kind' 'The abstract.' doi:10.5555/road 'au:Lee, Ann' 'au:Li, Bo' \
        'editor:Editor, Eve' kw:road 'kw:one kind' 'venue:Journal of Roads' url:http://x.org/1 type:JOUR pages:1-9)" ] || { echo "$output"; false; }
}

@test "ris: lines without a tag, ER inside text, empty lines in a value, CR LF" {
    printf 'Record #1 of 2\nProvider: x\n1.\nTY  - JOUR\r\nT1  - One\r\nKW  - first\r\nsecond\r\nAB  - It says\r\nER nothing\r\n\r\nat all.\r\nPY  - 2014//\r\nER  -\r\n\r\n2. TY  - JOUR\nT1  - Two\nAB  -\nN2  - Other.\nER  -' >in
    run -0 --separate-stderr papersplit in
    [ -z "$stderr" ]
    [ "$(cut -f2-4 <<<"${lines[0]}")" = "$(rec 2014 One 'It says ER nothing at all.')" ]
    [[ "${lines[0]}" == *"kw:first${TAB}kw:second"* ]]
    [ "$(cut -f3-4 <<<"${lines[1]}")" = "$(rec Two Other.)" ]
}

@test "ris: TY again without ER, TY with one blank, a month for a date, a title in CT, a DOI in a note" {
    printf 'TY - GEN\nCT - First\nPY - 2010\nDA - SEP\nN1 - doi: 10.5555/n1\nTY  - GEN\nTI  - Second\nY1  - 4-8 Aug. 2020\nPY  - 2020\nDA  - 2020///nan\n' >in
    run -0 papersplit in
    [ "$(cut -f1-3 <<<"${lines[0]}")" = "$(rec doi:10.5555/n1 2010-09 First)" ]
    [ "$(cut -f2-3 <<<"${lines[1]}")" = "$(rec 2020-08-04 Second)" ]
}

@test "ris: an entry with nothing in it is told and kept by -r; a DOI or a note alone is a paper" {
    printf 'TY  -\nER  -\nTY  - GEN\nXX  - odd\n\nN1  - only this\n  and that\nER  -\nTY  - GEN\nDO  - 10.5555/own\nER  -\n' >in
    run -2 --separate-stderr papersplit -r rest in
    [ "$(cut -f2- <<<"${lines[0]}")" = "$(rec '' '' '' 'comment:only this and that' type:GEN)" ]
    [ "${lines[1]}" = "$(rec doi:10.5555/own '' '' '' doi:10.5555/own type:GEN)" ]
    [ "$stderr" = "papersplit: in:1: an entry with nothing in it" ]
    [ "$(cat rest)" = "$(sed 2q in)" ]
}

@test "ris: commas in a keyword that has a line of its own stay; a list in one line is one" {
    printf 'TY  - JOUR\nTI  - T\nKW  - Learning\nNetworks, neural\nER  -\nTY  - JOUR\nTI  - U\nKW  - a, b\nER  -\n' >in
    [ "$(papersplit in | cut -f5- | tr '\t\n' '|/')" = 'kw:Learning|kw:Networks, neural|type:JOUR/kw:a|kw:b|type:JOUR/' ]
}

@test "nbib, isi: a group stands beside the people" {
    printf 'PMID- 1\nTI  - T\nFAU - Lee, Ann\nAU  - Lee A\nCN  - The Group\n' >in
    [ "$(papersplit in | cut -f5-)" = "$(rec pmid:1 'au:Lee, Ann' 'au:The Group')" ]
    printf 'FN x\nVR 1.0\nPT J\nAF Lee, Ann\nAU Lee, A\nCA The Group\nTI T\nWC Computer Science, Theory\nER\n\nEF\n' >isi
    [ "$(papersplit isi | cut -f5-)" = "$(rec 'au:Lee, Ann' 'au:The Group' 'cat:Computer Science, Theory')" ]
}

@test "tagged: people joined in one long line, lines without a tag for ever: no time, no memory" {
    { printf 'TY  - JOUR\nTI  - T\nAU  - '; yes 'Lee, A. and ' | head -200000 | tr -d '\n'; printf 'Li, B.\nER  -\n'; } >in
    run -0 timeout 20 papersplit in
    [ "$(tr '\t' '\n' <<<"$output" | grep -c '^au:')" -eq 200001 ]
    { printf 'TY  - JOUR\nTI  - T\nXX  - x\n'; yes 'no tag in this line at all, and it goes on for ever' | head -400000; printf 'TY  - JOUR\nTI  - U\nER  -\n'; } >long
    run -2 --separate-stderr papersplit long
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3 | tr '\n' ' ')" = "T U " ]
    [[ "${stderr_lines[0]}" == "papersplit: long:"*": an entry of more than 8 MiB is broken off" ]]
}

@test "nbib: wrapped lines, the DOI among other numbers, full names, an early date" {
    cat >in <<'X'

PMID- 26524502
OWN - NLM
DP  - 2016 Jan 15
TI  - A survey of roads and of what
      stands beside them.
LID - 10.5555/j.1 [doi]
LID - S0378-1119(15)01297-4 [pii]
AB  - BACKGROUND: Roads carry
      people. METHODS: We
      walked.
FAU - Lee, Ann
AU  - Lee A
OT  - roads
MH  - *Walking
JT  - Roads
PT  - Journal Article
LA  - eng
PMC - PMC123
AID - S0378 [pii]
AID - 10.5555/j.1 [doi]

PMID- 26524503
TI  - Second.
DP  - 2015 Winter
X
    run -0 papersplit in
    [ "${#lines[@]}" -eq 2 ]
    [ "$(cut -f1-4 <<<"${lines[0]}")" = "$(rec doi:10.5555/j.1 2016-01-15 'A survey of roads and of what stands beside them.' 'BACKGROUND: Roads carry people. METHODS: We walked.')" ]
    [[ "${lines[0]}" == *"pmid:26524502${TAB}pmcid:PMC123${TAB}au:Lee, Ann${TAB}kw:roads"* ]]
    [ "$(cut -f1-3 <<<"${lines[1]}")" = "$(rec pmid:26524503 2015 Second.)" ]
}

@test "nbib: ERIC's, which begins otherwise" {
    printf '\nOWN - ERIC\nTI  - Paper\nAU  - Lee, Ann\nOT  - k\nAID - http://dx.doi.org/10.5555/e1\nOID - EJ113\nDP  - 2000\nLID - http://eric.ed.gov/?id=EJ113\nAB  - Text.\nISSN - ISSN-1\n\n\nOWN - ERIC\nTI  - Next\n' >in
    run -0 papersplit in
    [ "${#lines[@]}" -eq 2 ]
    [ "$(cut -f1-4 <<<"${lines[0]}")" = "$(rec doi:10.5555/e1 2000 Paper Text.)" ]
    [[ "${lines[0]}" == *"eric:EJ113"* && "${lines[0]}" == *"url:http://eric.ed.gov/?id=EJ113"* ]]
}

@test "isi: names a line, text over lines, a month without its year, subjects with commas, no end" {
    printf '\357\273\277FN Clarivate\nVR 1.0\nPT J\nAU Lee, A\n   Li, B\nAF Lee, Ann\n   Li, Bo\nTI A long title that goes\n   on\nSO ROADS\nDE walking; long\n   roads\nWC Psychology, Experimental\nTC 4\nPD NOV 3\nPY 2006\nUT WOS:0001\nAB Text\n   more.\nER\n\nPT J\nTI Second\nAU Lee, Ann; Li, Bo\nPD 2006 May-Jun\nPY 2006\nUT MEDLINE:167\nER\n' >in
    run -0 papersplit in
    [ "$(cut -f1-4 <<<"${lines[0]}")" = "$(rec wos:0001 2006-11-03 'A long title that goes on' 'Text more.')" ]
    [[ "${lines[0]}" == *"au:Lee, Ann${TAB}au:Li, Bo${TAB}kw:walking${TAB}kw:long roads${TAB}cat:Psychology, Experimental${TAB}venue:ROADS"* ]]
    [ "$(cut -f1-3 <<<"${lines[1]}")" = "$(rec pmid:167 2006-05 Second)" ]
    [[ "${lines[1]}" == *"au:Lee, Ann${TAB}au:Li, Bo"* ]]
}

@test "refer: with and without %0" {
    printf '%%0 Journal Article\n%%A Lee, Ann\n%%A Li, Bo\n%%T One\n%%J Roads\n%%D 2001\n%%8 May 3\n%%K a\nb\n%%X Text\n\nmore.\n%%R 10.5555/r\n\n%%0 Book\n%%T Two\n' >in
    run -0 papersplit in
    [ "$(cut -f1-4 <<<"${lines[0]}")" = "$(rec doi:10.5555/r 2001-05-03 One 'Text more.')" ]
    [[ "${lines[0]}" == *"kw:a${TAB}kw:b"* ]]
    [ "$(cut -f3 <<<"${lines[1]}")" = Two ]
    printf '%%A A. Lee\n%%T One\n\n%%A B. Li\n%%T Two\n' >old
    [ "$(papersplit old | cut -f3,5 | tr '\t\n' ' ,')" = "One au:A. Lee,Two au:B. Li," ]
}

@test "smart: no author, text alone, people joined" {
    printf '.I 1\n.T\nwings and\nslipstreams .\n.A\nlee,a. and li,b.\n.B\nj. ae. 25, 1958.\n.W\n  the text of\nit .\n.X\n1\t5\t1\n.I 2\n.W\nonly text\n' >in
    run -0 papersplit in
    [ "$(cut -f2- <<<"${lines[0]}")" = "$(rec '' 'wings and slipstreams .' 'the text of it .' key:1 au:lee,a. au:li,b. 'venue:j. ae. 25, 1958.')" ]
    [ "$(cut -f2- <<<"${lines[1]}")" = "$(rec '' '' 'only text' key:2)" ]
}

@test "tagged: an entry that never ends is broken off, and takes no memory" {
    { printf 'TY  - JOUR\nTI  - Endless\nAB  - x\n'; yes "$(head -c 1000 /dev/zero | tr '\0' y)" | head -9000; printf 'KW  - k\nTY  - JOUR\nTI  - Next\nER  -\n'; } >in
    run -2 --separate-stderr papersplit -f ris in
    [ "$(cut -f3 <<<"${lines[-1]}")" = Next ]
    [[ "$stderr" == *"8 MiB"* ]]
}

#!/usr/bin/env bats
# paperlink: where links begin and end, what they are, and how they are written.

load helpers

# links TEXT... : kind and link of what is found in each text
links() {
    for t in "$@"; do rec i 2020 t "$t"; done | paperlink -l | cut -f2,3 | tr '\t' ' '
}

@test "a link ends where the sentence goes on" {
    for t in 'see https://a.org/b.' '(https://a.org/b)' '[https://a.org/b],' '"https://a.org/b"' 'https://a.org/b;' \
        '<https://a.org/b>' 'https://a.org/b!' "'https://a.org/b'" 'https://a.org/b: next' '“https://a.org/b”' \
        'https://a.org/b…' '\url{https://a.org/b}' '\href{https://a.org/b}{here}' '{\small\texttt{https://a.org/b}}' \
        '`https://a.org/b`' '*https://a.org/b*' 'athttps://a.org/b' '(at https://a.org/b).' 'HTTPS://A.org/b' \
        '$https://a.org/b$' 'https://a.org/b|c'; do
        [ "$(links "$t")" = "url https://a.org/b" ] || { echo "$t: $(links "$t")"; false; }
    done
}

@test "what belongs to a link stays in it" {
    for l in https://a.org/ https://a.org/b/ https://a.org/w_\(x\) 'https://a.org/?q=a,b;c&d=%20e#f' https://a.org:8080/b \
        https://a.org/~u/x.tar.gz http://a-b.c.example/x ftp://a.org/b 'https://a.org/[x]' https://münchen.example/ä \
        https://web.archive.org/web/2020/https://b.org/c https://a.org/b@v1; do
        [ "$(links "see $l.")" = "url $l" ] || { echo "$l: $(links "see $l.")"; false; }
    done
    [ "$(links 'https://a.org/b\_c\%20d\#e and http://a.org/$\sim$u/')" = "url https://a.org/b_c%20d#e
url http://a.org/~u/" ]
    [ "$(links 'https://a.org/bhttps://c.org/d')" = "url https://a.org/b
url https://c.org/d" ]
}

@test "without a scheme, a host is one where the text says so" {
    # a path, www., a host of the table, words that announce an address
    while IFS='|' read -r text want; do
        [ "$(links "$text")" = "$want" ] || { echo "$text: $(links "$text")"; false; }
    done <<'END'
on github.com/ann/fern.|code https://github.com/ann/fern
(GitHub.com/Ann/Fern)|code https://github.com/Ann/Fern
git clone git@github.com:ann/fern.git|code https://github.com/ann/fern
git://github.com/ann/fern.git|code https://github.com/ann/fern
www.163.com|url https://www.163.com
2moss.org/x|url https://2moss.org/x
at www.moss.example.org|url https://www.moss.example.org
atwww.moss.org.|url https://www.moss.org
www. moss.org|url https://www.moss.org
moss.example.org/~ann/|url https://moss.example.org/~ann/
ann.github.io/fern|url https://ann.github.io/fern
moss-maps.github.io shows it|url https://moss-maps.github.io
available at mossmaps.org.|url https://mossmaps.org
the mossmaps.org of old|
doi.org/10.5555/abc|doi 10.5555/abc
arxiv.org/abs/2401.01234v2|arxiv 2401.01234
hf.co/ann/fern|model https://huggingface.co/ann/fern
bit.ly/3abc|url https://bit.ly/3abc
END
}

@test "a link that was broken or damaged on its way is mended" {
    while IFS='|' read -r text want; do
        [ "$(links "$text" | tr '\n' ' ')" = "$want " ] || { echo "$text: $(links "$text")"; false; }
    done <<'END'
https : //moss.example.org/x|url https://moss.example.org/x
https:// moss.example.org/x|url https://moss.example.org/x
http ://moss.example.org|url http://moss.example.org
at https//moss.example.org/y|url https://moss.example.org/y
http:\/\/moss.example.org\/x|url http://moss.example.org/x
https://github.com/ ann-f/fern|code https://github.com/ann-f/fern
https://github.com/ann/ fern_net|code https://github.com/ann/fern_net
https://github.com/ann/fern- net2 is here|code https://github.com/ann/fern-net2
https://github.com/ann/fern- and more|code https://github.com/ann/fern-
https://github. com/ann/fern|code https://github.com/ann/fern
https://github.com/ann/fern. git|code https://github.com/ann/fern
https://github.com/ann/fern.We show|code https://github.com/ann/fern
https://github.com/ann/fern.Results improve|code https://github.com/ann/fern
https://github.com/ann/Fern.jl|code https://github.com/ann/Fern.jl
https://doi.org/ 10.5555/abc|doi 10.5555/abc
https://a.org/b,https://c.org/d;http://e.org|url https://a.org/b url https://c.org/d url http://e.org
doi:10.5555/abc.1DOI:10.5555/abc.3|doi 10.5555/abc.1 doi 10.5555/abc.3
10.5555/abc.1arXiv: 2401.01234|doi 10.5555/abc.1 arxiv 2401.01234
github.com/a/b,gitlab.com/c/d;moss.org/e|code https://github.com/a/b code https://gitlab.com/c/d url https://moss.org/e
Code:github.com/a/b,data:zenodo.org/record/1|code https://github.com/a/b data https://zenodo.org/record/1
https://a.org/b(github.com/c/d)|url https://a.org/b code https://github.com/c/d
https://a.org/b,c.html,d.e/f?id=doi:10.5555/x&y=/c.org/d|url https://a.org/b,c.html,d.e/f?id=doi:10.5555/x&y=/c.org/d
https://a.org/b–c|url https://a.org/b-c
https://a.org/b and{\_}c|url https://a.org/b
https://a.org/b{\_}c\textunderscore{}d|url https://a.org/b_c_d
http://a.org/\~{}u and http://a.org/\textasciitilde u|url http://a.org/~u
https://a.org/?x=1&amp;y=2|url https://a.org/?x=1&y=2
https://a.org/ﬁle|url https://a.org/file
END
}

@test "numbers of papers and books in prose" {
    while IFS='|' read -r text want; do
        [ "$(links "$text" | tr '\n' ' ')" = "${want:+$want }" ] || { echo "$text: $(links "$text")"; false; }
    done <<'END'
arXiv:2401.01234v2.|arxiv 2401.01234
arXiv 2401.01234|arxiv 2401.01234
(arXiv preprint no. 0704.0001)|arxiv 0704.0001
arXiv: 2401.01234, 2402.12345v3 and 2403.11111|arxiv 2401.01234 arxiv 2402.12345 arxiv 2403.11111
arXiv:hep-th/9901001v2|arxiv hep-th/9901001
in math.AG/0601001 and cs/0101001|arxiv math/0601001 arxiv cs/0101001
arXiv:2413.01234 and arXiv:24.0123|
2401.01234 alone|
hep-th/990100 and hep-th/99010011|
doi:10.5555/AbC.7.|doi 10.5555/abc.7
DOI 10.5555/182;|doi 10.5555/182
(DOI: 10.1016/0375-9601(95)00822-5)|doi 10.1016/0375-9601(95)00822-5
doi:10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM9>3.0.CO;2-2|doi 10.1002/(sici)1097-0258(1998)17:15<1661::aid-sim9>3.0.co;2-2
10.1145/3292500.3330701|doi 10.1145/3292500.3330701
doi:https://doi.org/10.5555/x|doi 10.5555/x
doi:10.5555/a\_b|doi 10.5555/a_b
doi:10.1016/S0022-2836%2805%2980360-2 and doi:10.1016/S0022-2836(05)80360-2|doi 10.1016/s0022-2836(05)80360-2
doi:10.5555%2Fabc.7|doi 10.5555/abc.7
doi:10.5555/%C3%A4bc%20%FF%0A%C2%A0%zz|doi 10.5555/äbc%20%ff%0a%c2%a0%zz
PMID: 12345678|pmid 12345678
PMCID: PMC1234567, PMC7654321|pmcid PMC1234567 pmcid PMC7654321
ISBN 0-306-40615-2|isbn 9780306406157
ISBN-13: 978-0-306-40615-7|isbn 9780306406157
ISBN 978–0–306–40615–7 and ISBN 0‐8044‐2957‐X|isbn 9780306406157 isbn 9780804429573
ISBN 978‑0 306−40615­‑7|isbn 9780306406157
ISBN 978—0—306—40615—7|
ISBN 978-0-306-40615-8|
ISBN 0-8044-2957-X|isbn 9780804429573
END
}

@test "what is no link" {
    for t in 'http://' 'https://localhost/x' 'ratio 3://4' 'x://y.org' 'https://a..' 'see https://.' '://a.org' \
        'me@a.org' '{ann,bob}@cs.moss.edu' 'https://a b.org' ':' '://' 'http:/' 'https://a.b' 'mailto:me@a.org' \
        'version 3.2.1, v1.0.2' 'i.e. or i.e.the' 'e.g.x' 'e.g.for/with' 'node.js and Vue.js' 'vs.the others' 'et al.in' \
        '1/2 or 24/7' '10.5/3' '10.1234/5' '10.12345/67.8' 'Section 4.2/4.3' 'sec. 2.1.3' 'Fig.3/4' 'and/or' 'TCP/IP' \
        'the end.It is' 'input/output.Then' 'U.S.A' 'Ph.D.in' 'p.m.' 'README.md and main.py' 'S.cerevisiae' \
        'ASP.NET/C#' 'booking.com reviews' 'Amazon.com' 'torch.nn/torch.optim' 'numpy.linalg.norm' 'com.moss.app' \
        'java.util.Map' 'data.frame' 'x.y/z' 'm.s/kg' '192.168.0.1/24' '31.15.ac, 42.50.gy' '14.30.ch/31.15.ac' '2.cm/s' 'PM10' 'PMC 5' 'pubmed 123' 'HTTPS and HTTP/2' \
        'the arXiv version 2' 'GitHub' 'github.com' 'on arxiv.org' 'ISBN' 'doi' 'https://999.1.1.1/' \
        '<b xmlns:x="http://www.w3.org/1999/xlink">'; do
        [ -z "$(links "$t")" ] || { echo "$t: $(links "$t")"; false; }
    done
}

@test "kinds and canonical forms" {
    while read -r link want; do
        [ "$(links "at $link, now")" = "$want" ] || { echo "$link: $(links "at $link, now")"; false; }
    done <<'END'
https://github.com/a/b code https://github.com/a/b
http://www.github.com/a/b/ code https://github.com/a/b
https://GitHub.com/A/b.git code https://github.com/A/b
https://github.com/a/b/tree/main code https://github.com/a/b
https://github.com/a/b/tree/v2/src code https://github.com/a/b/tree/v2/src
https://github.com/a/b#readme code https://github.com/a/b
https://raw.githubusercontent.com/a/b/main/x code https://github.com/a/b
https://gist.github.com/a/0f code https://gist.github.com/a/0f
https://github.com/a url https://github.com/a
https://github.com/a/.git url https://github.com/a/.git
https://github.com/topics/nlp url https://github.com/topics/nlp
https://github.com/settings/tokens url https://github.com/settings/tokens
https://www.kaggle.com/docs/api url https://www.kaggle.com/docs/api
https://www.kaggle.com/learn/x url https://www.kaggle.com/learn/x
https://github.com/orgs/a/repositories url https://github.com/orgs/a/repositories
https://a.github.io/b url https://a.github.io/b
https://gitlab.com/a/b.git code https://gitlab.com/a/b
https://gitlab.com/g/s/r code https://gitlab.com/g/s/r
https://gitlab.com/g url https://gitlab.com/g
https://gitlab.moss.edu/a/b code https://gitlab.moss.edu/a/b
https://git.moss.edu/a/b code https://git.moss.edu/a/b
https://bitbucket.org/a/b/src/master code https://bitbucket.org/a/b
https://codeberg.org/a/b code https://codeberg.org/a/b
http://sourceforge.net/projects/a/ code https://sourceforge.net/projects/a
http://a.sourceforge.net code http://a.sourceforge.net
https://anonymous.4open.science/r/A-1/ code https://anonymous.4open.science/r/A-1
https://doi.org/10.1145/ABC.1 doi 10.1145/abc.1
http://dx.doi.org/10.1016/0375-9601(95)00822-5 doi 10.1016/0375-9601(95)00822-5
https://doi.org/10.1016/S0022-2836%2805%2980360-2 doi 10.1016/s0022-2836(05)80360-2
https://doi.org/10.1016%2FJ.CELL.1 doi 10.1016/j.cell.1
https://doi.org/10.1002/(SICI)1(1998)17:15%3C1661::AID-SIM9%3E3.0.CO%3b2-2 doi 10.1002/(sici)1(1998)17:15<1661::aid-sim9>3.0.co;2-2
https://doi.org/10.5555/%e2%80%a8x doi 10.5555/%e2%80%a8x
https://doi.org/10.5555// url https://doi.org/10.5555//
https://doi.org/10.1 url https://doi.org/10.1
https://zenodo.org/doi/10.5281/zenodo.1 doi 10.5281/zenodo.1
https://arxiv.org/abs/2401.01234v2 arxiv 2401.01234
https://arxiv.org/pdf/2401.01234.pdf arxiv 2401.01234
https://export.arxiv.org/pdf/hep-th/9901001v3.pdf arxiv hep-th/9901001
https://huggingface.co/papers/2401.01234 arxiv 2401.01234
https://hf.co/papers/2401.01234 arxiv 2401.01234
https://arxiv.org/list/cs.CL/new url https://arxiv.org/list/cs.CL/new
https://pubmed.ncbi.nlm.nih.gov/1234567/ pmid 1234567
https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123456/ pmcid PMC123456
https://zenodo.org/record/123 data https://zenodo.org/record/123
https://huggingface.co/datasets/a/b data https://huggingface.co/datasets/a/b
https://huggingface.co/datasets/squad data https://huggingface.co/datasets/squad
https://kaggle.com/datasets/a/b data https://www.kaggle.com/datasets/a/b
https://osf.io/x1y2z/ data https://osf.io/x1y2z
https://osf.io/preprints/x url https://osf.io/preprints/x
https://openneuro.org/datasets/ds1 data https://openneuro.org/datasets/ds1
https://figshare.com/s/0f data https://figshare.com/s/0f
https://dataverse.moss.edu/dataset.xhtml?id=1 data https://dataverse.moss.edu/dataset.xhtml?id=1
https://huggingface.co/spaces/a/b demo https://huggingface.co/spaces/a/b
https://a-b.hf.space demo https://a-b.hf.space
https://a-b.hf.space/ demo https://a-b.hf.space
http://a.sourceforge.net/ code http://a.sourceforge.net
https://a.streamlit.app:8080/? demo https://a.streamlit.app:8080
https://a.shinyapps.io/b/ demo https://a.shinyapps.io/b
https://huggingface.co/spaces/a url https://huggingface.co/spaces/a
https://huggingface.co/a/b/ model https://huggingface.co/a/b
https://hf.co/a/b model https://huggingface.co/a/b
https://hf.co/blog/x/y url https://hf.co/blog/x/y
https://huggingface.co/docs/x/y url https://huggingface.co/docs/x/y
https://huggingface.co/models/foo url https://huggingface.co/models/foo
https://youtu.be/abc video https://youtu.be/abc
http://youtube.com/watch?v=abc video https://www.youtube.com/watch?v=abc
https://vimeo.com/123 video https://vimeo.com/123
https://user:p.w-1%20@example.com/x url https://example.com/x
https://user@example.com:80/x url https://example.com:80/x
https://Example.ORG/Path url https://example.org/Path
http://192.168.0.1/x url http://192.168.0.1/x
END
}

@test "the record passes on, each link once, none that it has already" {
    rec i 2020 'T https://github.com/a/b' 'A https://github.com/a/b.git {https://github.com/a/b}; https://c.org/' \
        'url:https://c.org/' 'url:https://arxiv.org/abs/2401.01234' 'comment:at https://d.org/x' 'zz:https://e.org/' >in
    [ "$(paperlink in)" = "$(cat in)${TAB}code:https://github.com/a/b${TAB}url:https://d.org/x${TAB}arxiv:2401.01234" ]
    [ "$(paperlink in | paperlink)" = "$(paperlink in)" ]
    [ "$(paperlink -k zz in)" = "$(cat in)${TAB}url:https://e.org/" ]
    [ "$(paperlink -k title,abstract -l in | cut -f4 | tr '\n' ' ')" = "https://github.com/a/b https://c.org/ " ]
}

@test "-l: ID, kind, link, as written; nothing for a paper without links" {
    rec 'x:1' 2020 t 'see HTTP://GitHub.com/a/b.git.' >in
    rec 'x:2' 2020 t 'nothing' >>in
    [ "$(paperlink -l in)" = "$(rec x:1 code https://github.com/a/b HTTP://GitHub.com/a/b.git)" ]
}

@test "a text of brackets, or of half links, takes no longer than it should" {
    { printf 'i\t2020\tt\thttp://a.org/'; head -c 1000000 /dev/zero | tr '\0' ')'; echo; } >in
    [ "$(timeout 10 paperlink -l in | cut -f3)" = "http://a.org/" ]
    { printf 'i\t2020\tt\t'; yes 'http://a' | head -100000 | tr -d '\n'; echo; } >in
    timeout 10 paperlink -l in
    { printf 'i\t2020\tt\t'; yes 'http://a.b.' | head -100000 | tr -d '\n'; echo; } >in
    timeout 10 paperlink -l in >out
    # each line's end might go on with the next
    { printf 'i\t2020\tt\t'; yes 'github.com/a- ' | head -100000 | tr -d '\n'; echo; } >in
    timeout 10 paperlink -l in >out
    [ "$(wc -l <out)" -gt 0 ]
}

@test "the version of an arXiv paper is a field behind its number" {
    rec i 2020 t 'arXiv:2401.01234v2 and arXiv:2401.01234v3, arXiv:2402.01234' >in
    [ "$(paperlink in)" = "$(cat in)${TAB}arxiv:2401.01234${TAB}version:2${TAB}arxiv:2402.01234" ]
    [ "$(paperlink in | paperlink)" = "$(paperlink in)" ]
    # the number stands there already, or was told without version before
    rec i 2020 arxiv:2401.01234 'arXiv:2402.00002, arXiv:2401.01234v2 arXiv:2403.00003v1 arXiv:2402.00002v4' arxiv:2401.01234 arxiv:2403.00003 'kw:x' >in
    rec i 2020 arxiv:2401.01234 'arXiv:2402.00002, arXiv:2401.01234v2 arXiv:2403.00003v1 arXiv:2402.00002v4' arxiv:2401.01234 version:2 \
        arxiv:2403.00003 version:1 'kw:x' arxiv:2402.00002 version:4 >want
    paperlink in | diff - want
    paperlink want | diff - want
    paperlink --kinds=arxiv in | diff - want
    [ "$(paperlink --kinds=code in)" = "$(cat in)" ]
    # one that the source has told is the record's
    rec i 2020 t 'arXiv:2401.01234v2' version:1 arxiv:2401.01234 >in
    [ "$(paperlink in)" = "$(cat in)" ]
}

@test "--kinds chooses" {
    rec i 2020 t 'https://github.com/a/b https://c.org/d doi:10.5555/x arXiv:2401.01234v2' >in
    [ "$(paperlink --kinds=code,doi in)" = "$(cat in)${TAB}code:https://github.com/a/b${TAB}doi:10.5555/x" ]
    [ "$(paperlink -l --kinds=code --kinds=url in | cut -f2 | tr '\n' ' ')" = "code url " ]
    for k in cod '' 'code,,url' 'code,' cite code,cite; do
        run paperlink "--kinds=$k" in
        [ "$status" -eq 2 ]
        [[ "$output" == "paperlink: --kinds: "* ]]
    done
}

# Records that name each other: forth and back, by ID, DOI, arXiv number and title.
# shellcheck disable=SC1111 # these quotes are meant
cite_input() {
    rec arxiv:2401.00001 2024 'Moss maps from the air' 'See "Lichen maps, redrawn" and doi:10.5555/ABC.7, arXiv:2401.00001.'
    rec arxiv:2401.00002 2024 'Lichen maps, redrawn.' "Corrects \`\`Moss maps from the air,'' of last year."
    rec hash:fern 2024 "The fern's year" 'as in “Moss Maps from the air”' doi:10.5555/abc.7
    rec x:y 2024 'Q' "in 'The fern's year' and arXiv:2401.00002v2, not “Twice told”"
    rec x:z 2024 'Twice told' 'https://doi.org/10.5555/two'
    rec x:w 2024 'Twice told' '' doi:10.5555/two
    rec x:v 2024 'V' '' doi:10.5555/two
}

@test "--cite: records that others name, before and behind them" {
    cite_input >in
    paperlink --cite -l in | awk -F'\t' '$2 == "cite"' >out
    diff out - <<END
arxiv:2401.00001${TAB}cite${TAB}hash:fern${TAB}doi:10.5555/ABC.7
arxiv:2401.00001${TAB}cite${TAB}arxiv:2401.00002${TAB}Lichen maps, redrawn
arxiv:2401.00002${TAB}cite${TAB}arxiv:2401.00001${TAB}Moss maps from the air
x:y${TAB}cite${TAB}arxiv:2401.00002${TAB}arXiv:2401.00002v2
x:y${TAB}cite${TAB}hash:fern${TAB}The fern's year
END
    [ "$(paperlink --cite --kinds=pmid in | cut -f5-)" = "cite:hash:fern${TAB}cite:arxiv:2401.00002
cite:arxiv:2401.00001
doi:10.5555/abc.7
cite:arxiv:2401.00002${TAB}cite:hash:fern

doi:10.5555/two
doi:10.5555/two" ]
}

@test "--kinds=cite: with --cite, and nothing else" {
    cite_input >in
    paperlink --cite -l in | awk -F'\t' '$2 == "cite"' >want
    paperlink --kinds=cite --cite -l in | diff - want
    [ "$(paperlink --cite --kinds=doi,cite -l in | cut -f2 | sort -u | tr '\n' ' ')" = "cite doi " ]
    [ "$(paperlink --cite --kinds=doi -l in)" = "$(paperlink --cite --kinds=doi,cite -l in)" ]
    run -2 paperlink --kinds=cite in
    [ "$output" = "paperlink: --kinds: 'cite' needs --cite, which finds such: try 'paperlink --help'" ]
}

@test "--cite: files, a pipe and both give the same; several files are one stream" {
    cite_input >in
    paperlink --cite in >want
    paperlink --cite <in | cmp - want
    head -100 in | paperlink --cite | cmp - want
    head -2 in >a
    tail -n +3 in >b
    paperlink --cite a b | cmp - want
    head -100 a | paperlink --cite - b | cmp - want
    tr '\n' '\r' <in | sed 's/\r/\r\n/g' >crlf
    paperlink --cite crlf | cmp - want
    printf 'no record\n' | cat - in >odd
    run paperlink --cite odd
    [ "$status" -eq 2 ]
    [ "$output" = "paperlink: odd:1: not a paper record: 1 column, 4 needed
$(cat want)" ]
}

@test "--cite: without a place for its temporary file it says so" {
    need_own_tmpdir
    cite_input >in
    run bash -c 'cat in | TMPDIR=$PWD/missing paperlink --cite'
    [ "$status" -eq 2 ]
    [ "$output" = "paperlink: the temporary file: No such file or directory" ]
    TMPDIR=$PWD/missing paperlink --cite in >out # a file is read again instead
    [ "$(wc -l <out)" -eq "$(wc -l <in)" ]
}

#!/usr/bin/env bats
# papersplit: BibTeX and BibLaTeX, as the manuals have them and as people write them.

load helpers

# bib : standard input as BibTeX, without the ID and the fields of each entry's type and key
bib() {
    papersplit -f bibtex "$@" | cut -f2- | sed "s/${TAB}type:[^${TAB}]*//; s/${TAB}key:.*//"
}

# keys : the citation keys that are found
keys() {
    papersplit -f bibtex "$@" | sed -n "s/.*${TAB}key://p" | tr '\n' '|'
}

# titles : those that are found
titles() {
    papersplit -f bibtex "$@" | cut -f3 | tr '\n' '|'
}

@test "an entry becomes a record: fields in their order, the type and the key last" {
    run -0 --separate-stderr papersplit -f bibtex <<'EOT'
@Article{tide24,
  title = {Tidal {C}locks}, author = {Ng, Ada and {The Clock Group} and others},
  editor = "Bo Li and Cy Oz", journal = {J. Tides}, year = 2024, month = mar, day = 5,
  abstract = {We stop reading.}, doi = {https://doi.org/10.1234/ABC.5}, url = {http://x.org/~ng/a\_b},
  keywords = {time; tide}, volume = 3, number = {4}, pages = {1--9}, issn = {1234-5678},
  isbn = {1}, publisher = {P \& Q}, language = {en}, note = {Accepted}, annote = {Mine}
}
EOT
    [ -z "$stderr" ]
    [ "$output" = "$(rec doi:10.1234/abc.5 2024-03-05 'Tidal Clocks' 'We stop reading.' 'au:Ng, Ada' 'au:The Clock Group' \
        'editor:Bo Li' 'editor:Cy Oz' 'venue:J. Tides' doi:10.1234/abc.5 'url:http://x.org/~ng/a_b' kw:time kw:tide comment:Mine \
        lang:en 'publisher:P & Q' isbn:1 issn:1234-5678 volume:3 issue:4 pages:1--9 comment:Accepted type:article key:tide24)" ]
}

@test "editors are no authors, whether there are authors or not" {
    [ "$(bib <<<'@book{a, title={T}, editor={A B and C D}}')" = "$(rec '' T '' 'editor:A B' 'editor:C D')" ]
}

@test "BibLaTeX: subtitle, journaltitle, date, eprint; urldate is no date" {
    [ "$(bib <<<'@online{a, title={Why?}, subtitle={A Reply}, journaltitle={J}, date={2020-05-01/2020-06}, urldate={2024-01-01}}')" = \
        "$(rec 2020-05-01 'Why? A Reply' '' venue:J)" ]
    [ "$(bib <<<'@online{a, title={Tides}, subtitle={A Study}, urldate={2024-01-01}}')" = "$(rec '' 'Tides: A Study' '')" ]
}

@test "dates: words, numbers and macros for months; joined; spans; a date before year and month" {
    n=0
    while IFS='|' read -r want fields; do
        [ "$(printf '@misc{a, title={T}, %s}\n' "$fields" | papersplit -f bibtex | cut -f2)" = "$want" ] || { echo "$fields"; false; }
        n=$((n + 1))
    done <<'EOT'
2019-10|year=2019, month = oct # "-" # nov
2019-10|year=2019, month = {10}
2019-10-04|year=2019, month = "4~" # oct
2019-11|year={2019}, month={NOV-DEC}
2020-01-02|date={2020-01-02}, year=1999
1999|date={soon}, year=1999
2001|year={c2001}
2001-03|issue_date={March 2001}
|month=jan
|urldate={2020-01-01}
EOT
    [ "$n" -eq 10 ]
}

@test "keys: none, empty, with blanks, accents and commas; twice the same" {
    printf '@a{title={1}}\n@a{,title={2}}\n@a{my key,title={3}}\n@a{M\303\274ller{\\"o},title={4}}\n@a{X, Y, 2004,title={5}}\n@a{k,title={6}}\n@a{k,title={7}}\n@a{\nl\n,title={8}}\n@a{m\ntitle={9}}\n' >in
    [ "$(titles in)" = '1|2|3|4|5|6|7|8|9|' ]
    [ "$(keys in)" = "my key|$(printf 'M\303\274ller{\\"o}')|X, Y, 2004|k|k|l|m|" ]
}

@test "parentheses, upper case, blanks and lines around the type, several entries on a line" {
    printf '@ARTICLE(a, TITLE = {x) (y}, Year = 2001)\n @ book\n {b, title="2"} @misc{c,title={3}}@misc{d,title={4}}, @misc{e,title={5}}\n' >in
    [ "$(titles in)" = 'x) (y|2|3|4|5|' ]
    [ "$(papersplit -f bibtex in | head -1 | cut -f2)" = 2001 ]
}

@test "what stands between entries is a comment, passed over quietly" {
    run -0 --separate-stderr papersplit -f bibtex <<'EOT'
Export of me@example.org (today)
% @article{no1, title={No}}
%@ARTICLE{no2,
%  title = {No}}
@article{yes, title={Yes}}
}}} rubbish @article{no3, title={No}}
@Comment a line about what follows
@comment{jabref-meta: grouping: {
@article{no4, title={No}}
};}
@Comment (just so)
EOT
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *key:yes ]]
}

@test "a comment that is never closed hides nothing" {
    printf '@comment{ oh {\n@misc{a,title={1}}\n@comment{fine}\n@misc{b,title={2}}\n' >in
    [ "$(titles in)" = '1|2|' ]
}

@test "@string, @preamble, @set, @xdata and @control are no papers" {
    run -0 --separate-stderr papersplit -f bibtex <<'EOT'
@string{jot = {J. of } # "Tides"} @STRING(Jot2 = jot # { B})
@preamble{"\newcommand{\x}[1]{#1} " # "y"}
@set{s, entryset={a,b}}
@xdata{x, publisher={P}}
@control{biblatex-control, options={3}}
@article{a, title={T}, journal=JOT2, note=undefined_one, publisher="In " # jot}
EOT
    [ -z "$stderr" ]
    [ "$(printf '%s\n' "$output" | cut -f5-)" = \
        "$(rec 'venue:J. of Tides B' 'publisher:In J. of Tides' comment:undefined_one type:article key:a)" ]
}

@test "a macro that is defined again takes its new value" {
    printf '@string{m={A}}\n@misc{a,title=m}\n@string{M="Longer"}\n@misc{b,title=m}\n@string{m={B}}\n@string{n=m}\n@misc{c,title=n # m # "."}\n' >in
    [ "$(titles in)" = 'A|Longer|BB.|' ]
}

@test "macros of macros of macros end somewhere" {
    { yes '@string{a = a # a # a # a # a # a # a # a}' | head -40; echo '@misc{k, title={T}, note=a # a}'; } >in
    run -2 --separate-stderr papersplit -f bibtex in
    [ "${#output}" -lt 3000000 ]
    [[ "${stderr_lines[0]}" == 'papersplit: in:'*': a part of the entry is left out' ]]
}

@test "braces in quotes, quotes in braces, escaped braces, backslash at the end" {
    cat >in <<'EOT'
@misc{a, title = "The {"}quoted{"} word", year=2001}
@misc{b, title = {The "quoted" word}, year=2001}
@misc{c, title = {The set \{1, 2\}}, year=2001}
@misc{d, title = {From \{ on}, year=2001}
@misc{e, title = {Up to \} there}, year=2001}
@misc{f, file = {C:\dir\}, title = {Six}, year=2001}
@misc{g, title = "Say "yes" today", year=2001}
EOT
    [ "$(titles in)" = 'The "quoted" word|The "quoted" word|The set {1, 2}|From { on|Up to } there|Six|Say "yes" today|' ]
    [ "$(papersplit -f bibtex in | cut -f2 | uniq)" = 2001 ]
}

@test "a missing comma, equals sign or last brace; a comment in an entry; one brace too many" {
    cat >in <<'EOT'
@misc{a, title = {One} year = 2001, note {n}
}
@misc{b,
  title = {Two}
  % a comment, with a { brace
  @Comment booktitle = {none},
  year = 2001,, note = {n},
}
@misc{c, title = {Three}},
  year = 2001, note = {n}
}
@misc{d, author keywords = {k}, title = {Four}, year == 2001, note = {n}}
EOT
    [ "$(bib in)" = "$(rec 2001 One '' comment:n; rec 2001 Two '' comment:n; rec 2001 Three '' comment:n
        rec 2001 Four '' kw:k comment:n)" ]
}

@test "an entry that has no end costs itself alone, and is kept by -r" {
    printf '@misc{a, title={1}}\n@misc{b, title={2, {,\n year=2001}\n  @misc{c, title={3}}\n@misc{d, title="4\n@misc{e, title={5}}\n@misc{f, title={6}' >in
    run -2 --separate-stderr papersplit -f bibtex -r rejects in
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3 | tr '\n' '|')" = '1|3|5|' ]
    [ "${stderr_lines[0]}" = 'papersplit: in:2: an entry that has no end' ]
    [ "${stderr_lines[1]}" = 'papersplit: in:5: an entry that has no end' ]
    [ "${stderr_lines[2]}" = 'papersplit: in:7: an entry that has no end' ]
    printf '@misc{b, title={2, {,\n year=2001}\n@misc{d, title="4\n@misc{f, title={6}\n' | cmp - rejects
}

@test "an endless entry: what follows is read" {
    { printf '@misc{a, title={1}}\n@misc{b, title={'; head -c 20000000 /dev/zero | tr '\0' 'x' | fold -w 1000; printf '\n@misc{c, title={3}}\n'; } >in
    run -2 --separate-stderr papersplit -f bibtex in
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3 | tr '\n' '|')" = '1|3|' ]
    [[ "${stderr_lines[0]}" == 'papersplit: in:2: an entry that has no end' ]]
}

@test "a part that is no field is told; the rest is read" {
    run -2 --separate-stderr papersplit -f bibtex <<<'@misc{a, title = {One} and more, year = 2001}'
    [ "$stderr" = 'papersplit: (standard input):1: a part of the entry is left out' ]
    [ "$(printf '%s' "$output" | cut -f2,3)" = "2001${TAB}One" ]
    run -2 --separate-stderr papersplit -f bibtex <<<'@misc{alone}'
    [ "$stderr" = 'papersplit: (standard input):1: an entry without fields' ]
    [ -z "$output" ]
}

@test "TeX: accents, letters, fonts, symbols; math stays; HTML goes" {
    cat >in <<'EOT'
@misc{a, title = {\"Uber {\'e}t\'{e} \o{}re {\ss} \v{S}i\c{c} {\AA}}}
@misc{b, title = {{\em All} \emph{of \textbf{it}} \textsc{caps}~\& 5\,\% {\textendash} \LaTeX{} \ldots}}
@misc{c, title = {An $O(n^{2})$ bound for $\mu$}}
@misc{d, title = {H<sub>2</sub>O &amp; <i>E. coli</i>}}
@misc{e, author = {M{\"u}ller, J{\"o}rg and Erd\H{o}s, P.}, title = {E}}
EOT
    titles in >got
    # shellcheck disable=SC2016
    printf '\303\234ber \303\251t\303\251 \303\270re \303\237 \305\240i\303\247 \303\205|%s|%s|%s|E|' \
        "$(printf 'All of it caps & 5 %% \342\200\223 LaTeX \342\200\246')" \
        'An $O(n^{2})$ bound for $\mu$' 'H2O & E. coli' | cmp - got
    [ "$(papersplit -f bibtex in | tail -1 | cut -f5,6)" = "$(printf 'au:M\303\274ller, J\303\266rg\tau:Erd\305\221s, P.')" ]
}

@test "line breaks, tabs, empty lines and CR LF in a value are spaces" {
    printf '@misc{a,\r\n\ttitle = {One\r\n\t\tTwo},\r\n\tabstract = {A.\n\n\tB.}\r\n}\r\n' >in
    [ "$(bib in)" = "$(rec '' 'One Two' 'A. B.')" ]
}

@test "arXiv: eprint, journal, volume, note, url" {
    n=0
    while read -r fields; do
        [ "$(printf '@misc{a, title={T}, %s}\n' "$fields" | papersplit -f bibtex | cut -f1)" = arxiv:2401.01234 ] || { echo "$fields"; false; }
        n=$((n + 1))
    done <<'EOT'
eprint={2401.01234}, archivePrefix={arXiv}, primaryClass={cs.CL}
eprint={2401.01234v2}, eprinttype={arxiv}
eprint={arXiv:2401.01234}
journal={arXiv preprint arXiv:2401.01234}
journal={CoRR}, volume={abs/2401.01234}
number={arXiv:2401.01234}
note={arXiv:2401.01234 [cs]}
url={https://arxiv.org/abs/2401.01234v3}
url={http://arxiv.org/pdf/2401.01234.pdf}
doi={10.48550/arXiv.2401.01234}
EOT
    [ "$n" -eq 10 ]
    [ "$(papersplit -f bibtex <<<'@misc{a, title={T}, eprint={hep-th/9711200}}' | cut -f1)" = arxiv:hep-th/9711200 ]
    [[ "$(papersplit -f bibtex <<<'@misc{a, title={T}, eprint={https://x.org/doi/pdf/10.1/2401.01234}}')" == hash:*pdf:https* ]]
}

@test "numbers of databases: PubMed, DBLP, Web of Science; citations" {
    [ "$(papersplit -f bibtex <<<'@misc{a, title={T}, note={{PMID:} 2343}}' | cut -f1)" = pmid:2343 ]
    [ "$(papersplit -f bibtex <<<'@misc{PMID:77, title={T}}' | cut -f1)" = pmid:77 ]
    [ "$(papersplit -f bibtex <<<'@misc{DBLP:conf/x/Y15, title={T}}' | cut -f1)" = dblp:conf/x/Y15 ]
    [ "$(papersplit -f bibtex <<<'@misc{ WOS:0007, Title={T}, Unique-ID = {WOS:0007}, Times-Cited = {14}}' | cut -f1,5-)" = \
        "$(rec wos:0007 citations:14 wos:0007 type:misc key:WOS:0007)" ]
    [ "$(papersplit -f bibtex <<<'@misc{ ISI:0007, Title={{T}}, Unique-ID = {{ISI:0008}}, Year={{2011}}, DOI={{10.1234/x}}}' | cut -f-3,5-)" = \
        "$(rec doi:10.1234/x 2011 T doi:10.1234/x wos:0007 wos:0008 type:misc key:ISI:0007)" ]
    [ "$(bib <<<'@misc{a, title={T}, note={Cited by: 12; All Open Access}}')" = "$(rec '' T '' citations:12 'comment:All Open Access')" ]
    [ "$(bib <<<'@misc{a, title={T}, note={Cited by 12}}')" = "$(rec '' T '' citations:12)" ]
}

@test "url: \\url, escapes, tildes; a local file is none; howpublished where there is no other" {
    [ "$(bib <<<'@misc{a, title={T}, howpublished={\url{http://x.org/\textasciitilde{}a\_b?c=1\&d=2}}, pdf={file.pdf}}')" = \
        "$(rec '' T '' 'url:http://x.org/~a_b?c=1&d=2')" ]
    [ "$(bib <<<'@misc{a, title={T}, howpublished={http://x.org}, url={http://y.org}, pdf={http://y.org/p.pdf}, code={http://c.org}}')" = \
        "$(rec '' T '' url:http://y.org pdf:http://y.org/p.pdf code:http://c.org)" ]
}

@test "one venue, one list of keywords, one publisher: the best of what is there" {
    [ "$(bib <<<'@misc{a, title={T}, booktitle={B}, series={S}, journal={J}, keywords={x; y}, author_keywords={p, q}, school={Sch}}')" = \
        "$(rec '' T '' venue:J kw:p kw:q publisher:Sch)" ]
}

@test "a field given twice: the first; an empty one does not count" {
    [ "$(titles <<<'@misc{a, title={}, title={1}, title={2}}')" = '1|' ]
}

@test "told by its content, not by an @ somewhere" {
    printf '\357\273\277Export\nDATE: today\n\n@article{a,\n title={One}}\n' >a
    printf '%% text\n@string{x = {y}}\n@misc{b, title={Two}}\n' >b
    [ "$(papersplit a b | cut -f3 | tr '\n' '|')" = 'One|Two|' ]
    printf 'A Title of a Paper About @article{ in the Text\nAn abstract that says so.\n' >c
    [ "$(papersplit c | grep -c 'type:')" -eq 0 ]
}

@test "a pipe gives what a file gives, however it is cut" {
    for i in $(seq 400); do
        printf '@article{k%d,\n  title = {On the number {%d}},\n  author = "A B and C D", year = 20%02d\n}\n%% text\n' "$i" "$i" $((i % 20))
    done >in
    papersplit -f bibtex in >want
    [ "$(wc -l <want)" -eq 400 ]
    dd if=in bs=37 2>/dev/null | papersplit -f bibtex | cmp - want
}

@test "any cut of an entry ends well, and what comes out is records" {
    cat >in <<'EOT'
@string{j = "J"} @comment{x}
@article{a b, title = {T {"}x{"} \"o $x^{2}$}, author = "A and {B and C}", month = jan # "-" # j, journal = j, year 2001}
@misc(b, title = "Q", note = {Cited by 4}, url = {\url{http://x.org}}
)
EOT
    size=$(wc -c <in)
    for i in $(seq "$size"); do
        head -c "$i" in >short
        papersplit -f bibtex short >out 2>/dev/null || [ $? -eq 2 ]
        papersplit -f record out | cmp - out
    done
}

@test "BibLaTeX: names whose parts have keys" {
    [ "$(bib <<<'@misc{a, title={T}, author={family=Gogh, given=Vincent, prefix=van, useprefix=true and given={Jean, M.}, family=Doe, suffix=Jr and "family={De Gaulle}", given=Charles and Ann Lee and a=b C}}')" = \
        "$(rec '' T '' 'au:van Gogh, Vincent' 'au:Doe, Jean, M., Jr' 'au:De Gaulle, Charles' 'au:Ann Lee' 'au:a=b C')" ] || { bib <<<'@misc{a, title={T}, author={family=Gogh, given=Vincent, prefix=van, useprefix=true and given={Jean, M.}, family=Doe, suffix=Jr and "family={De Gaulle}", given=Charles and Ann Lee and a=b C}}'; false; }
}

@test "entries without title and abstract have IDs of their own" {
    printf '@misc{b, doi={10.5555/b}}\n@misc{c, author={Ann Lee}}\n@misc{d, author={Bo Li}}\n' >in
    run -0 papersplit in
    [ "${#lines[@]}" -eq 3 ]
    [ "$(cut -f1 <<<"${lines[0]}")" = doi:10.5555/b ]
    [ "$(cut -f5 <<<"${lines[1]}")" = 'au:Ann Lee' ]
    [ "$(cut -f1 <<<"${lines[1]}")" != "$(cut -f1 <<<"${lines[2]}")" ]
}

@test "DBLP's numbers of namesakes, Scopus's words for nothing, others that are not named" {
    [ "$(bib <<<'@misc{a, title={T}, author={Ann Lee 0001 and Team 2020 and Bo Li and others}, abstract={[No abstract available]}}')" = \
        "$(rec '' T '' 'au:Ann Lee' 'au:Team 2020' 'au:Bo Li')" ]
}

#!/usr/bin/env bats
# papersplit: tables with a header.

load helpers

@test "csv: quotes, line breaks in a cell, blanks in names, a byte order mark" {
    printf '\357\273\277"Document Title",Authors,"Publication Year",Abstract,"DOI",Author Keywords\r\n"A ""fine"" day, or two","A. Lee; B. Li",2020,"It says\r\nthis,\n\nand that.",10.5555/C1,a;b c\r\nPlain,"Lee, Ann",2019,,,\r\n' >in
    run -0 papersplit in
    [ "${lines[0]}" = "$(rec doi:10.5555/c1 2020 'A "fine" day, or two' 'It says this, and that.' doi:10.5555/c1 'au:A. Lee' 'au:B. Li' kw:a 'kw:b c')" ] || { echo "$output"; false; }
    [ "$(cut -f2- <<<"${lines[1]}")" = "$(rec 2019 Plain '' 'au:Lee, Ann')" ]
}

@test "csv: semicolons, TABs, bars, and names in other languages" {
    printf 'Titel;Autoren;Jahr;Zusammenfassung\nWege, und mehr;Lee, A.;2001;Text, viel.\n' >de
    printf 'Título|Resumen|Año\nCaminos|Texto.|2002\n' >es
    printf '标题\t作者\t摘要\t年份\n道路\t李, 王\t文本。\t2003\n' >zh
    [ "$(papersplit de es zh | cut -f2-4)" = "$(rec 2001 'Wege, und mehr' 'Text, viel.'; rec 2002 Caminos Texto.; rec 2003 道路 文本。)" ]
    printf 'sep=;\ntitle;abstract\na;b\n' >excel
    [ "$(papersplit excel | cut -f3-4)" = "$(rec a b)" ]
}

@test "csv: --map names odd columns, and tells those that are not there" {
    printf 'Kop,Inhoud,Nr,Mijn\nOne,Text.,10.5555/m,good\n' >in
    run -0 papersplit -f csv -m title=kop -m abstract=Inhoud -m doi=Nr -m rating=mijn in
    [ "$output" = "$(rec doi:10.5555/m '' One Text. doi:10.5555/m rating:good)" ]
    run -2 --separate-stderr papersplit -f csv --map title=Kop --map abstract='No such' in
    [ "$stderr" = "papersplit: in:1: --map: no column 'No such'" ]
    [ "$(cut -f3 <<<"$output")" = One ]
    for bad in title '=x' 'Title=x' 'x='; do
        run -2 papersplit -m "$bad" in
        [[ "$output" == *"no NAME=COLUMN"* ]]
    done
}

@test "csv: tables without abstracts, without titles; columns that are not known become fields" {
    printf 'title,authors,label_included,Impact Factor\nA,"['"'Lee, Ann', 'O\"Neil, Bo'"']",1,3.5\n' >in
    run -0 papersplit in
    [ "$(cut -f3- <<<"$output")" = "$(rec A '' 'au:Lee, Ann' 'au:O"Neil, Bo' label_included:1 impact-factor:3.5)" ] || { echo "$output"; false; }
    printf 'abstract;doi\nText;10.5555/a\n' >none
    [ "$(papersplit none | cut -f1-4)" = "$(rec doi:10.5555/a '' '' Text)" ]
}

@test "csv: a quote without its other half, too many cells, empty rows" {
    printf 'title,abstract,doi\n"open,text,\nfine,good,\n\n,,\na,b,c,d\nx,y,,,\n' >in
    run -2 --separate-stderr papersplit -r rest in
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3 | tr '\n' ' ')" = '"open fine a x ' ]
    [ "${stderr_lines[0]}" = "papersplit: in:2: a quoted cell has no end: its quote is taken as text" ]
    [ "${stderr_lines[1]}" = "papersplit: in:6: 4 cells, but the header has 3: those beyond are left out" ]
    [ "$(cat rest)" = a,b,c,d ]
}

@test "csv: PubMed, Zotero, the Web of Science, IEEE Xplore, Scopus, CORD-19, by their names" {
    printf 'PMID,Title,Authors,Citation,Journal/Book,Publication Year,Create Date,PMCID,DOI\n27,T,"Lee AB, Li C.",x,J,2017,2016/06/09,PMC1,\n' >pubmed
    [ "$(papersplit pubmed | cut -f1-3)" = "$(rec pmid:27 2017 T)" ]
    papersplit pubmed | grep -q "au:Lee AB${TAB}au:Li C${TAB}"
    printf 'Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Url,Abstract Note,Date,Manual Tags\nK1,journalArticle,2015,"Lee, A.; Li, B.",T,J,,http://x.org,Text.,2015-09,a; b\n' >zotero
    [ "$(papersplit zotero | cut -f2-4)" = "$(rec 2015-09 T Text.)" ]
    printf 'Authors,Author Full Names,Article Title,Source Title,Publication Date,Publication Year,UT (Unique WOS ID),"Times Cited, WoS Core"\n"Lee, A","Lee, Ann",T,J,DEC 1,2016,WOS:0009,3\n' >wos
    [ "$(papersplit wos)" = "$(rec wos:0009 2016-12-01 T '' wos:0009 'au:Lee, Ann' venue:J citations:3)" ] || { papersplit wos; false; }
    printf 'Authors,Title,Year,Source title,Cited by,DOI,Link,Abstract,Author Keywords,EID\n"Lee A., Li B.",T,2011,J,7,10.5555/s,http://s.org,Text.,k; l,2-s2.0-1\n' >scopus
    [ "$(papersplit scopus)" = "$(rec doi:10.5555/s 2011 T Text. doi:10.5555/s 'au:Lee A.' 'au:Li B.' kw:k kw:l venue:J url:http://s.org citations:7 eid:2-s2.0-1)" ] || { papersplit scopus; false; }
    printf 'PT\tAU\tAF\tTI\tSO\tDE\tWC\tAB\tPY\tPD\tDI\tUT\nJ\tLee, A; Li, B\tLee, Ann; Li, Bo\tT\tJ\tk\tArt; Law\tText.\t2004\tMAR\t10.5555/w\tWOS:7\n' >wostab
    [ "$(papersplit wostab)" = "$(rec doi:10.5555/w 2004-03 T Text. doi:10.5555/w wos:7 'au:Lee, Ann' 'au:Li, Bo' cat:Art cat:Law kw:k venue:J pt:J)" ] || { papersplit wostab; false; }
    printf 'cord_uid,title,doi,pmcid,pubmed_id,abstract,publish_time,authors,journal,url\nx1,T,10.5555/c,PMC3,4361535.0,Text.,1972-12-31,"Lee, A.; Li, B.",J,http://a.org/1; http://b.org/2\n' >cord
    [ "$(papersplit cord | cut -f1-4)" = "$(rec doi:10.5555/c 1972-12-31 T Text.)" ]
    papersplit cord | grep -q "pmid:4361535${TAB}"
}

@test "csv: a page of prose with commas is no table" {
    printf 'Title, abstract and authors are what a paper has\nWe describe what a paper has, and what it does not have. There are many words in it, more than in a title.\n' >in
    papersplit in >out || true
    [ "$(wc -l <out)" -le 1 ]
}

@test "csv: lone opening quotes take linear time" {
    { echo title,abstract; yes '"open,text' | head -60000; } >in
    run -2 --separate-stderr timeout 10 papersplit in
    [ "${#lines[@]}" -eq 60000 ]
    [ "$(cut -f3- <<<"${lines[59999]}")" = "$(rec '"open' text)" ]
    { echo title,abstract; yes '"open""' | head -60000; printf '"One ""fine"" day","A."\nTwo,B.\n'; } >in
    papersplit in 2>err >out || [ $? -eq 2 ]
    [ "$(tail -2 out | cut -f3-)" = "$(rec '"open""' ''; rec Two B.)" ] || [ "$(tail -1 out | cut -f3-)" = "$(rec Two B.)" ]
}

@test "csv: cells of many lines that come in parts are the cells of the whole" {
    (printf 'title,abstract\n"Tides","first\nse'; sleep .2; printf 'cond"\n') | papersplit -f csv | cut -f3,4 >got
    [ "$(cat got)" = "Tides${TAB}first second" ]
    awk 'BEGIN {
        print "title,abstract"
        for (i = 1; i <= 10000; i++) {
            printf "\"Tides %d\",\"", i
            for (k = 0; k < 60; k++) print "wave", k
            print "end\""
        }
    }' >in
    papersplit in | cut -f3 | cmp - <(seq -f 'Tides %.0f' 10000)
}

@test "csv: authors whose separator and order are to be found out" {
    while IFS='>' read -r list want; do
        got=$(printf 'title,authors\nT,"%s"\n' "$list" | papersplit -f csv | cut -f5- | sed 's/au://g' | tr '\t' '|')
        [ "$got" = "$want" ] || { echo "$list: $got"; false; }
        got=$(printf '{"title":"T","authors":"%s"}\n' "$list" | papersplit -f json | cut -f5- | sed 's/au://g' | tr '\t' '|')
        [ "$got" = "$want" ] || { echo "JSON: $list: $got"; false; }
    done <<'X'
van der Berg, Jan-Willem>van der Berg, Jan-Willem
de la Cruz, Ana María>de la Cruz, Ana María
De la Cruz, Ana María>De la Cruz, Ana María
Smith, John and Doe, Anna>Smith, John|Doe, Anna
Smith, John & Doe, Anna>Smith, John|Doe, Anna
John Smith, Anna Doe and Bob Roe>John Smith|Anna Doe|Bob Roe
Smith, J., Doe, A.>Smith, J.|Doe, A.
Smith, J. A., Doe, A.-B., & van Roe, É.>Smith, J. A.|Doe, A.-B.|van Roe, É.
Иванов, И., Петров, П.>Иванов, И.|Петров, П.
Ann Lee, Bo Li>Ann Lee|Bo Li
Van Lee, Bo Li>Van Lee|Bo Li
Ann Lee and Bo Li>Ann Lee|Bo Li
Lee AB, Li C>Lee AB|Li C
Lee, Ann,>Lee, Ann
Smith, Anna Maria Luisa>Smith, Anna Maria Luisa
Smith, Jr., John and Doe, Anna>Smith, Jr., John|Doe, Anna
Ann Lee, Jr., Bo Li>Ann Lee, Jr.|Bo Li
A. Lee (Town, Land), B. Li (X)>A. Lee|B. Li
A. Lee (Town, Land, B. Li>A. Lee (Town|Land|B. Li
Ann Lee, Bo Li, et al.>Ann Lee|Bo Li
Ann Lee et al.>Ann Lee
Lee, Ann; Li, Bo; and Poe, Cy>Lee, Ann|Li, Bo|Poe, Cy
{Research and Development} and Ann Lee>{Research and Development}|Ann Lee
李, 王, 张>李|王|张
Smith, John and Anna Doe>Smith, John|Anna Doe
X
    [ "$(printf 'title,authors\nT,"Smith, J."\nU,"Lee AB, Li C."\n' | papersplit -f csv | cut -f5- | tr '\t\n' '|/')" = 'au:Smith, J./au:Lee AB|au:Li C/' ]
}

@test "csv: what Scopus and pandas write for nothing is nothing; Scopus's numbers of people go" {
    printf 'Authors,Author full names,Title,Abstract,Year\n[No author name available],[No author name available],T,[No abstract available],2011\nLee A.; Li B.,"Lee, Ann (57000000000); Li, Bo (57000000001)",U,nan,NaN\nnan,NaN,nan,nan,nan\n' >in
    run -0 --separate-stderr papersplit in
    [ "$(cut -f2- <<<"$output")" = "$(rec 2011 T ''; rec '' U '' 'au:Lee, Ann' 'au:Li, Bo')" ] || { echo "$output"; false; }
}

@test "csv: commas in subjects and tags whose separator is a semicolon" {
    printf 'Title,Authors,WoS Categories,Manual Tags\nT,"Lee, A.","Computer Science, AI; Law","networks, neural"\n' >in
    [ "$(papersplit in | cut -f5-)" = "$(rec 'au:Lee, A.' 'cat:Computer Science, AI' cat:Law 'kw:networks, neural')" ]
}

@test "csv: the header again is no paper: tables put one behind another" {
    printf '\357\273\277title,abstract\r\nOne,a\r\n' >one
    cat one one >in
    run -0 --separate-stderr papersplit in
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3-)" = "$(rec One a; rec One a)" ]
    printf 'sep=;\ntitle;abstract\nOne;a\n' >excel
    cat excel excel >in
    [ "$(papersplit in | cut -f3-)" = "$(rec One a; rec One a)" ]
}

@test "csv: --map of two columns for one field takes both" {
    printf 'Kop,Eerste,Tweede,Authors\nT,Ann Lee,Bo Li,Cy Poe\n' >in
    [ "$(papersplit -f csv -m title=Kop -m au=Eerste -m au=Tweede in | cut -f3-)" = "$(rec T '' 'au:Ann Lee' 'au:Bo Li')" ]
}

@test "csv: a row with nothing but a year is told and kept by -r" {
    printf 'title,year,authors\n,2020,\nT,2021,\n' >in
    run -2 --separate-stderr papersplit -r rest in
    [ "$(cut -f2-3 <<<"$output")" = "$(rec 2021 T)" ]
    [ "$stderr" = "papersplit: in:2: an entry with nothing in it" ]
    [ "$(cat rest)" = ',2020,' ]
}

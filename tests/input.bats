#!/usr/bin/env bats
# papersplit: what files are encoded in, what is no text, --stats.

load helpers

@test "UTF-16 and UTF-32, with and without a mark, and a UTF-8 mark" {
    printf 'title,abstract\nÜber Wege,Öde – ja.\n' >in
    papersplit in >good
    grep -q 'Über Wege' good
    for e in UTF-16LE UTF-16BE UTF-32LE UTF-32BE UTF-16 UTF-32; do
        iconv -f UTF-8 -t $e in >wide
        papersplit wide | cmp - good
        papersplit -f csv wide | cmp - good
    done
    { printf '\357\273\277'; cat in; } | papersplit | cmp - good
}

@test "an XML declaration, JabRef's first line, --encoding" {
    printf '<?xml version="1.0" encoding="windows-1251"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>\304\356\360\356\343\350</title></entry></feed>' >xml
    [ "$(papersplit xml | cut -f3)" = Дороги ]
    [ "$(papersplit -f atom xml | cut -f3)" = Дороги ]
    printf '<?xml version="1.0" encoding="ISO-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Größe</title></entry></feed>' >lie
    [ "$(papersplit lie | cut -f3)" = Größe ]
    printf 'title,abstract\n\265\300\302\267,\316\304\261\276\n' >gbk
    [ "$(papersplit -e GBK gbk | cut -f3-4)" = "$(rec 道路 文本)" ]
    run -2 papersplit -e no-such-thing gbk
    [[ "$output" == "papersplit: -e: unknown encoding 'no-such-thing'"* ]]
}

@test "Latin-1 in UTF-8 is mended and counted" {
    printf 'title,abstract\nCaf\351 na\357ve,Caf\303\251.\n' >in
    run -0 --separate-stderr papersplit --stats in
    [ "$(cut -f3-4 <<<"$output")" = "$(rec 'Café naïve' Café.)" ]
    [ "$stderr" = "papersplit: 1 paper, 0 without abstract, 1 without ID, 0 skipped, 2 bytes mended, no dates" ]
}

@test "--stats: what was read, in a line, whatever the format" {
    rec a 2024 A B >recs
    rec b 2023-05 A '' >>recs
    printf 'no record\n' >>recs
    run -2 --separate-stderr papersplit -f record -s recs
    [ "${stderr_lines[1]}" = "papersplit: 2 papers, 1 without abstract, 0 without ID, 1 skipped, 0 bytes mended, dates 2023-05 to 2024" ]
    run -0 --separate-stderr papersplit -s /dev/null
    [ "$stderr" = "papersplit: 0 papers, 0 without abstract, 0 without ID, 0 skipped, 0 bytes mended, no dates" ]
}

@test "what is compressed, or of another program, is told with the command to put in front" {
    three >in
    while IFS='|' read -r bytes what; do
        { printf %b "$bytes"; printf 'x%.0s' $(seq 99); } >file
        for f in auto record; do
            run -2 --separate-stderr papersplit -f $f file in
            [ "${stderr_lines[0]}" = "papersplit: file: $what" ] || { echo "$stderr"; false; }
            [ "${#lines[@]}" -eq 3 ]
        done
    done <<'X'
\0037\0213\0010|compressed by gzip: gzip -dc file | papersplit
\0050\0265\0057\0375|compressed by zstd: zstd -dc file | papersplit
\03757zXZ\0000|compressed by xz: xz -dc file | papersplit
BZh91AY&SY|compressed by bzip2: bzip2 -dc file | papersplit
PK\0003\0004|a zip archive: unzip -p file | papersplit
%PDF-1.4|a PDF: pdftotext -raw file - | papersplit
SQLite format 3\0000|an SQLite database, no text
X
    run -2 papersplit < <(printf '\037\213\010xx')
    [ "$output" = "papersplit: (standard input): compressed by gzip: gzip -dc | papersplit" ]
    printf 'BZh9\t\tT\tA\nPAR1\t2024\tT\tA\nSQLite f\t\tT\tA\n' >records
    papersplit records | cmp - records # IDs, and no signs
    printf '<!DOCTYPE html>\n<html><p>Nothing here.</p></html>\n' >page.html
    run -2 papersplit page.html
    [ "$output" = "papersplit: page.html: a web page that lists no papers: w3m -dump -T text/html page.html | papersplit" ]
}

@test "a file that holds nothing of the format that was named is told" {
    printf '{"error":"no such thing"}\n<html><body>Error 500</body></html>\n' >in
    for f in oai rss atom pubmed endnote dblp hf arxiv smart isi nbib ris refer bibtex csv tsv jsonl json record; do
        run -2 --separate-stderr papersplit -f $f in
        [ -z "$output" ] && [ -n "$stderr" ] || { echo "$f: $output"; false; }
    done
    run -2 --separate-stderr papersplit -f atom in "$DATA/trending.txt"
    [ "$stderr" = "papersplit: in: holds no atom entries
papersplit: $DATA/trending.txt: holds no atom entries" ]
}

@test "a file that may be empty is no mistake, whatever its format" {
    ok() {
        printf %b "$2" >in
        run -0 --separate-stderr papersplit -f "$1" in
        [ -z "$output" ] && [ -z "$stderr" ] || { echo "$1: $output $stderr"; false; }
    }
    for f in $(papersplit --list-formats | cut -f1); do
        ok "$f" ''
        ok "$f" ' \n\n\t\n'
    done
    ok atom '<feed xmlns="http://www.w3.org/2005/Atom"><title>none today</title></feed>'
    ok rss '<rss version="2.0"><channel><title>none</title></channel></rss>'
    ok oai '<OAI-PMH><ListRecords></ListRecords></OAI-PMH>'
    ok pubmed '<?xml version="1.0"?><!DOCTYPE x [<!ELEMENT y (z)>]><PubmedArticleSet></PubmedArticleSet>'
    ok endnote '<xml><records/></xml>'
    ok dblp '<dblp></dblp>'
    ok csv 'title,abstract\n'
    ok bibtex '@string{a = "b"}\n'
    ok bibtex '@Comment{jabref-meta: databaseType:bibtex;}\n'
    ok isi 'FN x\nVR 1.0\nEF\n'
    ok arxiv '%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---\n'
    ok json '{"total":0}'
    ok hf '<html>huggingface.co/papers <div data-props="{&quot;dailyPapers&quot;:[]}"></div></html>'
}

@test "white space of any length before the first paper is passed over" {
    { for _ in $(seq 100); do printf '%1000s\n' ''; done; printf '[{"title":"T"},\n 7]\n'; } >in
    run -2 --separate-stderr papersplit in
    [ "$(cut -f3 <<<"$output")" = T ]
    [ "$stderr" = "papersplit: in:102: no paper: an object expected" ]
    { printf '%100000s' ''; echo '{"title":"T"}'; } >in
    [ "$(papersplit in | cut -f3)" = T ]
    printf '%100000s\n\n' '' >in
    run -0 --separate-stderr papersplit in
    [ -z "$output$stderr" ]
}

@test "with -f, every format that can streams: a paper is out before the next is in" {
    streams() {
        mkfifo "fifo.$1"
        papersplit -f "$1" --line-buffered <"fifo.$1" >"out.$1" 2>err &
        pid=$!
        exec 7>"fifo.$1"
        printf '%s' "$2" >&7
        for _ in $(seq 100); do
            [ -s "out.$1" ] && break
            sleep 0.05
        done
        early=$(cut -f3 "out.$1")
        printf '%s' "$3" >&7
        exec 7>&-
        wait $pid
        [ "$early" = One ] && [ "$(cut -f3 "out.$1" | tr '\n' ' ')" = 'One Two ' ] || { echo "$1: $early"; cat err; false; }
    }
    nl=$'\n'
    streams csv "title,abstract${nl}One,a${nl}" "Two,b${nl}"
    streams atom "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed><entry><title>One</title></entry>" '<entry><title>Two</title></entry></feed>'
    streams rss "<?xml version=\"1.0\"?>${nl}<rss><item><title>One</title></item>" '<item><title>Two</title></item></rss>'
    streams pubmed '<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><Article><ArticleTitle>One</ArticleTitle></Article></PubmedArticle>' '<PubmedArticle><Article><ArticleTitle>Two</ArticleTitle></Article></PubmedArticle></PubmedArticleSet>'
    streams endnote '<?xml version="1.0" encoding="utf-8"?><xml><records><record><titles><title>One</title></titles></record>' '<record><titles><title>Two</title></titles></record></records></xml>'
    streams hf "[{\"id\":\"2401.00001\",\"upvotes\":1,\"title\":\"One\"},${nl}" '{"id":"2401.00002","upvotes":1,"title":"Two"}]'
    streams bibtex "@misc{a, title={One}}${nl}" "@misc{b, title={Two}}${nl}"
    streams ris "TY  - JOUR${nl}TI  - One${nl}ER  - ${nl}" "TY  - JOUR${nl}TI  - Two${nl}ER  - ${nl}"
    streams jsonl "{\"title\":\"One\"}${nl}" "{\"title\":\"Two\"}${nl}"
}

@test "the number in a URL is the paper's, whatever the format" {
    id() {
        papersplit -f ris <<<"TY  - JOUR${NL}TI  - T${NL}UR  - $1${NL}ER  -" | cut -f1
        papersplit -f bibtex <<<"@misc{a, title={T}, url={$1}}" | cut -f1
        papersplit -f csv <<<"title,url${NL}T,$1" | cut -f1
        papersplit -f jsonl <<<"{\"title\":\"T\",\"url\":\"$1\"}" | cut -f1
    }
    NL=$'\n'
    while read -r url want; do
        [ "$(id "$url" | uniq)" = "$want" ] || { echo "$url: $(id "$url")"; false; }
    done <<'X'
https://arxiv.org/pdf/2401.01234v2.pdf arxiv:2401.01234
http://export.arxiv.org/pdf/hep-th/9901001 arxiv:hep-th/9901001
https://arxiv.org/html/2401.01234v1 arxiv:2401.01234
https://pubmed.ncbi.nlm.nih.gov/16334587/ pmid:16334587
https://www.ncbi.nlm.nih.gov/pubmed/16334587?dopt=x pmid:16334587
https://www.ncbi.nlm.nih.gov/pmc/articles/PMC77/ pmcid:PMC77
https://aclanthology.org/2020.acl-main.1/ acl:2020.acl-main.1
https://www.aclweb.org/anthology/P19-1001.pdf acl:P19-1001
https://www.semanticscholar.org/paper/On-Roads/0123456789abcdef0123456789abcdef01234567 s2:0123456789abcdef0123456789abcdef01234567
https://dblp.org/rec/conf/x/LeeL09.html dblp:conf/x/LeeL09
https://openreview.net/forum?id=Ab_1-c&noteId=z openreview:Ab_1-c
https://openreview.net/pdf?id=Ab_1-c openreview:Ab_1-c
X
    for url in https://aclanthology.org/people/a/ann-lee/ https://openreview.net/group?id=x https://www.semanticscholar.org/author/1 https://arxiv.org/list/cs.CL/2401 https://pubmed.ncbi.nlm.nih.gov/about/; do
        [[ "$(id "$url" | uniq)" == hash:* ]] || { echo "$url"; false; }
    done
}

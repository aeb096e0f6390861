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
    [ "$stderr" = "papersplit: 1 papers, 0 without abstract, 1 without ID, 0 skipped, 2 bytes mended, no dates" ]
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
BZh9|compressed by bzip2: bzip2 -dc file | papersplit
PK\0003\0004|a zip archive: unzip -p file | papersplit
%PDF-1.4|a PDF: pdftotext -raw file - | papersplit
SQLite format 3|an SQLite database, no text
X
    run -2 papersplit < <(printf '\037\213\010xx')
    [ "$output" = "papersplit: (standard input): compressed by gzip: gzip -dc | papersplit" ]
    printf '<!DOCTYPE html>\n<html><p>Nothing here.</p></html>\n' >page.html
    run -2 papersplit page.html
    [ "$output" = "papersplit: page.html: a web page that lists no papers: w3m -dump -T text/html page.html | papersplit" ]
}

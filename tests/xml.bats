#!/usr/bin/env bats
# papersplit: Atom, RSS, OAI-PMH, PubMed, EndNote and DBLP.

load helpers

# atom ENTRY... : a feed
atom() {
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">\n<title>ArXiv Query</title>\n<updated>2031-01-01T00:00:00Z</updated>\n'
    printf '%s\n' "$@" '</feed>'
}

@test "atom: arXiv's API: id without version, published before updated, people, kinds of links" {
    atom '<entry><id>http://arxiv.org/abs/2401.01234v3</id><updated>2024-03-01T00:00:00Z</updated>
<published>2024-01-05T10:00:00Z</published><title>Slow
  Rivers</title><summary>  One &amp; two,
 three. </summary><author><name>Ada Byron</name><arxiv:affiliation>Here</arxiv:affiliation></author>
<author><name>B. C&#233;line</name></author><arxiv:comment>4 pages</arxiv:comment><arxiv:doi>10.5555/ABC.1</arxiv:doi>
<link href="http://arxiv.org/abs/2401.01234v3" rel="alternate" type="text/html"/>
<link title="pdf" href="http://arxiv.org/pdf/2401.01234v3" rel="related" type="application/pdf"/>
<category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/></entry>' >in
    run -0 --separate-stderr papersplit in
    [ -z "$stderr" ]
    [ "$output" = "$(rec arxiv:2401.01234 2024-01-05 'Slow Rivers' 'One & two, three.' url:http://arxiv.org/abs/2401.01234v3 \
        arxiv:2401.01234 version:3 'au:Ada Byron' 'au:B. Céline' 'comment:4 pages' doi:10.5555/abc.1 \
        pdf:http://arxiv.org/pdf/2401.01234v3 cat:cs.CL)" ] || { echo "$output"; false; }
}

@test "atom: an answer that is an error is told, a title 0 and an old number are read, an empty feed is empty" {
    atom >empty
    run -0 --separate-stderr papersplit -s empty
    [ -z "$output" ]
    [ "$stderr" = "papersplit: 0 papers, 0 without abstract, 0 without ID, 0 skipped, 0 bytes mended, no dates" ]
    atom '<entry><id>http://arxiv.org/api/errors#bad</id><title>Error</title><summary>incorrect id</summary></entry>' \
        '<entry><id>http://arxiv.org/abs/quant-ph/0201082v1</id><title>0</title><summary>Nothing is proved.</summary><published>2002-01-17T00:00:00Z</published></entry>' >in
    run -2 --separate-stderr papersplit -r rest in
    [ "$(cut -f1-4 <<<"$output")" = "$(rec arxiv:quant-ph/0201082 2002-01-17 0 'Nothing is proved.')" ]
    [ "$stderr" = "papersplit: in:5: the server answered with an error, not with a paper" ]
    grep -q 'incorrect id' rest
}

@test "atom: arXiv's feed writes number and kind into the summary" {
    atom '<entry><id>oai:arXiv.org:2402.00001v2</id><title>T</title><summary>arXiv:2402.00001v2 Announce Type: replace-cross 
Abstract: We weigh $a&lt;b$ things.</summary></entry>' >in
    run -0 papersplit in
    [ "$output" = "$(rec arxiv:2402.00001 '' T 'We weigh $a<b$ things.' arxiv:2402.00001 version:2 announce:replace-cross)" ]
}

@test "atom: an entry that has no end, or is broken inside, does not take the others" {
    atom '<entry><id>http://x.org/1</id><title>First one</title>' '<entry><title>Second <b>one</title></entry>' \
        '<entry><title>Third one</title></entry>' >in
    run -2 --separate-stderr papersplit -r rest in
    [ "$(cut -f3 <<<"$output" | tail -1)" = "Third one" ]
    [ "${#stderr_lines[@]}" -ge 1 ]
    cut -f3 <<<"$output" | cat - rest | grep -q 'First one'
}

rss() {
    printf '<?xml version="1.0"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"><channel><title>x</title><pubDate>Fri, 02 Feb 2024 00:00:00 -0500</pubDate>\n'
    printf '%s\n' "$@" '</channel></rss>'
}

@test "rss: number, subject and kind behind the title; people as escaped links; the channel's date" {
    rss '<item><title>On Ice. (arXiv:2402.00002v1 [physics.ao-ph] CROSS LISTED)</title><link>http://arxiv.org/abs/2402.00002</link>
<description>&lt;p&gt;Ice &amp;lt; water &amp;amp; snow.&lt;/p&gt;</description>
<dc:creator>&lt;a href="http://arxiv.org/a?q=1"&gt;Ann Lee&lt;/a&gt;, &lt;a href="x"&gt;Bo M&amp;#252;ller&lt;/a&gt;</dc:creator></item>' \
        '<item><title>On Snow. (arXiv:2402.00003v2 [physics.ao-ph] UPDATED)</title></item>' >in
    run -0 papersplit in
    [ "${lines[0]}" = "$(rec arxiv:2402.00002 2024-02-02 'On Ice' 'Ice < water & snow.' arxiv:2402.00002 version:1 \
        cat:physics.ao-ph announce:cross url:http://arxiv.org/abs/2402.00002 'au:Ann Lee' 'au:Bo Müller')" ] || { echo "${lines[0]}"; false; }
    [ "$(cut -f1,3,8 <<<"${lines[1]}")" = "$(rec arxiv:2402.00003 'On Snow' announce:replace)" ]
}

@test "rss: arXiv's announce type, and RSS 1 as RDF" {
    rss '<item><title>T</title><description>arXiv:2402.00004v1 Announce Type: new &#xA;Abstract: Text.</description><guid isPermaLink="false">oai:arXiv.org:2402.00004v1</guid><arxiv:announce_type>new</arxiv:announce_type></item>' >in
    [ "$(papersplit in | cut -f1,4)" = "$(rec arxiv:2402.00004 Text.)" ]
    papersplit in | grep -q "${TAB}announce:new"
    printf '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>c</title><dc:date>2023-05-06</dc:date></channel><item rdf:about="x"><title>A <![CDATA[<i>b</i>]]></title><link>http://j.org/1</link></item></rdf:RDF>' >rdf
    [ "$(papersplit rdf | cut -f2-4)" = "$(rec 2023-05-06 'A b' '')" ]
}

@test "oai: created and not the stamp; deleted records are none; an error and a token are no papers" {
    cat >in <<'X'
<?xml version="1.0"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-05-05T00:00:00Z</responseDate><ListRecords>
<record><header status="deleted"><identifier>oai:arXiv.org:1111.0001</identifier><datestamp>2020-01-01</datestamp></header></record>
<record><header><identifier>oai:arXiv.org:1111.0002</identifier><datestamp>2020-02-02</datestamp></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>1111.0002</id><created>2011-11-01</created><updated>2012-01-01</updated>
<authors><author><keyname>Weiss</keyname><forenames>A. B.</forenames><suffix>Jr</suffix></author><author><keyname>Lin</keyname></author></authors>
<title>Old Light</title><categories>astro-ph.CO hep-th</categories><doi>10.5555/xyz</doi><abstract> It shines. </abstract></arXiv></metadata></record>
<resumptionToken cursor="0" completeListSize="2">123|1</resumptionToken></ListRecords></OAI-PMH>
X
    run -0 papersplit in
    [ "$output" = "$(rec arxiv:1111.0002 2011-11-01 'Old Light' 'It shines.' arxiv:1111.0002 'au:Weiss, A. B. Jr' au:Lin \
        cat:astro-ph.CO cat:hep-th doi:10.5555/xyz)" ] || { echo "$output"; false; }
    printf '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badResumptionToken">too old</error></OAI-PMH>' >err
    printf '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="noRecordsMatch">none</error></OAI-PMH>' >none
    run -0 papersplit none
    [ -z "$output" ]
    run -2 --separate-stderr papersplit err
    [ -z "$output" ]
    [ "$stderr" = "papersplit: err:1: the server answered with an error: too old" ]
}

@test "oai: arXivRaw's first version; Dublin Core in any order, its first date, its numbers" {
    cat >in <<'X'
<OAI-PMH><ListRecords><record><header><identifier>oai:arXiv.org:0704.0009</identifier></header><metadata><arXivRaw><id>0704.0009</id>
<version version="v1"><date>Mon, 2 Apr 2007 19:18:42 GMT</date><size>9kb</size></version><version version="v2"><date>Tue, 24 Jul 2007 20:10:27 GMT</date></version>
<title>A</title><authors>Ann Lee (Somewhere, Town) and Bo Li</authors><abstract>B</abstract></arXivRaw></metadata></record>
<record><header><identifier>oai:x:2</identifier></header><metadata><oai_dc:dc xmlns:oai_dc="u" xmlns:dc="v"><dc:identifier>https://doi.org/10.5555/dc1</dc:identifier>
<dc:date>2019-07-01</dc:date><dc:date>2018-03-04</dc:date><dc:description>What it says.</dc:description><dc:creator>Lee, Ann</dc:creator><dc:title>Core</dc:title></oai_dc:dc></metadata></record></ListRecords></OAI-PMH>
X
    run -0 papersplit in
    [ "$(cut -f1-4 <<<"${lines[0]}")" = "$(rec arxiv:0704.0009 2007-04-02 A B)" ]
    [[ "${lines[0]}" == *"au:Ann Lee${TAB}au:Bo Li"* ]]
    [ "$(cut -f1-4 <<<"${lines[1]}")" = "$(rec doi:10.5555/dc1 2018-03-04 Core 'What it says.')" ]
}

@test "pubmed: labels, inline markup, the paper's own DOI and not its references'; all on one line; books" {
    one='<PubmedArticle><MedlineCitation><PMID Version="1">11</PMID><Article><Journal><JournalIssue><PubDate><Year>2015</Year><Month>Feb</Month></PubDate></JournalIssue><Title>J. of Things</Title></Journal><ArticleTitle>H<sub>2</sub>O and <i>E. coli</i>.</ArticleTitle><Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Why.</AbstractText><AbstractText Label="METHODS">How: <mml:math><mml:mi>x</mml:mi></mml:math>.</AbstractText></Abstract><AuthorList><Author><LastName>Lee</LastName><ForeName>Ann</ForeName></Author><Author><CollectiveName>The Group</CollectiveName></Author></AuthorList><Language>eng</Language></Article></MedlineCitation><PubmedData><ReferenceList><Reference><Citation>x</Citation><ArticleIdList><ArticleId IdType="doi">10.5555/other</ArticleId></ArticleIdList></Reference></ReferenceList><ArticleIdList><ArticleId IdType="pubmed">11</ArticleId><ArticleId IdType="doi">10.5555/own</ArticleId><ArticleId IdType="pmc">PMC77</ArticleId></ArticleIdList></PubmedData></PubmedArticle>'
    two='<PubmedArticle><MedlineCitation><PMID>12</PMID><Article><Journal><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue></Journal><ArticleTitle>Second.</ArticleTitle></Article></MedlineCitation></PubmedArticle>'
    three='<PubmedBookArticle><BookDocument><PMID>13</PMID><Book><BookTitle>The Book</BookTitle><PubDate><Year>2001</Year></PubDate></Book><ArticleTitle>Its Chapter</ArticleTitle><Abstract><AbstractText>In it.</AbstractText></Abstract></BookDocument></PubmedBookArticle>'
    printf '<?xml version="1.0"?><PubmedArticleSet>%s%s%s</PubmedArticleSet>' "$one" "$two" "$three" >in
    run -0 papersplit in
    [ "${#lines[@]}" -eq 3 ]
    [ "$(cut -f1-4 <<<"${lines[0]}")" = "$(rec doi:10.5555/own 2015-02 'H2O and E. coli.' 'BACKGROUND: Why. METHODS: How: x.')" ]
    [[ "${lines[0]}" == *"au:Lee, Ann${TAB}au:The Group"* && "${lines[0]}" == *"pmid:11"* && "${lines[0]}" == *"pmcid:PMC77"* ]]
    [[ "${lines[0]}" != *other* ]]
    [ "$(cut -f1-3 <<<"${lines[1]}")" = "$(rec pmid:12 1998-12 Second.)" ]
    [ "$(cut -f1-4 <<<"${lines[2]}")" = "$(rec pmid:13 2001 'Its Chapter' 'In it.')" ]
    [[ "${lines[2]}" == *"venue:The Book"* ]]
}

@test "endnote: a style inside every value" {
    printf '<xml><records><record><ref-type name="Journal Article">17</ref-type><contributors><authors><author><style face="normal" font="default">Lee, Ann</style></author></authors></contributors><titles><title><style>A </style><style face="italic">styled</style><style> title</style></title><secondary-title><style>J</style></secondary-title></titles><dates><year><style>2012</style></year></dates><abstract><style>Text.</style></abstract><electronic-resource-num><style>10.5555/en</style></electronic-resource-num></record></records></xml>' >in
    run -0 papersplit in
    [ "$(cut -f1-4 <<<"$output")" = "$(rec doi:10.5555/en 2012 'A styled title' Text.)" ]
    [[ "$output" == *"au:Lee, Ann"* && "$output" == *"venue:J"* && "$output" == *"type:Journal Article"* ]]
}

@test "dblp: Latin-1, and entities of a DTD that is not at hand" {
    printf '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n<article mdate="2020-01-01" key="journals/x/M1"><author>J&ouml;rg M&uuml;ller 0001</author><title>Gr\366&szlig;e &amp; <i>Form</i>.</title><year>2009</year><journal>X</journal><ee>https://doi.org/10.5555/D1</ee></article>\n<www key="homepages/m/1"><author>J</author><title>Home Page</title></www></dblp>\n' >in
    run -0 papersplit in
    [ "$(cut -f1-3 <<<"${lines[0]}")" = "$(rec doi:10.5555/d1 2009 'Größe & Form.')" ]
    [[ "${lines[0]}" == *"au:Jörg Müller"* ]]
}

@test "xml: no entity of the file's own is opened, no depth breaks it" {
    printf '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY l "lol&l;">]><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a &x; &l; b</title></entry></feed>' >in
    run -0 papersplit in
    [ "$(cut -f3 <<<"$output")" = 'a &x; &l; b' ]
    { atom "<entry><title>deep $(for _ in $(seq 300); do printf '<b>'; done)x</title></entry>" '<entry><title>fine</title></entry>'; } >deep
    run -2 --separate-stderr papersplit deep
    [ "$(cut -f3 <<<"${lines[-1]}")" = fine ]
}

@test "xml: a file of many papers takes no more memory than one of few" {
    e='<entry><title>Many of these</title><summary>Text and more text that fills the line.</summary></entry>'
    { atom | sed '$d'; for _ in $(seq 40); do printf '%s\n' "$e"; done >some; for _ in $(seq 500); do cat some; done; echo '</feed>'; } >big
    slow || [ "$(ulimit -v 60000 2>/dev/null; papersplit -f atom big | wc -l)" -eq 20000 ]
}

@test "xml: a comment that is never closed hides nothing, and is told once" {
    { printf '<feed><!-- open '; for t in One Two Three; do printf '<entry><title>%s</title></entry>\n' $t; done; echo '</feed>'; } >in
    run -2 --separate-stderr papersplit -f atom in
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3 | tr '\n' ' ')" = 'One Two Three ' ]
    [ "$stderr" = "papersplit: in:1: a comment has no end: it is taken as text" ]
    { printf '<feed><entry><title>One</title></entry><entry><!-- open <title>Two</title></entry>\n<entry><title>Three</title></entry></feed>\n'; } >in
    run -2 --separate-stderr papersplit -f atom in
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3 | tr '\n' ' ')" = 'One Three ' ]
    [ "$stderr" = "papersplit: in:1: a comment or CDATA has no end" ]
}

@test "xml: comments, tags and entries that are never closed take no quadratic time, and no memory" {
    many() { yes "$1" | head -n "$2" | tr -d '\n'; }
    for what in '<!--' '<a ' '<![CDATA[' '<?x ' '<!DOCTYPE[>' '<a "'; do
        { printf '<feed><entry><title>One</title></entry>'; many "$what" 300000; } >in
        timeout 20 papersplit -f atom in >out 2>err || [ $? -eq 2 ]
        [ "$(cut -f3 out)" = One ] || { echo "$what"; false; }
    done
    { printf '<feed><entry>'; many ' <b/> ' 5000000; printf '<entry><title>Two</title></entry></feed>\n'; } >long
    if slow; then return; fi
    (ulimit -v 90000; papersplit -f atom long) >out 2>err || [ $? -eq 2 ]
    [ "$(tail -1 out | cut -f3)" = Two ]
}

@test "pubmed: a name that was corrected is left out, a suffix stays" {
    printf '<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>11</PMID><Article><ArticleTitle>T</ArticleTitle><AuthorList><Author ValidYN="N"><LastName>Leee</LastName><ForeName>Ann</ForeName></Author><Author ValidYN="Y"><LastName>Lee</LastName><ForeName>Ann</ForeName><Suffix>Jr</Suffix></Author></AuthorList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>' >in
    [ "$(papersplit in | cut -f5-)" = "$(rec pmid:11 'au:Lee, Ann Jr')" ]
}

@test "xml: an entry with an ID and nothing else is kept, one without is told" {
    printf '<feed><entry><id>http://arxiv.org/abs/2401.00001v1</id></entry>\n<entry><updated>2020-01-01</updated></entry></feed>' >in
    run -2 --separate-stderr papersplit -r rest in
    [ "$(cut -f1 <<<"$output")" = arxiv:2401.00001 ]
    [ "$stderr" = "papersplit: in:2: an entry with nothing in it" ]
    [ "$(cat rest)" = '<entry><updated>2020-01-01</updated></entry>' ]
}

@test "xml: a tag with an open quote, which ends with the file" {
    printf '<dblp><article"</article>">' >in
    run -2 --separate-stderr papersplit --rejects=rest in
    [ -z "$output" ]
    [ "$stderr" = 'papersplit: in:1: a tag has no end' ]
    [ "$(cat rest)" = '<article"</article>' ]
}

#!/usr/bin/env bats
# papersplit: JSON of many sources, in many envelopes.

load helpers

# cols INPUT... : the four columns of what comes out
cols() {
    papersplit "$@" | cut -f1-4
}

@test "arXiv's snapshot: line breaks, the first version's date, people in parts, TeX; an array, too" {
    cat >in <<'X'
{"id":"0704.0099","submitter":"A","authors":"J. M\\\"uller and\n  B. Lee","title":"Long\n  roads","comments":"9 pages","journal-ref":"J. Roads 1","doi":"10.5555/R.1","categories":"cs.CL math.CO","license":null,"abstract":"  We walk\nin $R^2$.\n","versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"},{"version":"v3","created":"Tue, 24 Jul 2007 20:10:27 GMT"}],"update_date":"2009-01-13","authors_parsed":[["M\u00fcller","J.",""],["Lee","B.","Jr"]]}
X
    run -0 papersplit in
    [ "$output" = "$(rec arxiv:0704.0099 2007-04-02 'Long roads' "We walk in \$R^2\$." arxiv:0704.0099 doi:10.5555/r.1 version:3 \
        'au:Müller, J.' 'au:Lee, B., Jr' cat:cs.CL cat:math.CO 'venue:J. Roads 1' 'comment:9 pages')" ] || { echo "$output"; false; }
    { echo '['; sed 's/,"/,\n  "/g' in; echo ','; sed 's/0704.0099/0704.0100/; s/"authors_parsed.*]]/"x":[]/' in; echo ']'; } >array
    run -0 papersplit array
    [ "$(printf '%s\n' "${lines[@]}" | cut -f1 | tr '\n' ' ')" = "arxiv:0704.0099 arxiv:0704.0100 " ]
    [[ "${lines[1]}" == *"au:J. Müller${TAB}au:B. Lee"* ]]
}

@test "Hugging Face: the paper's own date, line breaks, votes, repository; scraped copies; the page" {
    cat >in <<'X'
[{"paper":{"id":"2401.00077","authors":[{"_id":"1","name":"Ann Lee","hidden":false},{"name":"Bo Li"}],"publishedAt":"2024-01-02T00:00:00.000Z","title":"Small\nBoats","summary":"They\nfloat.","upvotes":12,"githubRepo":"https://github.com/a/b","ai_keywords":["boats","float"]},"publishedAt":"2024-01-03T00:00:00.000Z","title":"Small Boats","submittedBy":{"name":"x"}}]
X
    run -0 papersplit in
    [ "$output" = "$(rec arxiv:2401.00077 2024-01-02 'Small Boats' 'They float.' arxiv:2401.00077 'au:Ann Lee' 'au:Bo Li' kw:boats kw:float \
        code:https://github.com/a/b votes:12)" ] || { echo "$output"; false; }
    echo '[{"title":"T","paper_url":"https://huggingface.co/papers/2512.00001","details":{"title":"T","abstract":"A.","arxiv_page_url":"https://arxiv.org/abs/2512.00001","github_links":["https://github.com/c/d"]}}]' >scraped
    [ "$(cols scraped)" = "$(rec arxiv:2512.00001 '' T A.)" ]
    papersplit scraped | grep -q "${TAB}code:https://github.com/c/d"
    { printf '<!doctype html><html><head><meta property="og:url" content="https://huggingface.co/papers"></head><div data-props="{&quot;x&quot;:1}"></div><div class="a" data-props="{&quot;dailyPapers&quot;:'
        sed 's/&/\&amp;/g; s/"/\&quot;/g' in | tr -d '\n'
        printf ',&quot;collections&quot;:[{&quot;title&quot;:&quot;no paper&quot;}]}"></div></html>\n'; } >page.html
    papersplit page.html | cmp - <(papersplit in)
    papersplit -f hf in | cmp - <(papersplit in)
}

@test "Semantic Scholar: API and bulk, no abstract, envelopes" {
    echo '{"total":1,"offset":0,"data":[{"paperId":"abc","externalIds":{"ArXiv":"2001.00001","DOI":"10.5555/S2","PubMed":"99"},"title":"T","abstract":null,"venue":"","journal":{"name":"J"},"year":2020,"publicationDate":"2020-01-05","citationCount":7,"tldr":{"model":"m","text":"Short."},"fieldsOfStudy":["Physics"],"openAccessPdf":{"url":"http://x.org/a.pdf"},"authors":[{"authorId":"1","name":"A. Lee"}]}]}' >in
    run -0 papersplit in
    [ "$output" = "$(rec arxiv:2001.00001 2020-01-05 T '' arxiv:2001.00001 doi:10.5555/s2 pmid:99 s2:abc 'au:A. Lee' cat:Physics venue:J \
        pdf:http://x.org/a.pdf tldr:Short. citations:7)" ] || { echo "$output"; false; }
    echo '{"corpusid":5,"externalids":{"ArXiv":null,"DOI":"10.5555/B"},"title":"B","year":2019,"publicationdate":null,"citationcount":3,"s2fieldsofstudy":[{"category":"Art"}],"authors":[{"name":"C"}]}' >bulk
    [ "$(cols bulk)" = "$(rec doi:10.5555/b 2019 B '')" ]
    printf '%s\n' '{"data":[{"citingPaper":{"paperId":"p1","title":"One"}},{"citingPaper":{"paperId":"p2","title":"Two"}}]}' \
        '{"recommendedPapers":[{"paperId":"p3","title":"Three"}]}' '[null,{"paperId":"p4","title":"Four"}]' >more.json
    [ "$(papersplit more.json | cut -f1,3 | tr '\t\n' ' ,')" = "s2:p1 One,s2:p2 Two,s2:p3 Three,s2:p4 Four," ]
}

@test "OpenAlex: an index whose positions are out of order, missing, or null" {
    cat >in <<'X'
{"meta":{"count":3},"results":[{"id":"https://openalex.org/W11","doi":"https://doi.org/10.5555/OA","title":"T","display_name":"T","publication_year":2018,"publication_date":"2018-02-13","ids":{"pmid":"https://pubmed.ncbi.nlm.nih.gov/29","pmcid":"https://www.ncbi.nlm.nih.gov/pmc/articles/31"},"language":"en","type":"article","primary_location":{"landing_page_url":"https://x.org/1","pdf_url":null,"source":{"id":"S1","display_name":"PeerJ"}},"authorships":[{"author":{"display_name":"Ann Lee"},"raw_author_name":"A. Lee"}],"keywords":[{"keyword":"gift"}],"cited_by_count":5,"abstract_inverted_index":{"the":[4,1],"Under":[0],"sea":[2],"and":[3],"air":[6]}},
{"id":"https://openalex.org/W12","title":null,"display_name":"Named","publication_year":2001,"abstract_inverted_index":null},{"id":"https://openalex.org/W13","title":"Third","abstract_inverted_index":{}}]}
X
    run -0 papersplit in
    [ "${lines[0]}" = "$(rec doi:10.5555/oa 2018-02-13 T 'Under the sea and the air' doi:10.5555/oa pmid:29 pmcid:31 openalex:W11 \
        'au:Ann Lee' kw:gift venue:PeerJ url:https://x.org/1 lang:en type:article citations:5)" ] || { echo "${lines[0]}"; false; }
    [ "$(cut -f1-4 <<<"${lines[1]}")" = "$(rec openalex:W12 2001 Named '')" ]
    [ "$(cut -f1-4 <<<"${lines[2]}")" = "$(rec openalex:W13 '' Third '')" ]
}

@test "Crossref: JATS, entities escaped twice, an empty title, no date parts; CSL-JSON" {
    cat >in <<'X'
{"status":"ok","message":{"total-results":3,"items":[{"DOI":"10.5555/CR","title":["A <i>fine<\/i> day"],"container-title":["J"],"abstract":"<jats:title>Aims<\/jats:title><jats:p>x &amp;lt; y.<\/jats:p><jats:sec><jats:title>Results<\/jats:title><jats:p>Good.<\/jats:p><\/jats:sec>","issued":{"date-parts":[[2014,3]]},"author":[{"given":"Ann","family":"Lee","sequence":"first"},{"name":"The Group"}],"is-referenced-by-count":4,"type":"journal-article","language":"en","link":[{"URL":"http://x.org/p.pdf","content-type":"application/pdf"}]},
{"DOI":"10.5555/NO","title":[],"container-title":[],"issued":{"date-parts":[[null]]},"created":{"date-parts":[[2016,5,6]]},"abstract":"<p>Only text.<\/p>"}]}}
X
    run -0 papersplit in
    [ "${lines[0]}" = "$(rec doi:10.5555/cr 2014-03 'A fine day' 'Aims: x < y. Results: Good.' doi:10.5555/cr 'au:Lee, Ann' 'au:The Group' \
        venue:J pdf:http://x.org/p.pdf lang:en type:journal-article citations:4)" ] || { echo "${lines[0]}"; false; }
    [ "$(cut -f1-4 <<<"${lines[1]}")" = "$(rec doi:10.5555/no 2016-05-06 '' 'Only text.')" ]
    echo '[{"id":"lee2011","type":"article-journal","title":"C","author":[{"family":"Lee","given":"Ann","non-dropping-particle":"van"},{"literal":"Group"}],"issued":{"date-parts":[["2011",5,25],["2012",6,26]]}},{"id":"x","title":"D","issued":{"literal":"spring 2003"},"container-title":"J"}]' >csl
    [ "$(cols csl | cut -f2-3 | tr '\t\n' ' ,')" = "2011-05-25 C,2003 D," ]
    papersplit csl | grep -q "${TAB}au:van Lee, Ann${TAB}au:Group"
}

@test "OpenReview: only submissions are papers, in both versions" {
    cat >in <<'X'
{"notes":[{"id":"aaa","forum":"aaa","replyto":null,"cdate":1540035843524,"invitation":"V/-/Submission","content":{"title":"First","abstract":"A.","authors":["Ann Lee"],"keywords":["k"],"pdf":"/pdf/1.pdf"},"revisions":[{"id":"rev","forum":"aaa","referent":"aaa","content":{"title":"First","abstract":"Old."}}]},
{"id":"bbb","forum":"aaa","replyto":"aaa","content":{"title":"A review of it","review":"Fine."}},
{"id":"ccc","forum":"ccc","content":{"title":{"value":"Second"},"abstract":{"value":"B."},"authors":{"value":["Bo Li","C"]},"venue":{"value":"V 2024"}},"cdate":1700000000000}]}
X
    run -0 papersplit in
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[0]}" = "$(rec openreview:aaa 2018-10-20 First A. openreview:aaa 'au:Ann Lee' kw:k pdf:https://openreview.net/pdf/1.pdf)" ] || { echo "${lines[0]}"; false; }
    [ "${lines[1]}" = "$(rec openreview:ccc 2023-11-14 Second B. openreview:ccc 'au:Bo Li' au:C 'venue:V 2024')" ] || { echo "${lines[1]}"; false; }
}

@test "lists of conferences, Papers with Code, and what scripts write" {
    printf '%s\n' '[{"id":"b1","title":"T","track":"main","status":"Poster","abstract":"A.","author":"Ann Lee;Bo Li","keywords":"x;y z","github":"","site":"https://openreview.net/forum?id=Q1","bibtex":"@inproceedings{a,\nyear={2024},\n}","gs_citation":3}]' >list
    [ "$(papersplit list)" = "$(rec openreview:Q1 2024 T A. 'au:Ann Lee' 'au:Bo Li' kw:x 'kw:y z' 'url:https://openreview.net/forum?id=Q1' openreview:Q1 track:main status:Poster citations:3)" ] || { papersplit list; false; }
    echo '{"results":[{"paper":{"id":"t","title":"T","url_abs":"https://arxiv.org/abs/1810.04805","published":"2018-10-11"},"repository":{"url":"https://github.com/g/b"}}]}' >pwc
    [ "$(papersplit pwc)" = "$(rec arxiv:1810.04805 2018-10-11 T '' code:https://github.com/g/b url:https://arxiv.org/abs/1810.04805 arxiv:1810.04805)" ] || { papersplit pwc; false; }
    echo '{"entry_id":"http://arxiv.org/abs/2401.00002v2","title":"S","summary":"B.","authors":["Ann","Bo"],"published":"2024-01-01T10:00:00Z","rating":5}' >script
    [ "$(papersplit script)" = "$(rec arxiv:2401.00002 2024-01-01 S B. rating:5 url:http://arxiv.org/abs/2401.00002v2 arxiv:2401.00002 version:2 au:Ann au:Bo)" ] || { papersplit script; false; }
}

@test "a date to come is none; an impossible one is cut" {
    printf '%s\n' '{"paperId":"a","title":"T","publicationDate":"2190-01-01","year":2020}' '{"paperId":"b","title":"T","publicationDate":"2021-02-31"}' >in
    [ "$(papersplit in | cut -f2 | tr '\n' ' ')" = "2020 2021-02 " ]
    run -2 --separate-stderr papersplit <<<'{"title":"T","date":"soon"}'
    [ "$stderr" = "papersplit: (standard input):1: no date, or one to come: kept as a comment" ]
    [[ "$output" == *"comment:soon" ]]
}

@test "a broken object in an array, and a file that ends in one, lose only themselves" {
    printf '[{"id":1,"title":"one"},{"id":2,"title":"two" oops},\n {"id":3,"title":"thr\\qee"},{"id":4,"title":"four"},\n{"id":5,"title":"fi' >in
    run -2 --separate-stderr papersplit -r rest in
    [ "$(printf '%s\n' "${lines[@]}" | cut -f3 | tr '\n' ' ')" = "one four " ]
    grep -q '^{"id":2,"title":"two" oops},$' rest
    grep -q 'thr.qee' rest
    grep -q '"title":"fi$' rest
    printf '{"a":1,"data":[{"id":1,"title":"one"},{"id":2,"title":"two"}' >cut.json
    run -2 --separate-stderr papersplit cut.json
    [ "${#lines[@]}" -eq 2 ]
    [ "$stderr" = "papersplit: cut.json:1: the file ends in the middle of an array or object" ]
}

@test "a last object that is cut at the end of a line is told, whatever it holds" {
    { printf '{"id":"a","title":"one"}\n{"id":"b","title":"two","references":[{"title":"Other"}'
        yes ',"12345"' | head -20000 | tr -d '\n'
        printf '],"year":\n'; } >in
    run -2 --separate-stderr papersplit in
    [ "$output" = "$(printf 'a\t\tone\t')" ]
    [ "$stderr" = "papersplit: in:2: the file ends in the middle of it" ]
}

@test "what is no paper is told; an empty answer is none" {
    run -2 --separate-stderr papersplit <<<'{"error":"not found"}'
    [ "$stderr" = "papersplit: (standard input):1: no paper: the object has neither id, title nor abstract" ]
    for e in '[]' '{"data":[]}' '{"total":0,"offset":0}' '{"status":"ok","message":{"items":[],"total-results":0}}'; do
        run -0 --separate-stderr papersplit <<<"$e"
        [ -z "$output" ]
    done
    run -2 --separate-stderr papersplit -f json <<<'[{"title":"a"}, 7, "word", null, true]'
    [ "${#lines[@]}" -eq 1 ]
    [ "${#stderr_lines[@]}" -eq 3 ]
}

@test "numbers are JSON's; Python's NaN and Infinity are null" {
    printf '%s\n' '{"title":"a","x":01}' '{"title":"b","x":1.}' '{"title":"c","x":NaN,"y":-Infinity,"z":-1.5e+3}' '{"title":"d","x":+1}' '{"title":"e","x":.5}' >in
    run -2 --separate-stderr papersplit in
    [ "$(cut -f3- <<<"$output")" = "$(rec c '' z:-1.5e+3)" ]
}

@test "an array of any length, in an envelope, takes the memory of its largest paper" {
    { printf '{"meta":{},"deep":{"items":['; for i in $(seq 400); do printf '{"paperId":"%s","title":"Number %s","abstract":"%s"},' "$i" "$i" "$(printf 'w %.0s' $(seq 2000))"; done
        printf '{"paperId":"last","title":"L"}],"query":{"start":0}},"next":"x"}'; } >big
    [ "$(wc -c <big)" -gt 1500000 ]
    run -0 --separate-stderr papersplit big
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 401 ]
    [ "$(cut -f1 <<<"${lines[400]}")" = s2:last ]
}

@test "keys are known in any case, and by the names that tables have" {
    printf '%s\n' '{"ID":7,"Document Title":"T","Abstract":"A.","Authors":"Lee, A.; Li, B.","Year":2019,"Source Title":"J","Author Keywords":"k; l","DOI":"10.5555/k","Cited by":3,"Start Page":"1"}' '{"TITEL":"U","Zusammenfassung":"B.","ArxivID":"2401.00001","Journal":"K","odd key":1}' >in
    run -0 --separate-stderr papersplit in
    [ "${lines[0]}" = "$(rec doi:10.5555/k 2019 T A. doi:10.5555/k 'au:Lee, A.' 'au:Li, B.' kw:k kw:l venue:J citations:3 pages:1)" ] || { echo "${lines[0]}"; false; }
    [ "${lines[1]}" = "$(rec arxiv:2401.00001 '' U B. odd-key:1 arxiv:2401.00001 venue:K)" ] || { echo "${lines[1]}"; false; }
}

@test "authors in parts under any name, DBLP's API, an abstract of several paragraphs" {
    printf '%s\n' '{"title":"T","authors":[{"first":"Ann","middle":["B.","C."],"last":"Lee","suffix":"Jr"},{"firstName":"Bo","lastName":"Li"},{"given_name":"x","name":"Cy Poe"}],"abstract":[{"text":"One."},{"text":"Two."}]}' \
        '{"title":"U","author":"Smith, J., Doe, A.","abstract":["Three.","Four."],"summary":"not this"}' >in
    run -0 papersplit in
    [ "$(cut -f4- <<<"${lines[0]}")" = "$(rec 'One. Two.' 'au:Lee, Ann B. C., Jr' 'au:Li, Bo' 'au:Cy Poe')" ] || { echo "$output"; false; }
    [ "$(cut -f4- <<<"${lines[1]}")" = "$(rec 'Three. Four.' 'au:Smith, J.' 'au:Doe, A.')" ]
    echo '{"result":{"hits":{"@total":"1","hit":[{"@score":"1","info":{"authors":{"author":[{"@pid":"1/1","text":"Ann Lee 0001"},{"@pid":"2","text":"Bo Li"}]},"title":"T.","venue":"V","year":"2020","type":"Journal Articles","ee":"https://doi.org/10.5555/d","url":"https://dblp.org/rec/journals/v/LeeL20"},"url":"URL#1"}]}}}' >dblp
    [ "$(papersplit dblp)" = "$(rec doi:10.5555/d 2020 T. '' 'au:Ann Lee' 'au:Bo Li' venue:V url:https://dblp.org/rec/journals/v/LeeL20 dblp:journals/v/LeeL20 doi:10.5555/d 'type:Journal Articles')" ] || { papersplit dblp; false; }
}

@test "Zotero: its API, and Better BibTeX's export; files and notes are no papers" {
    item='"itemType":"journalArticle","title":"A <i>fine</i> day","creators":[{"creatorType":"author","firstName":"Ann","lastName":"Lee"},{"creatorType":"author","name":"The Group"},{"creatorType":"editor","firstName":"Ed","lastName":"Itor"}],"abstractNote":"Text.","publicationTitle":"J","date":"2015-09","DOI":"10.5555/z","tags":[{"tag":"networks, neural"},{"tag":"b","type":1}],"dateAdded":"2020-01-01"'
    want=$(rec doi:10.5555/z 2015-09 'A fine day' Text. doi:10.5555/z key:K 'au:Lee, Ann' 'au:The Group' 'editor:Itor, Ed' 'kw:networks, neural' kw:b venue:J type:journalArticle)
    echo "[{\"key\":\"K\",\"version\":1,\"links\":{},\"data\":{\"key\":\"K\",$item}},{\"key\":\"P\",\"data\":{\"key\":\"P\",\"itemType\":\"attachment\",\"title\":\"Full Text PDF\"}}]" >api
    run -0 --separate-stderr papersplit api
    [ "$output" = "$want" ] || { echo "$output"; false; }
    echo "{\"config\":{\"id\":\"x\"},\"collections\":{},\"items\":[{$item,\"citationKey\":\"K\",\"attachments\":[{\"itemType\":\"attachment\",\"title\":\"PDF\"}],\"notes\":[]}]}" >bbt
    [ "$(papersplit bbt)" = "$want" ] || { papersplit bbt; false; }
}

@test "a list of papers with a title of its own is a list; a paper with references is a paper" {
    echo '{"title":"Reading list","year":2020,"papers":[{"title":"One","abstract":"A."},{"title":"Two","authors":["B"]}]}' >list
    [ "$(cols list | cut -f3-)" = "$(rec One A.; rec Two '')" ]
    { printf '{"title":"Long list","papers":['; for i in $(seq 20000); do printf '{"title":"Paper %s","authors":["Ann Lee","Bo Li"],"year":2020},\n' "$i"; done; echo '{"title":"Last","authors":["C"]}]}'; } >long
    [ "$(wc -c <long)" -gt 1100000 ]
    [ "$(papersplit long | wc -l)" -eq 20001 ]
    echo '{"title":"T","references":[{"title":"One","authors":["B"]}]}' >refs
    run -2 --separate-stderr papersplit refs
    [ "$(cut -f3 <<<"$output")" = T ]
    echo '{"title":"T","authors":["A"],"sections":[{"title":"One","abstract":"B."}]}' >sections
    run -2 --separate-stderr papersplit sections
    [ "$(cut -f3 <<<"$output")" = T ]
}

@test "null first in an array; a paper without anything in an envelope is told and kept by -r" {
    [ "$(papersplit <<<'[null,{"title":"T"}]' | cut -f3)" = T ]
    run -2 --separate-stderr papersplit -r rest <<<'{"data":[{"title":""},{"title":"T"}]}'
    [ "$(cut -f3 <<<"$output")" = T ]
    [ "$stderr" = "papersplit: (standard input):1: no paper: the object has neither id, title nor abstract" ]
    [ "$(cat rest)" = '{"title":""}' ]
}

@test "Crossref's subtitle; OpenReview's PDF as a value; a list of words is fields, a vector is left out" {
    echo '{"DOI":"10.5555/s","title":["Roads"],"subtitle":["A View"],"container-title":["J"]}' >in
    [ "$(papersplit in | cut -f3)" = 'Roads: A View' ]
    echo '{"DOI":"10.5555/s","title":["Roads: A View"],"subtitle":["A View"],"container-title":["J"]}' >in
    [ "$(papersplit in | cut -f3)" = 'Roads: A View' ]
    echo '{"notes":[{"id":"a","forum":"a","content":{"title":{"value":"T"},"pdf":{"value":"/pdf/x.pdf"}}}]}' >or
    [[ "$(papersplit or)" == *"pdf:https://openreview.net/pdf/x.pdf" ]]
    echo '{"title":"T","topics-of-mine":["a","b"],"vector":[0.1,0.2,3]}' >in
    run -2 --separate-stderr papersplit in
    [ "$(cut -f5- <<<"$output")" = "$(rec topics-of-mine:a topics-of-mine:b)" ]
    [ "$stderr" = "papersplit: in:1: vector: a value within a value is left out" ]
}

@test "text without end inside a value: no quadratic time" {
    for what in '\\( ' '<!-- ' '<script> ' '[C]'; do
        { printf '{"DOI":"10.5555/q","container-title":"J","title":"T","abstract":"'; yes "$what" | head -200000 | tr -d '\n'; printf '"}\n'; } >in
        run -0 timeout 20 papersplit in
        [ "$(cut -f3 <<<"$output")" = T ]
    done
    { printf '{"container-title":"J","title":"'; yes '[PDF]' | head -200000 | tr -d '\n'; printf ' T","url":["http://x.org/0"'; seq 100000 | sed 's|.*|,"http://x.org/&"|' | tr -d '\n'; printf ']}\n'; } >in
    run -0 timeout 20 papersplit in
    [ "$(cut -f3 <<<"$output")" = T ]
}

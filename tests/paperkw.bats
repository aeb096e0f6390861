#!/usr/bin/env bats
# paperkw: phrases that say what a paper is about, and nothing else.

load helpers

# kw TITLE ABSTRACT [OPTION]... : the phrases, one a line
kw() {
    local title=$1 abstract=$2
    shift 2
    rec i 2020 "$title" "$abstract" | paperkw -l "$@" | cut -f3
}

@test "the subject of a paper comes first" {
    kw 'Graph Neural Networks on Streams of Citations' \
        'Citations come one by one. A graph neural network that reads them as a stream keeps the few that matter. On three collections it needs a tenth of the memory of other graph neural networks.' >got
    [ "$(head -1 got)" = 'graph neural networks' ]
    kw 'How Rivers Carry Sand' \
        'Sediment transport shapes rivers. Measurements of sediment transport by sonar are compared with a model of bed load.' >got
    [ "$(head -1 got)" = 'sediment transport' ]
}

@test "-n: that many at most, the best first; default 8" {
    papersplit "$DATA/trending.txt" >in
    [ "$(paperkw -t 0 -l in | cut -f1 | uniq -c | awk '$1 > 8' | wc -l)" -eq 0 ]
    [ "$(head -1 in | paperkw -t 0 -l | wc -l)" -eq 8 ]
    for n in 0 1 3 20; do
        paperkw -t 0 -n "$n" -l in >some
        [ "$(cut -f1 some | uniq -c | awk -v n="$n" '$1 > n' | wc -l)" -eq 0 ]
        paperkw -t 0 -n 1000 -l in | awk -F'\t' -v n="$n" '$1 != id { id = $1; k = 0 } ++k <= n' | cmp - some
    done
    paperkw -t 0 -n 100 -l in | awk -F'\t' '$1 == id && $2 > p { bad = 1 } { id = $1; p = $2 } END { exit bad }'
    for n in -1 x 1.5 ''; do run -2 paperkw -n "$n" in; done
}

@test "-t: no phrase below it; without it .1, and the best whatever it is" {
    papersplit "$DATA/trending.txt" >in
    paperkw -t 0 -n 1000 -l in >all
    for t in 0.02 .1 0.25 .9; do
        paperkw -t $t -n 1000 -l in >some
        awk -F'\t' -v t=$t '$2 >= t' all | cmp - some
    done
    [ -s some ] || paperkw -t .5 -l in | grep -q .
    paperkw -n 1000 -l in >some
    awk -F'\t' '$2 >= .1 || $1 != id { print } { id = $1 }' all | cmp - some
    [ "$(cut -f1 some | uniq | wc -l)" = "$(wc -l <in)" ]
    [ -z "$(paperkw -t 1 -l in)" ]
    for t in -1 1.1 2 x '' . 0.5x 1e-3; do run -2 paperkw -t "$t" in; done
}

@test "probabilities are four digits after the point, the same on every machine" {
    papersplit "$DATA/trending.txt" >in
    run -1 grep -vE '^[^	]+	(0\.[0-9]{4}|1\.0000)	[^	]+$' <(paperkw -l -t 0 in)
    # whoever learns the tables anew has new numbers here
    [ "$(rec i 2020 'Sparse attention for long documents' 'Sparse attention reads long documents with a transformer.' |
        paperkw -l -t 0 -n 3 | cut -f2,3 | tr '\t\n' ' |')" = "$(cat "$BATS_TEST_DIRNAME/data/keys.txt")" ]
}

@test "fields are added behind what is there, in the order of -l, and not twice" {
    papersplit -S kw:crop "$DATA/trending.txt" >in
    paperkw -n 4 in >out
    cut -f1-5 out | cmp - in
    [ "$(paperfmt -f '{kw|,}' out | head -1)" = \
        "crop,$(head -1 in | paperkw -n 4 -l | cut -f3 | tr '\n' ',' | sed 's/,$//')" ]
    paperkw -n 4 out | cmp - out
    papergrep '	kw:' out | cmp - out
    [ "$(papergrep -c 'kw:crop.*kw:crop(	|$)' out)" = 0 ]
}

@test "--replace drops the kw: fields that are there, and no others" {
    rec i 2020 'Sparse attention' '' kw:old au:Ada 'kw:sparse attention' x-kw:1 >in
    [ "$(paperkw --replace -n 1 in)" = "$(rec i 2020 'Sparse attention' '' au:Ada x-kw:1 'kw:sparse attention')" ]
    [ "$(paperkw --replace -n 0 in)" = "$(rec i 2020 'Sparse attention' '' au:Ada x-kw:1)" ]
    [ "$(paperkw -n 1 in)" = "$(cat in)" ]
}

@test "no phrase holds an empty word at its ends, ends in a number, crosses a comma, or comes from TeX or a link" {
    papersplit "$DATA/trending.txt" >in
    paperkw -t 0 -n 1000 -l in | cut -f3 >all
    [ -s all ]
    for w in the of and we is are that with propose proposed based show shows which our; do
        run -1 grep -iE "(^| )$w\$|^$w( |\$)" all
    done
    run -1 grep -E '^[0-9.,]+( |$)|( |^)[0-9.,]+$|,|https|\$|\\|log n' all
    kw 'On X' 'We bound $\mathcal{F}$ by $O(n \log k)$, see https://graph.example/neural and a@b.example. Neural nets.' \
        -n 100 -t 0 >got
    grep -qx 'neural nets' got
    run -1 grep -iE 'mathcal|log|example|https|graph|^a$|^b$|@' got
}

@test "no pieces: what ends in a participle, an adjective or a part of a compound" {
    kw 'Permutation-Invariant Pooling' \
        'Permutation-invariant layers are derived. The adversarial attack is adversarial. Robust training makes robust models. A distilled student is learned. Toxic comments stay toxic.' \
        -n 100 -t 0 >got
    run -1 grep -ixE 'derived|distilled|learned|robust|adversarial|permutation-invariant|toxic' got
    grep -qx 'adversarial attack' got
    run -1 grep -i 'personalize' <<<"$(kw 'We personalize' 'Can one personalize? To personalize is costly.' -t 0)"
    # a known phrase across a preposition is whole
    kw 'Quality of Service in Networks' 'We measure the quality of service.' -t 0 | grep -qx 'quality of service'
}

@test "singular and plural, hyphen or space, upper and lower case, acronym and expansion are one phrase" {
    got=$(kw 'Few-Shot Learners' 'A few-shot learner is a learner. Few shot learners learn. FEW-SHOT learners.' -n 20 -t 0)
    [ "$(printf '%s\n' "$got" | grep -ciE '^few.shot learners?$')" -eq 1 ]
    got=$(kw 'Forecasts by Recurrent Networks' \
        'Graph convolutional networks (GCNs) are compared. A GCN is fast; GCNs are small. Graph convolutional networks win.' -n 20 -t 0)
    [ "$(printf '%s\n' "$got" | grep -ciE '^GCNs?$|^graph convolutional networks?$')" -eq 1 ]
    # the same words in another order; of two ways of writing the noun
    got=$(kw 'Representation Learning of Sounds' 'Learning representations is hard. Representation learning is hard.' -n 20 -t 0)
    [ "$(printf '%s\n' "$got" | grep -ciE '^(representation learning|learning representations)$')" -eq 1 ]
    kw 'Why Cables Tremble' 'When cables tremble they break. The cable tremble is slow.' -n 20 -t 0 >got
    run -1 grep -x 'cables tremble' got
    grep -qx 'cable tremble' got
}

@test "of two phrases in one another the shorter goes where it never stands alone" {
    kw 'Sign Language Recognition' 'Sign language recognition is hard. We study sign language recognition.' -n 20 -t 0 >got
    grep -qx 'sign language recognition' got
    run -1 grep -xE 'sign language|language recognition' got
    kw 'Sign Language Recognition' 'Sign language has many forms. Sign language is seen, and sign language is not written.' \
        -n 20 -t 0 | grep -qx 'sign language'
}

@test "acronyms and names keep their capitals, titles' and sentences' go" {
    got=$(kw 'Deep Kalman Filters For GPU Clusters' \
        'Filters are old. We extend Kalman filters to GPU clusters. Deep filters by Kalman run on a GPU.' -n 20 -t 0)
    grep -q 'GPU' <<<"$got"
    grep -q 'Kalman filters' <<<"$got"
    run -1 grep -E 'Deep|Clusters|Filters' <<<"$got"
    kw 'Gaussian Processes for Maps' '' -t 0 | grep -qx 'Gaussian processes'
    [ "$(kw 'Gaussian Processes for Maps' 'A GPU draws them.' --lower -t 0 | grep -c '[A-Z]')" -eq 0 ]
    kw 'ÉTUDES OF SOUND' 'ÉTUDES of sound.' --lower -t 0 -n 50 | grep -q 'études'
}

@test "phrases that a record has, in any form, are not added, and do not count" {
    rec i 2020 'Graph neural networks for Fourier transforms' 'A graph neural network.' \
        'kw:Graph-Neural Network' >in
    [ "$(paperkw -n 1 -t 0 in | cut -f5-)" = "kw:Graph-Neural Network${TAB}kw:Fourier transforms" ]
    [ "$(paperkw -n 1 in | paperkw -n 1 -t 0 | tr '\t' '\n' | grep -ci 'kw:fourier transforms')" -eq 1 ]
}

@test "definitions: letters inside words, X for ex, the expansion in brackets" {
    one() { # one TEXT SHORT LONG : only one of them is given
        got=$(kw '' "$1" -n 30 -t 0)
        [ "$(grep -cixE "$2s?|$3s?" <<<"$got")" -eq 1 ] || { echo "$got" >&2; return 1; }
    }
    one 'We tune by hyperparameter optimization (HPO). HPO is slow.' HPO 'hyperparameter optimization'
    one 'A variational autoencoder (VAE) is trained. The VAE is small.' VAE 'variational autoencoder'
    one 'Neural radiance fields (NeRFs) shine. A NeRF shines.' NeRF 'neural radiance field'
    one 'Explainable planning (XP) helps. XP it is.' XP 'explainable planning'
    one 'An SVM (support vector machine) splits. The SVM is old.' SVM 'support vector machine'
    one 'Hidden Markov models [HMM] hide. An HMM hides.' HMM 'hidden Markov model'
    # other words than those it stands for
    kw '' 'We study graphs on machines (SVM). The SVM is old. Machines.' -n 30 -t 0 >got
    grep -qx SVM got
    grep -qx machines got
}

@test "what a paper says of itself, and pieces of names and longer phrases, are no keyphrases" {
    kw 'An Empirical Study of Ferns' 'We give an empirical analysis and a theoretical analysis of ferns.' -n 30 -t 0 >got
    run -1 grep -iE ' (study|analys)' got
    kw 'Empirical Risk Minimization' 'Empirical risk minimization of ferns.' -t 0 | grep -qx 'empirical risk minimization'
    kw '' 'Random meadow (RM) regression is new. We fit random meadow (RM) models.' -n 30 -t 0 >got
    run -1 grep -x 'random meadow' got
    # of two, one in the other, that never stand apart the longer; with a word that says little, one
    kw 'Moss Counting' 'Wet moss counting is hard. We study wet moss counting.' -n 30 -t 0 >got
    run -1 grep -x 'wet moss' got
    kw 'Fern Networks' 'Fern network models grow. Fern networks are grown by fern network models.' -n 30 -t 0 |
        grep -ciE '^fern networks?( models?)?$' | grep -qx 1
    run -1 grep -iE "n't|versus" <<<"$(kw "Mosses Don't Grow: Light versus Shade" '' -n 30 -t 0)"
}

@test "TeX's accents are letters; formulas, links without a scheme and C*-algebras are breaks" {
    kw '' "The Schr\\\"odinger equation and K\\\"ahler manifolds of Poincar\\'e." -n 30 -t 0 >got
    grep -qx 'Schrödinger equation' got
    grep -qx 'Kähler manifolds' got
    run -1 grep -iE '^(odinger|ahler)|schr$' got
    # many such texts: the words of the first stay
    kw 'M\"ossbauer lines' "$(yes 'K\"ahler cones glow.' | head -200 | tr '\n' ' ')" -n 30 -t 0 | grep -qi 'mössbauer'
    kw '' 'Kac--Moody Lie algebras are large. Lie algebras are Lie algebras.' -n 30 -t 0 | grep -qx 'Kac--Moody Lie algebras'
    kw '' 'Of Hilbert C*-modules and Chb^{3+1} at doi.org/10.1/xyz or hf.co/org/zebra, doi:10.5/okapi.' -n 30 -t 0 >got
    run -1 grep -iE 'hilbert c|chb|xyz|zebra|okapi' got
}

@test "names keep their capitals as a whole" {
    kw '' 'The Retro-Search is new. A Retro-Search of Kohn-Sham states and Non-Gaussian noise.' -n 30 -t 0 >got
    grep -q '^Retro-Search' got
    grep -q 'Kohn-Sham' got
    grep -q 'non-Gaussian' got
    kw 'A Lie Algebra' 'Such a Lie algebra may lie elsewhere.' -n 30 -t 0 | grep -qx 'Lie algebra'
}

@test "--style index gives more than author" {
    papersplit "$DATA/trending.txt" >in
    [ "$(paperkw --style index -n 30 -l in | wc -l)" -gt "$(paperkw --style author -n 30 -l in | wc -l)" ]
    paperkw --style author in | cmp - <(paperkw in)
    run -2 paperkw --style other in
}

@test "--vocab: its phrases alone, as it writes them, by stems, synonyms and the other way round" {
    printf '%s\n' 'Deep Learning' "neural nets${TAB}Neural Networks, Computer" 'Diabetes, Gestational' \
        'theory of mind' '' 'never there' 'A, B, C' >list
    rec i 2020 'A deep-learning model of gestational diabetes' \
        'We use a neural net. Neural nets have no theory of mind.' kw:old >in
    paperkw --vocab list -t 0 -l in | cut -f3 | LC_ALL=C sort >got
    printf '%s\n' 'Deep Learning' 'Diabetes, Gestational' 'Neural Networks, Computer' 'theory of mind' | cmp - got
    [ "$(paperkw --vocab list -t 0 -n 1 in | cut -f6- | wc -l)" -eq 1 ]
    [ -z "$(rec i 2020 'Deep seas, learning' 'nothing' | paperkw --vocab list -t 0 -l)" ]
    # a bad row is told, and reaches no record; without a phrase at all nothing is found
    printf 'neural nets\tNets\tmore\n\t\ngestational diabetes\tDia\033\xFFbetes\r\n' >odd
    run -2 --separate-stderr paperkw --vocab odd -t 0 -l in
    [ "$(cut -f3 <<<"$output")" = 'Dia�betes' ] || [ "$(cut -f3 <<<"$output")" = 'Diaÿbetes' ]
    [ "$(grep -c 'odd:[12]: ' <<<"$stderr")" -eq 2 ]
    for list in none /dev/null; do
        run -2 --separate-stderr paperkw --vocab "$list" in
        [ -z "$output" ]
        [[ $stderr == *"$list: no phrase in this vocabulary"* ]]
    done
    # many terms, and one that all others begin
    for i in $(seq 2000); do echo "neural term$i"; done >many
    echo neural >>many
    [ "$(kw 'Neural term7' '' --vocab many -t 0 -n 20 | LC_ALL=C sort | tr '\n' '|')" = 'neural term7|' ]
}

@test "--count and --merge: in how many papers each word is; parts add up; --df uses it" {
    papersplit "$DATA/trending.txt" >in
    paperkw --count in >all
    [ "$(head -1 all)" = "${TAB}$(wc -l <in)" ]
    LC_ALL=C sort -c -t "$TAB" -k1,1 all
    head -5 in | paperkw --count >a
    tail -n +6 in | paperkw --count >b
    paperkw --merge a b | cmp - all
    cat a b | paperkw --merge | cmp - all
    rec i 2020 'Nets, nets and a net' 'netted' | paperkw --count | grep -qx "net${TAB}1"
    [ "$(rec i 2020 'One two' 'three' 'comment:four' | paperkw --count -k comment | tr '\n' ' ')" = "${TAB}1 four${TAB}1 " ]
    paperkw --df all in >out
    [ "$(wc -l <out)" -eq "$(wc -l <in)" ]
    # a word that half of the papers hold counts less than before
    for i in $(seq 3000); do echo "x$i${TAB}2020${TAB}Rivers${TAB}Sonar of rivers."; done | paperkw --count >rivers
    rec i 2020 'Rivers and glaciers' '' >one
    [ "$(paperkw -t 0 -l one | grep river | cut -f2)" != "$(paperkw --df rivers -t 0 -l one | grep river | cut -f2)" ]
    printf 'x\t1\ny\n' >bad
    run -2 --separate-stderr paperkw --merge bad
    [ "$output" = "x${TAB}1" ]
    [[ $stderr == 'paperkw: bad:2: not a row of counts: '* ]]
    run -2 --separate-stderr paperkw --df bad in
    run -2 paperkw --count --merge in
    run -2 paperkw --count -l in
}

@test "titles alone, abstracts alone, capitals throughout, other scripts, long text, nothing" {
    [ "$(kw 'Sparse Attention for Long Documents' '' | head -1)" = 'sparse attention' ]
    kw '' 'Sparse attention reads long documents.' | grep -qx 'sparse attention'
    kw 'SPARSE ATTENTION FOR LONG DOCUMENTS' '' | grep -qx 'sparse attention'
    [ -n "$(kw 'Обучение нейронных сетей' 'Мы изучаем нейронные сети.')" ]
    [ -z "$(kw '' '')" ]
    [ -z "$(kw '...' '--- 12 34')" ]
    [ "$(rec i 2020 t a 'comment:quantum dots' | paperkw -k comment -l | cut -f3 | head -1)" = 'quantum dots' ]
    kw 'Sparse attention' "$(yes 'Sparse attention reads long documents quickly.' | head -20000 | tr '\n' ' ')" |
        grep -qx 'sparse attention'
    kw 'Sparse attention' "$(yes 'a' | head -100000 | tr '\n' '-')$(seq 30000 | tr '\n' ' ')" | grep -qx 'sparse attention'
}

@test "the same bytes whatever stands before: papers do not touch each other" {
    papersplit "$DATA/trending.txt" >in
    paperkw in >all
    while IFS= read -r line; do printf '%s\n' "$line" | paperkw; done <in | cmp - all
}

@test "keyphrases that people gave are found" {
    [ -d "$SHARED/eval/kw" ] || skip "no $SHARED/eval/kw"
    command -v python3 >/dev/null || skip "no python3"
    python3 "$BATS_TEST_DIRNAME/eval/kw.py" "$SHARED/eval/kw" "$BIN/paperkw"
}

@test "a real page: no fragments, TeX, links or numbers among the first five of a paper" {
    page=$SHARED/corpora/hf-empirical-observations.txt
    [ -e "$page" ] || skip "no $page"
    papersplit "$page" | paperkw -n 5 -l | cut -f3 >all
    [ "$(wc -l <all)" -gt 300 ]
    run -1 grep -iE '^(based|proposed|novel|state.of.the.art|existing)\b|\b(based|proposed|derived|learned)$' all
    run -1 grep -E 'https?|www|\\|\$|[{}]|^[0-9.]+$|/' all
}

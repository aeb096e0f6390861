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
    [ "$(kw 'Graph Sketches for Streaming Citation Networks' \
        'Citation networks grow. We propose graph sketches, a summary of citation networks. The sketch is small.' -n 2 | sort | tr '\n' '|')" = \
        'graph sketches|streaming citation networks|' ] ||
        [ "$(kw 'Graph Sketches for Streaming Citation Networks' \
            'Citation networks grow. We propose graph sketches, a summary of citation networks. The sketch is small.' -n 2 | sort | tr '\n' '|')" = \
            'citation networks|graph sketches|' ]
}

@test "-n: that many at most, the best first; default 8" {
    papersplit "$DATA/trending.txt" >in
    [ "$(paperkw -l in | cut -f1 | uniq -c | awk '$1 > 8' | wc -l)" -eq 0 ]
    [ "$(head -1 in | paperkw -l | wc -l)" -eq 8 ]
    for n in 0 1 3 20; do
        paperkw -n "$n" -l in >some
        [ "$(cut -f1 some | uniq -c | awk -v n="$n" '$1 > n' | wc -l)" -eq 0 ]
        paperkw -n 1000 -l in | awk -F'\t' -v n="$n" '$1 != id { id = $1; k = 0 } ++k <= n' | cmp - some
    done
    paperkw -n 100 -l in | awk -F'\t' '$1 == id && $2 > score { bad = 1 } { id = $1; score = $2 } END { exit bad }'
    for n in -1 x 1.5 ''; do run -2 paperkw -n "$n" in; done
}

@test "fields are added behind what is there, in the order of -l, and not twice" {
    papersplit -S kw:crop "$DATA/trending.txt" >in
    paperkw -n 4 in >out
    cut -f1-5 out | cmp - in
    [ "$(paperfmt -f '{kw|,}' out | head -1)" = "crop,$(paperkw -n 4 -l in | head -4 | cut -f3 | tr '\n' ',' | sed 's/,$//')" ]
    paperkw -n 4 out | cmp - out
    papergrep '	kw:' out | cmp - out
    [ "$(papergrep -c 'kw:crop.*kw:crop(	|$)' out)" = 0 ]
}

@test "no phrase holds an empty word, ends in a number, crosses a comma, or comes from TeX or a link" {
    papersplit "$DATA/trending.txt" >in
    paperkw -n 1000 -l in | cut -f3 >all
    [ -s all ]
    for w in the of and we is are that with propose proposed based show shows which our; do
        run -1 grep -iwE "$w" all
    done
    run -1 grep -E '^[0-9.,]+( |$)|( |^)[0-9.,]+$|,|https|\$|\\|log n' all
    kw 'On X' 'We bound $\mathcal{F}$ by $O(n \log k)$, see https://graph.example/neural and a@b.example. Neural nets.' \
        -n 100 | LC_ALL=C sort | tr '\n' '|' >got
    [ "$(cat got)" = 'bound|nets|neural|neural nets|' ] || [ "$(cat got)" = 'bound|neural nets|' ]
}

@test "singular and plural, hyphen or space, upper and lower case are one phrase" {
    got=$(kw 'Few-Shot Learners' 'A few-shot learner is a learner. Few shot learners learn. FEW-SHOT learners.' -n 20)
    [ "$(printf '%s\n' "$got" | grep -ciE '^few.shot learners?$')" -eq 1 ]
}

@test "acronyms and names keep their capitals, titles' and sentences' go" {
    got=$(kw 'Deep Kalman Filters For GPU Clusters' \
        'Filters are old. We extend Kalman filters to GPU clusters. Deep filters by Kalman run on a GPU.' -n 20)
    grep -q 'GPU' <<<"$got"
    grep -q 'Kalman filters' <<<"$got"
    run -1 grep -E 'Deep|Clusters|Filters' <<<"$got"
}

@test "titles alone, abstracts alone, capitals throughout, other scripts, nothing" {
    [ -n "$(kw 'Sparse Attention for Long Documents' '')" ]
    [ -n "$(kw '' 'Sparse attention reads long documents.')" ]
    kw 'SPARSE ATTENTION FOR LONG DOCUMENTS' '' | grep -qi 'sparse attention'
    [ -n "$(kw 'Обучение нейронных сетей' 'Мы изучаем нейронные сети.')" ]
    [ -z "$(kw '' '')" ]
    [ -z "$(kw '...' '--- 12 34')" ]
    [ "$(rec i 2020 t a 'comment:quantum dots' | paperkw -k comment -l | cut -f3 | head -1)" = 'quantum dots' ]
}

@test "the same bytes whatever stands before: papers do not touch each other" {
    papersplit "$DATA/trending.txt" >in
    paperkw in >all
    while IFS= read -r line; do printf '%s\n' "$line" | paperkw; done <in | cmp - all
}

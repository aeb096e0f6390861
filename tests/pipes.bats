#!/usr/bin/env bats
# Whole pipelines, the demo, installing; and the real page where it is at hand.

load helpers

PAGE=corpora/hf-empirical-observations.txt

@test "make demo: the main pipe on the sample page" {
    run -0 --separate-stderr sh "$ROOT/tests/demo.sh"
    [[ "$output" == *"Orchard: A Causal Benchmark"* ]]
    [[ "$output" == *"code: https://github.com/softhands/laundry"* ]]
    [ "$(grep -c '^  hash:' <<<"$output")" -eq 3 ]
}

@test "the main pipe, and each order of its filters, finds the same" {
    papersplit "$DATA/trending.txt" | papergrep -i causal | paperkw | paperlink >a
    papersplit "$DATA/trending.txt" | paperlink | paperkw | papergrep -i causal >b
    cut -f1-4 a | cmp - <(cut -f1-4 b)
    [ "$(tr '\t' '\n' <a | LC_ALL=C sort)" = "$(tr '\t' '\n' <b | LC_ALL=C sort)" ]
}

@test "filters are maps: pieces give what the whole gives" {
    papersplit "$DATA/trending.txt" >in
    split -l 4 in piece.
    for p in papersplit papergrep paperkw paperlink; do
        for f in piece.*; do with "$p" "$f"; done | cmp - <(with "$p" in)
    done
}

@test "programs need nothing but libc" {
    command -v ldd >/dev/null || skip "no ldd"
    for p in $PROGRAMS; do
        ldd "$(command -v "$p")" >libs 2>&1 || continue # a static program
        run -1 grep -vE 'libc\.|ld-linux|ld-musl|linux-(vdso|gate)|lib(asan|ubsan|m|gcc_s|stdc\+\+|pthread|dl|rt)\.|statically' libs
        sanitized || run -1 grep -vE 'libc\.|ld-linux|ld-musl|linux-(vdso|gate)|statically' libs
    done
}

@test "install puts programs and pages where they belong; uninstall leaves nothing; dist builds" {
    [ "${BIN%/.build/bin}" != "$BIN" ] || skip "only for the ordinary build"
    make -s -C "$ROOT" install DESTDIR="$PWD/root" PREFIX=/opt/p >/dev/null
    for p in $PROGRAMS; do
        [ -x "root/opt/p/bin/$p" ]
        [ -f "root/opt/p/share/man/man1/$p.1" ]
    done
    [ -f root/opt/p/share/man/man5/paper.5 ]
    [ -f root/opt/p/share/man/man7/paperutils.7 ]
    make -s -C "$ROOT" uninstall DESTDIR="$PWD/root" PREFIX=/opt/p
    [ "$(find root -type f | wc -l)" -eq 0 ]
    tarball=$(make -s -C "$ROOT" dist O="$PWD/dist" | tail -1)
    tar xzf "$tarball"
    mv paperutils-* source
    make -s -j2 -C source CFLAGS=-O0 >/dev/null # what -O3 makes of it is tested elsewhere
    [ "$(source/.build/bin/papersplit "$DATA/trending.txt" | wc -l)" -eq 14 ]
}

@test "real page: 119 papers, every title and abstract a line of it, ids distinct and free of order" {
    need_shared $PAGE
    papersplit "$SHARED/$PAGE" >out
    [ "$(wc -l <out)" -eq 119 ]
    [ "$(head -1 out | cut -f3)" = "Unveiling Encoder-Free Vision-Language Models" ]
    sed '1,2d; 3s/^Subscribe//' "$SHARED/$PAGE" | cmp - <(cut -f3,4 out | tr '\t' '\n')
    [ "$(cut -f1 out | sort -u | wc -l)" -eq 119 ]
    sed 1,2d "$SHARED/$PAGE" | sed '$!N; s/\n/\t/' | sed '1!G;h;$!d' | tr '\t' '\n' >tac
    papersplit tac | cut -f1 | sed '1!G;h;$!d' | cmp - <(cut -f1 out)
}

@test "real page: 26 links with a scheme, two without: 23 of them code in one form, 5 url" {
    need_shared $PAGE
    papersplit "$SHARED/$PAGE" | paperlink -l >links
    [ "$(cut -f4 links | grep -c ://)" -eq 26 ]
    [ "$(cut -f4 links | grep -v ://)" = "anonymous.4open.science/r/BETT-773F/
github.com/PaulAlbert31/LSA" ]
    [ "$(cut -f2 links | sort | uniq -c | tr -s ' ' | tr '\n' ',')" = " 23 code, 5 url," ]
    [ "$(cut -f3 links | grep -cE '^https://github\.com/[A-Za-z0-9_.-]+/[A-Za-z0-9_-]+$')" -eq 22 ]
    [ "$(cut -f1,3 links | sort | uniq -d | wc -l)" -eq 0 ]
}

@test "real page: papergrep -c -i -k title agrees with cut and grep" {
    need_shared $PAGE
    papersplit "$SHARED/$PAGE" >out
    for p in causal 'learn(ing)?' '^the' 'models$' '[[:upper:]]{3,}'; do
        [ "$(papergrep -c -i -k title "$p" out)" = "$(cut -f3 out | grep -ciE "$p")" ]
    done
}

@test "real page: JSON Lines that jq takes and papersplit reads back" {
    need jq
    need_shared $PAGE
    papersplit "$SHARED/$PAGE" | paperkw | paperlink >out
    paperfmt -t jsonl out | jq -e . >/dev/null
    paperfmt -t jsonl out | papersplit | cmp - out
}

@test "real records: 100,000 of other people's pass through every filter untouched" {
    need_shared corpora/real-100k.rec.gz
    gzip -dc "$SHARED/corpora/real-100k.rec.gz" >in
    papergrep '' in | cmp - in
    paperlink -k lang in | cmp - in
    paperkw -n 0 in | cmp - in
    # papersplit changes the few whose date is none, and says so
    papersplit in >out 2>err || [ $? -eq 2 ]
    [ "$(wc -l <out)" -eq "$(wc -l <in)" ]
    [ "$(cmp -l in out 2>/dev/null | wc -l)" -ge 0 ]
    papersplit out | cmp - out
    [ "$(diff <(cut -f1,3,4 in) <(cut -f1,3,4 out) | wc -l)" -eq 0 ]
    paperfmt -t jsonl out | papersplit | cmp - out
}

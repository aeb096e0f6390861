#!/usr/bin/env bats
# papersort: order by any field, what has none last, stable, and sort(1)'s faults told.

load helpers

scores() {
    rec a 2024 Pear x score:1e-3
    rec b 2023-05 apple x score:-5
    rec c '' fig x
    rec d 2024-01-02 Apple x score:0.5 score:100
    rec e 1999 '' x score:12
    rec f 2024 Zoe x score:0.5
    rec g 2024 apple x score:none
}

order() {
    papersort "$@" | ids
}

@test "by id, by default; by columns; byte order" {
    scores | sort -r >in
    [ "$(order in)" = "a b c d e f g" ]
    [ "$(order -r in)" = "g f e d c b a" ]
    scores >in
    [ "$(order -k title in)" = "d a f b g c e" ]
    [ "$(order -k date in)" = "e b a f g d c" ]
    [ "$(order --key=date --reverse in)" = "d a f g b e c" ]
}

@test "-n compares numbers as they are meant; no number, no value: last in either order" {
    scores >in
    [ "$(order -n -k score in)" = "b a d f e c g" ]
    [ "$(order -rn -k score in)" = "e d f a b c g" ]
    [ "$(order -rnk score in)" = "e d f a b c g" ]
    [ "$(order -k score in)" = "b d f e a g c" ]
}

@test "several fields: the next decides where the first are equal" {
    scores >in
    [ "$(order -k title,id -r in)" = "c g b f a d e" ]
    [ "$(order -k date,title in)" = "e b a f g d c" ]
    run -2 papersort -k 'title, id' in
}

@test "records come out as they were, however odd; equal ones in the order they came in" {
    for i in $(seq 500); do rec "$((i % 7))" "$((2000 + i % 3))" "t$i" "a $i" "x:$i  " 'no field'; done >in
    papersort -k id in >out
    sort in >a && sort out | cmp - a
    [ "$(cut -f3 out | sed -n 1p)" = t7 ]
    LC_ALL=C sort -s -t "$TAB" -k1,1 in | cmp - out
    papersort -k date in | cmp - <(LC_ALL=C sort -s -t "$TAB" -k2,2 in)
}

@test "-T: where sort(1) keeps what does not fit" {
    scores >in
    mkdir tmp
    [ "$(order -T tmp in)" = "a b c d e f g" ]
    [ -z "$(find tmp -type f)" ]
    seq 3000 | sed "s/\$/${TAB}2000${TAB}t${TAB}$(head -c 1000 /dev/zero | tr '\0' a)/" >big
    run -2 --separate-stderr papersort -S 100K -T no/such/dir big
    [ "${stderr_lines[${#stderr_lines[@]} - 1]}" = "papersort: sort(1) failed" ]
}

@test "-S: how much sort(1) sorts in memory" {
    scores >in
    mkdir bin
    printf '#!/bin/sh\necho "$@" >>args\nexec %s "$@"\n' "$(command -v sort)" >bin/sort
    chmod +x bin/sort
    PATH="$PWD/bin:$PATH" papersort in >a
    PATH="$PWD/bin:$PATH" papersort -S 100K in | cmp - a
    PATH="$PWD/bin:$PATH" papersort --buffer-size=1M in | cmp - a
    [ "$(sed 's/.* -S //' args | tr '\n' ' ')" = "64M 100K 1M " ]
    run -2 --separate-stderr papersort -S much in
    [ "${stderr_lines[${#stderr_lines[@]} - 1]}" = "papersort: sort(1) failed" ]
    [ -z "$output" ]
}

@test "no sort(1), or one that fails: told, status 2" {
    scores >in
    papersort=$(command -v papersort)
    run -2 --separate-stderr env PATH=/nonexistent "$papersort" in
    [ "${stderr_lines[0]}" = "papersort: sort: No such file or directory" ]
    [ "${stderr_lines[1]}" = "papersort: sort(1) failed" ]
    mkdir bin
    printf '#!/bin/sh\nexit 3\n' >bin/sort
    chmod +x bin/sort
    seq 5000 | sed "s/\$/${TAB}2000${TAB}t${TAB}$(head -c 100 /dev/zero | tr '\0' a)/" >big
    run -2 --separate-stderr env PATH="$PWD/bin:$PATH" papersort big
    [ "$stderr" = "papersort: sort(1) failed" ]
    [ -z "$output" ]
}

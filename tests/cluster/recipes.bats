#!/usr/bin/env bats
# The manual's recipes for much at once that need one machine alone, as they stand there. Hadoop and
# Spark are imitated: what runs are the programs, as those would run them.

load cluster

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    "$PAPERS" 3000 7 | sed 's/network/causal/g' >papers.tsv
    papergrep --no-match-ok -i causal papers.tsv | paperkw | paperlink >want.kw
    papergrep -t 20 'models of causal effects' papers.tsv >want.top
    paperkw --count papers.tsv >want.df
    papertrend --count papers.tsv >want.counts
    [ "$(wc -l <want.kw)" -gt 300 ]
    [ "$(wc -l <want.top)" -eq 20 ]
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    ln -s "$BATS_FILE_TMPDIR"/{papers.tsv,want.*} .
}

# run_recipe TEXT [SED] : the recipe that holds the text, by bash
run_recipe() {
    recipe "$1" | sed "${2:-}" >recipe.sh
    [ -s recipe.sh ]
    bash -e -o pipefail recipe.sh 3>&-
}

@test "make -j" {
    recipe 'parts.mk' >parts.mk
    make -s -j 4 -f parts.mk
    cmp all.tsv want.kw
    cmp top.tsv want.top
    [ "$(find . -name 'part.0?.kw' | wc -l)" -eq 8 ]
    # what is there is not made again
    touch stamp
    make -s -j 4 -f parts.mk
    [ -z "$(find . -newer stamp -name 'part*')" ]
    # a part whose command fails leaves nothing that looks done
    rm part.03.kw all.tsv
    mkdir bin
    printf '#!/bin/sh\nhead -c 100\nexit 1\n' >bin/paperkw
    chmod +x bin/paperkw
    run env PATH="$PWD/bin:$PATH" make -s -f parts.mk
    [ "$status" -ne 0 ]
    [ ! -e part.03.kw ]
    [ ! -e all.tsv ]
    make -s -f parts.mk
    cmp all.tsv want.kw
}

@test "parallel --pipe" {
    need parallel
    export HOME=$PWD
    mkdir .parallel
    touch .parallel/will-cite
    # the file is smaller than the manual's
    run_recipe 'parallel -k --pipe --block 10M '\' 's/10M/200k/'
    cmp all.tsv want.kw
    cmp all.df want.df
    paperkw --df=want.df papers.tsv | cmp - kw.tsv
    cmp all.counts want.counts
    papertrend --counted -l -w 1y want.counts | cmp - rising.tsv
}

@test "paperuniq by keys" {
    need parallel
    export HOME=$PWD
    mkdir .parallel
    touch .parallel/will-cite
    run_recipe 'parallel -k paperuniq'
    paperuniq papers.tsv | LC_ALL=C sort >want
    [ "$(wc -l <want)" -lt 2990 ]
    LC_ALL=C sort unique.tsv | cmp - want
}

@test "Hadoop Streaming, imitated" {
    for p in papergrep paperkw paperlink papertrend; do
        ln -s "$(command -v "$p")" "$p"
    done
    mapred() { python3 "$ROOT/tests/cluster/imitate.py" mapred "$@"; }
    hdfs() { python3 "$ROOT/tests/cluster/imitate.py" hdfs "$@"; }
    export -f mapred hdfs
    export ROOT
    run_recipe 'mapred streaming -D'
    cmp all.tsv want.kw
    cmp all.counts want.counts
    [ "$(find counts -type f | wc -l)" -eq 3 ]
    # what the manual warns of: a status of 1, and input that is not read
    run mapred streaming -D mapreduce.job.reduces=0 -files papergrep -input papers.tsv -output a -mapper './papergrep zzzz'
    [ "$status" -ne 0 ]
    mapred streaming -D mapreduce.job.reduces=0 -files papergrep -input papers.tsv -output b -mapper './papergrep --no-match-ok zzzz'
    run mapred streaming -D mapreduce.job.reduces=0 -files papergrep -input papers.tsv -output c -mapper './papergrep -m 1 of'
    [ "$status" -ne 0 ]
    [[ "$output" == *"not read to its end"* ]]
}

@test "tables as keys and values: papergrep, paperkw, papersim, paperuniq" {
    for p in papergrep paperkw papersim paperuniq; do
        ln -s "$(command -v "$p")" "$p"
    done
    mapred() { python3 "$ROOT/tests/cluster/imitate.py" mapred streaming -files papergrep,paperkw,papersim,paperuniq "$@"; }
    mapred -input papers.tsv -output n -mapper "./papergrep -t 20 -c 'models of causal effects'" \
        -combiner './papergrep --merge' -reducer './papergrep --merge'
    cat n/part-* | papergrep --merge >all.n
    papergrep -t 20 -c 'models of causal effects' papers.tsv | cmp - all.n
    mapred -D mapreduce.job.reduces=0 -input papers.tsv -output top \
        -mapper "./papergrep -t 20 --no-match-ok --df=$PWD/all.n 'models of causal effects'"
    papersort -rn -k score top/part-* | sed -n 1,20p | cmp - want.top

    mapred -input papers.tsv -output df -mapper './paperkw --count' -combiner './paperkw --merge' -reducer './paperkw --merge'
    cat df/part-* | paperkw --merge | cmp - want.df

    head -100 papers.tsv >library
    papersim --index=library.sim library
    papersim -r library papers.tsv >want
    mapred -D mapreduce.job.reduces=0 -input papers.tsv -output sim -mapper "./papersim -r $PWD/library.sim"
    cat sim/part-* | cmp - want

    # records with their key before them, and in the reducer without it; copies come in any order there
    mapred -input papers.tsv -output uniq -mapper \
        "awk -F'\\t' '{ k = tolower(\$3); gsub(/[^a-z0-9]/, \"\", k); print substr(k, 1, 8) \"\\t\" \$0 }'" \
        -reducer "bash -o pipefail -c 'cut -f2- | LC_ALL=C sort | ./paperuniq'"
    LC_ALL=C sort papers.tsv | paperuniq | LC_ALL=C sort >want
    [ "$(wc -l <want)" -lt 2990 ]
    LC_ALL=C sort uniq/part-* | cmp - want
}

@test "Spark's RDD.pipe, imitated" {
    recipe 'sc.textFile' >recipe.py
    python3 "$ROOT/tests/cluster/imitate.py" spark recipe.py
    cat kw/part-* | cmp - want.kw
    cmp df/part-00000 want.df
}

#!/usr/bin/env bats
# The same input gives the same bytes, however it comes in, wherever and whenever: the cases of tests/repro,
# of every program in its main modes. What other compilers and machines give is make repro's.

load helpers

setup_file() {
    export SHIM=${UNIT%/*}/shim.so WANT=$BATS_FILE_TMPDIR/want INPUTS=$BATS_FILE_TMPDIR/inputs
    sh "$ROOT/tests/repro/inputs.sh" "$INPUTS" "${UNIT%/*}/papers" "$BIN"
    ! slow || export LEAVE_OUT=many
    sh "$ROOT/tests/repro/run.sh" "$BIN" "$INPUTS" "$WANT"
}

not_slow() {
    ! slow || skip "too slow here"
}

# same NAME [BIN] : answers the cases, and compares
same() {
    sh "$ROOT/tests/repro/run.sh" "${2:-$BIN}" "$INPUTS" "$1"
    sh "$ROOT/tests/repro/same.sh" "$WANT" "$1" || {
        echo "$1"
        return 1
    }
}

@test "every case ends as it should, with nothing to say for valgrind and sanitizers; twice" {
    [ "$(cat "$WANT"/* | wc -c)" -gt 1000000 ]
    run -1 grep -aE '^status ([3-9]|[0-9]{2,})$|ERROR: .*Sanitizer|WARNING: .*Sanitizer|runtime error:' -r "$WANT"
    slow || same again
}

@test "any block size: reads and writes of 7, 4095 and 65537 bytes at most, and of one" {
    not_slow
    [ -e "$SHIM" ] || skip "the shim could not be built"
    [ "$(FAULT_AT=1 FAULT_ON=1 LD_PRELOAD=$SHIM papersort /dev/null 2>&1)" != "" ] || skip "it is not loaded"
    for n in 1 7 4095 65537; do
        mkdir "bin$n"
        for p in $PROGRAMS; do
            printf '#!/bin/sh\nexec env LD_PRELOAD="%s" FAULT_HOW="short %d" "%s" "$@"\n' "$SHIM" $n "$BIN/$p" >"bin$n/$p"
            chmod +x "bin$n/$p"
        done
        if [ $n -gt 1 ]; then same "by$n" "bin$n"; else LEAVE_OUT='many|odd' same "by$n" "bin$n"; fi
    done
}

@test "a writer that gives a piece now and then, and ends pieces anywhere" {
    not_slow
    split -b 4095 "$INPUTS/library.rec" piece.
    split -b 65537 "$INPUTS/odd.rec" qiece.
    for p in $PROGRAMS; do
        cat ./?iece.* | with "$p" >want 2>&1 || true
        for piece in ./?iece.*; do
            sleep 0.01
            cat "$piece"
        done | with "$p" >have 2>&1 || true
        cmp want have
    done
    [ "$(wc -l <have)" -gt 60 ]
}

@test "any locale" {
    not_slow
    same C.UTF-8
    need localedef
    mkdir locales
    export LOCPATH=$PWD/locales
    for l in tr_TR.UTF-8 de_DE.UTF-8 de_DE.ISO-8859-1; do
        localedef -i "${l%%.*}" -f "${l#*.}" "locales/$l" || skip "no source of the locale $l"
    done
    [ "$(LC_ALL=de_DE.UTF-8 bash -c 'printf %.1f 1,5')" = 1,5 ] # it is taken
    for l in tr_TR.UTF-8 de_DE.UTF-8 de_DE.ISO-8859-1; do
        LC_ALL=$l same "$l"
        LC_ALL='' LANG=$l LC_NUMERIC=$l LC_CTYPE=$l LANGUAGE=de POSIXLY_CORRECT=1 same "$l.LANG"
    done
}

@test "any time zone" {
    not_slow
    i=0
    for tz in XXX-14 YYY12 CET-1CEST,M3.5.0,M10.5.0/3 Pacific/Chatham :none; do
        i=$((i + 1))
        TZ=$tz same "zone.$i"
    done
}

@test "any environment: nothing of it but what the manuals name" {
    not_slow
    env -i PATH="$PATH" BIN="$BIN" sh "$ROOT/tests/repro/run.sh" "$BIN" "$INPUTS" bare
    sh "$ROOT/tests/repro/same.sh" "$WANT" bare
    mkdir tmp home
    NL=$'\n'
    export TMPDIR=$PWD/tmp HOME=$PWD/home LOGNAME=nobody USER=nobody TERM=xterm EDITOR=ed MALLOC_PERTURB_=165
    (umask 077 && same other)
    [ "$(find tmp home)" = "tmp${NL}home" ]
}

@test "make dist: one tarball for one tree, whoever makes it, when, and where" {
    need make
    need gzip
    dist() { # of the tree in $1
        make -s -C "$1" dist O=.build >/dev/null
        mv "$1"/.build/paperutils-*.tar.gz "$1.tar.gz"
    }
    files="Makefile README.md cmd lib include tests man .ci .gitignore .clang-format .clang-tidy .shellcheckrc"
    mkdir one two
    # shellcheck disable=SC2086 # a list of files
    (cd "$ROOT" && cp -R $files "$BATS_TEST_TMPDIR/one")
    (cd one && find . -type f | LC_ALL=C sort -r | cpio -pdm ../two 2>/dev/null) || cp -R one/. two
    find two -type f -exec touch -t 200102030405 {} +
    find two -type f -exec chmod go-rwx {} +
    [ "$(id -u)" -ne 0 ] || chown -R 65534:65534 two
    touch one/README.md
    (umask 022 && dist one)
    (umask 077 && export LC_ALL=C.UTF-8 TZ=XXX-14 && dist two)
    cmp one.tar.gz two.tar.gz

    tar xzf one.tar.gz
    mv paperutils-* out
    rm -rf one/.build
    diff -r one out
    [ -x out/.ci/run ]
    [ ! -x out/Makefile ]
}

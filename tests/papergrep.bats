#!/usr/bin/env bats
# papergrep: grep's habits on records, and its answers beside GNU grep's.

load helpers

# gnu ARG... : GNU grep where it is the reference, in a UTF-8 locale
gnu() {
    LC_ALL=C.UTF-8 grep -a "$@"
}

need_gnu() {
    grep --version 2>/dev/null | grep -q GNU || skip "no GNU grep to compare with"
    [ "$(printf 'é\n' | LC_ALL=C.UTF-8 grep -c '^.$')" -eq 1 ] || skip "no C.UTF-8 locale"
}

sample() {
    papersplit -d 2025 -S src:page "$DATA/trending.txt" | paperlink
    rec x:1 2021-01-02 'Schrödinger’s cats: a re-count' 'Naïve Bayes — and “quotes”, $x_1$ (a.b) [c] {d} *e* \f^2.' 'au:Weiß, Ürsula'
    rec x:2 '' 'ALL CAPS TITLE' ''
}

@test "patterns, files, exit status" {
    three >in
    [ "$(papergrep waves in | ids)" = a ]
    [ "$(papergrep 'Alpha|Beta' <in | ids)" = "a b" ]
    [ "$(papergrep -E -e Alpha -e Gamma in | ids)" = "a c" ]
    [ "$(papergrep --regexp=Alpha in | ids)" = a ]
    run -1 papergrep nothing in
    run -0 papergrep --no-match-ok nothing in
    run -2 papergrep nothing in missing
    run -2 papergrep waves in missing
    run -2 --separate-stderr papergrep
    [ "$stderr" = "papergrep: no pattern given: try 'papergrep --help'" ]
}

@test "-i -w -x -v -F" {
    three >in
    [ "$(papergrep -i ALPHA in | ids)" = a ]
    run -1 papergrep ALPHA in
    [ "$(papergrep -w wave in | ids)" = "" ]
    [ "$(papergrep -w waves in | ids)" = a ]
    [ "$(papergrep -v waves in | ids)" = "b c" ]
    [ "$(papergrep -x "$(three | head -1)" in | ids)" = a ]
    [ "$(papergrep -F 'b.' in | ids)" = b ]
    [ "$(papergrep -F '.*' in | ids)" = "" ]
    [ "$(papergrep -vi 'ALPHA|gamma' in | ids)" = b ]
    [ "$(papergrep -F -E 'Alpha|Beta' in | ids)" = "a b" ]
}

@test "-c -m -n -o -q -H -h -l -L" {
    three >in
    cp in two
    [ "$(papergrep -c waves in)" = 1 ]
    [ "$(papergrep -c . in two)" = "in:3
two:3" ]
    [ "$(papergrep -hc . in two | tr '\n' ' ')" = "3 3 " ]
    [ "$(papergrep -m 2 . in | ids)" = "a b" ]
    [ "$(papergrep -h -m 1 . in two | ids)" = "a a" ]
    run -1 papergrep -m 0 . in
    [ "$(papergrep -n Gamma in | cut -f1)" = 3:c ]
    [ "$(papergrep -Hn Gamma in | cut -f1)" = in:3:c ]
    [ "$(papergrep -H Gamma <in | cut -f1)" = "(standard input):c" ]
    [ "$(papergrep -o '[a-z]+a ' in | tr '\n' '|')" = "lpha |eta |amma |" ]
    [ "$(papergrep -on '[A-Z][a-z]+a ' in | tr '\n' '|')" = "1:Alpha |2:Beta |3:Gamma |" ]
    run -0 papergrep -q waves in
    [ -z "$output" ]
    run -0 papergrep -q waves in missing
    run -2 papergrep -q nothing in missing
    [ "$(papergrep -l waves in two)" = "in
two" ]
    run -1 papergrep -l nothing in
    [ "$(papergrep -L nothing in two | wc -l)" -eq 2 ]
    [ "$(papergrep -vn waves in | cut -f1 | tr '\n' ' ')" = "2:b 3:c " ]
    [ "$(papergrep -cv waves in)" = 2 ]
    for m in x -1 1x ''; do run -2 papergrep -m "$m" . in; done
}

@test "line numbers are those of the file, also behind lines that are no records and CR LF" {
    { three | head -1; echo bad; three | sed -n 2p | sed 's/$/\r/'; three | tail -1; } >in
    [ "$(papergrep -n . in 2>/dev/null | cut -f1 | tr '\n' ' ')" = "1:a 3:b 4:c " ]
    [ "$(papergrep -n -k title . in 2>/dev/null | cut -f1 | tr '\n' ' ')" = "1:a 3:b 4:c " ]
    [ "$(papergrep -c 'b\.$' <(three | sed -n 2p | sed 's/$/\r/; s/\tkw.*\r/\r/'))" = 1 ]
}

@test "-f FILE: a pattern a line; an empty file matches nothing; an empty line everything" {
    three >in
    printf 'waves\nGamma\n' >patterns
    [ "$(papergrep -f patterns in | ids)" = "a c" ]
    [ "$(papergrep -f - in <patterns | ids)" = "a c" ]
    [ "$(papergrep -f patterns -e Beta in | ids)" = "a b c" ]
    run -1 papergrep -f /dev/null in
    [ "$(papergrep -vf /dev/null in | ids)" = "a b c" ]
    echo >blank
    [ "$(papergrep -f blank in | ids)" = "a b c" ]
    [ "$(papergrep "$(printf 'waves\nGamma')" in | ids)" = "a c" ]
    run -2 --separate-stderr papergrep -f missing in
    [[ "$stderr" == "papergrep: missing: "* ]]
}

@test "-k looks in named fields only, each value by itself" {
    rec i 2024-05 'A title' 'An abstract with Ada' 'au:Ada Byron' 'au:Charles B' 'kw:title page' >in
    for hit in 'au:Ada' 'au:^Charles' 'au:Byron$' 'title,abstract:Ada' 'date:^2024' 'id:^i$' 'kw:page' 'au,kw:Byron'; do
        run -0 papergrep -k "${hit%%:*}" "${hit#*:}" in
    done
    for miss in 'title:Ada' 'au:Byron.*Charles' 'abstract:title' 'au:au' 'nosuch:.' 'date:05-' 'title:^title'; do
        run -1 papergrep -k "${miss%%:*}" "${miss#*:}" in
    done
    [ "$(papergrep -x -k au 'Charles B' in | ids)" = i ]
    run -1 papergrep -x -k au Charles in
    [ "$(papergrep -o -k au,kw 'B\w*|page' in | tr '\n' ' ')" = "Byron B page " ]
    [ "$(papergrep --color=always -k au Ada in)" = "$(sed "s/au:Ada/au:$(printf '\033[1;31m')Ada$(printf '\033[m')/" in)" ]
    for k in Title 'a b' '' 'a,,b' 1x; do run -2 papergrep -k "$k" x in; done
}

@test "a line that is no record never matches" {
    printf 'waves\twaves\n' >in
    run -2 papergrep waves in
    [ "$output" = "papergrep: in:1: not a paper record: 2 columns, 4 needed" ]
    run -2 papergrep -v other in
    [ "$output" = "papergrep: in:1: not a paper record: 2 columns, 4 needed" ]
    # only what would be printed is looked at closely; its number counts all lines, in files and pipes
    { printf 'stray\n'; for i in $(seq 30000); do echo "$i			some words of an abstract, the ${i}th"; done; } >many
    printf 'waves\twaves\nx\t\t\twaves\nmore\twaves\n' >>many
    for options in '' -c -k\ id,abstract; do
        # shellcheck disable=SC2086
        run -2 --separate-stderr papergrep $options waves many
        # shellcheck disable=SC2154 # set by run
        [ "${stderr_lines[0]}" = "papergrep: many:30002: not a paper record: 2 columns, 4 needed" ]
        # shellcheck disable=SC2086
        run -2 --separate-stderr bash -c 'cat many | papergrep "$@"' _ $options waves
        [ "${stderr_lines[0]}" = "papergrep: (standard input):30002: not a paper record: 2 columns, 4 needed" ]
    done
    run -2 --separate-stderr papergrep 'waves$' many
    [ "${stderr_lines[1]}" = "papergrep: many:30004: not a paper record: 2 columns, 4 needed" ]
    [ "$output" = "x${TAB}${TAB}${TAB}waves" ]
}

@test "UTF-8: a character is one, classes and word edges know letters of all scripts" {
    sample >in
    [ "$(papergrep 'Schr.dinger.s' in | ids)" = x:1 ]
    [ "$(papergrep 'Schr[öü]dinger' in | ids)" = x:1 ]
    [ "$(papergrep 'Schr[^a-z]dinger' in | ids)" = x:1 ]
    [ "$(papergrep -o '\bNa[[:alpha:]]+\b' in)" = Naïve ]
    [ "$(papergrep -ow 'Na\w*' in)" = Naïve ]
    run -1 papergrep -w 'Na' in
    run -1 papergrep 'Naï\b' in
    [ "$(papergrep -ow 'quotes' in)" = quotes ]
    [ "$(papergrep -o 'Bayes . and' in)" = 'Bayes — and' ]
}

@test "patterns that are wrong: one line that says why, status 2" {
    three >in
    while IFS='|' read -r pattern why; do
        run -2 --separate-stderr papergrep -e "$pattern" in
        [ "$stderr" = "papergrep: $why: try 'papergrep --help'" ] || { echo "$pattern: $stderr"; false; }
    done <<'END'
(|unmatched ( or \(
[a|unmatched [, [^, [:, [., or [=
[[:nope:]]|invalid character class name
[:alpha:]|character class syntax is [[:space:]], not [:space:]
[z-a]|invalid range end
[+-[:digit:]]|invalid range end
[+-[:x]|unmatched [, [^, [:, [., or [=
a{2,1}|invalid content of {}
a{99999}|more than 32767 repetitions
(a)\1|back-references are not supported
a\|trailing backslash
((a{1,1000}){1,1000}){9}|pattern too large: its automaton needs more than 200000 states
END
    printf '%*s' 2000 '' | tr ' ' '(' >deep
    run -2 --separate-stderr papergrep -f deep in
    [ "$stderr" = "papergrep: parentheses are nested too deep: try 'papergrep --help'" ]
}

@test "a regular expression that is no UTF-8 is refused; a plain string is not" {
    rec i '' $'a\377b' é >in
    for pattern in $'\377' $'a\377' $'\303' $'\377.'; do
        run -2 --separate-stderr papergrep -e "$pattern" in
        [ "$stderr" = "papergrep: not valid UTF-8: try 'papergrep --help'" ]
    done
    [ "$(papergrep -c -F $'a\377' in)" = 1 ]
    [ "$(papergrep -c -F $'\303' in)" = 1 ]
    run -2 papergrep -e é -e $'\377' in
}

@test "a hyphen behind a range, a class or an equivalence class stands for itself" {
    rec i '' '' 'b-d' >in
    [ "$(papergrep -o -k abstract '[a-b-e]' in)" = $'b\n-' ]
    [ "$(papergrep -o -k abstract '[[=b=]-e]' in)" = $'b\n-' ]
    [ "$(papergrep -o -k abstract '[[:digit:]-d]' in)" = $'-\nd' ]
}

@test "a closing parenthesis that closes nothing stands for itself" {
    rec a '' '(a) b' '' >in
    [ "$(papergrep -o 'a)' in)" = 'a)' ]
    [ "$(papergrep -o ')' in)" = ')' ]
}

@test "-o: the leftmost match, also of patterns that begin with a repetition" {
    rec i '' '' 'A b' >in
    [ "$(papergrep -o 'A*\>' in)" = A ]
    rec i '' '' 'au a a' >in
    [ "$(papergrep -o ' *\<a.?' in)" = $'au\n a \na' ]
}

@test "between the bytes of a character there is no position" {
    rec i '' '' é >in
    run -1 papergrep -k abstract '\B' in
    run -1 papergrep -w -k abstract '' in
    rec i '' '' éa >in
    [ "$(papergrep -c -k abstract '\B' in)" = 1 ]
}

@test "-i: the classes of letters of one case are all letters" {
    rec i '' '' 'a日É1' >in
    for class in lower upper alpha; do
        [ "$(papergrep -i -o -k abstract "[[:$class:]]+" in)" = a日É ]
    done
    run -1 papergrep -k abstract '日[[:lower:]]|[[:upper:]]日' in
}

@test "a space of Unicode is no letter" {
    rec i '' '' $'\341\232\200' >in # OGHAM SPACE MARK
    run -1 papergrep -k abstract '[[:alpha:]]' in
    run -1 papergrep -k abstract '\w' in
    [ "$(papergrep -c -k abstract '\s' in)" = 1 ]
}

@test "classes know what Unicode knows: case, white space, separators" {
    rec i '' '' $'\307\205|\342\200\250|\343\200\200|\303\211|\317\202' >in # Dž, U+2028, U+3000, É, ς
    [ "$(papergrep -o -k abstract '[[:upper:]]' in)" = $'\307\205\n\303\211' ]
    [ "$(papergrep -o -k abstract '[[:lower:]]' in)" = $'\307\205\n\317\202' ]
    [ "$(papergrep -o -k abstract '[[:blank:]]' in)" = $'\343\200\200' ]
    [ "$(papergrep -o -k abstract '[[:cntrl:]]' in)" = $'\342\200\250' ]
    [ "$(papergrep -o -k abstract '[[:punct:]]' in)" = $'|\n|\n|\n|' ]
    [ "$(papergrep -o -k abstract '[^[:graph:]]' in)" = $'\342\200\250\n\343\200\200' ]
    [ "$(papergrep -o -k abstract '[^[:print:]]' in)" = $'\342\200\250' ]
    [ "$(papergrep -c -i -k abstract 'É.Σ' in)" = 1 ]
    [ "$(papergrep -o --fold -k abstract 'e' in)" = $'\303\211' ]
}

@test "patterns that make others backtrack take no longer" {
    { printf 'i\t2020\tt\t'; head -c 200000 /dev/zero | tr '\0' a; echo; } >in
    for p in '(a*)*b' '(a|aa)+b' '(x+x+)+y' '(a?){50}a{50}b' '(.*)(.*)(.*)(.*)b$' 'a{1,1000}b'; do
        run -1 timeout 20 papergrep -k abstract "$p" in
    done
}

@test "-o of patterns that look ahead to the end of the record takes no longer" {
    { printf 'i\t2020\tt\t'; head -c 300000 /dev/zero | tr '\0' a; echo; } >in
    for p in '(a|aa)*c|a' '(a*)*b|a' '(a+a+)+b|aa' 'a{1,9}b|a' 'a.*b|a'; do
        papergrep -o -k abstract "$p" in >long || { echo "$p"; false; }
        [ "$(tr -d '\n' <long | wc -c)" = 300000 ]
    done
    # what is passed over for one match may be part of the next
    rec i '' '' 'aaab aaaab aab ab aaac' >in
    [ "$(papergrep -o '(aa)*b|a' in | tr '\n' ' ')" = "a aab aaaab aab a b a a a " ]
}

@test "--color marks every match, as GNU grep does, and -o prints them" {
    need_gnu
    sample >in
    for p in 'causal' '[a-z]+ing' '\bthe\b' 'a|an|and' '[^ ]+$' '^[^ ]*' 'x*'; do
        mark=$(printf '\033[1;31m')
        end=$(printf '\033[m')
        GREP_COLORS='ms=1;31:ne' gnu -E --color=always -e "$p" in | sed 's/\x1b\[K//g' >want
        papergrep --color=always -e "$p" in >got
        cmp want got || { echo "$p"; false; }
        gnu -oE -e "$p" in | cmp - <(papergrep -o -e "$p" in)
    done
    [ -n "$mark$end" ]
}

# random_patterns N SEED : lines of "flags TAB pattern", of words of the sample and of operators
random_patterns() {
    sample | LC_ALL=C awk -v N="$1" -v seed="$2" '
        function rnd() { # the same with every awk: Park and Miller, CACM 31(10), 1988
            seed = seed * 16807 % 2147483647
            return seed / 2147483647
        }
        function pick(s, a) { n = split(s, a, "|"); return a[1 + int(rnd() * n)] }
        function literal(w, a) {
            w = word[1 + int(rnd() * words)]
            a = 1 + int(rnd() * length(w))
            w = substr(w, a, 1 + int(rnd() * 6))
            if (w ~ /[\200-\377]/) return "the" # a part of a character would be no pattern
            gsub(/[][\\.*+?(){}^$|]/, "\\\\&", w)
            return w
        }
        function atom(depth, r) {
            r = rnd()
            if (r < .5) return literal()
            if (r < .6) return "."
            if (r < .8) return pick("[a-z]|[^a-z]|[[:upper:]]|[0-9]|[aeiou]|[^ ]|[]a]|[^]a]|[[:punct:]]|[[:space:]]|\\w|\\W|[éöü]")
            if (r < .9 || depth > 2) return pick("a|e|n|s|t| ")
            return "(" regex(depth + 1) ")"
        }
        function piece(depth, r) {
            r = rnd()
            if (r < .1) return pick("^|$|\\b|\\<|\\>|\\B")
            if (r < .7) return atom(depth)
            return atom(depth) pick("*|+|?|{2}|{1,3}|{,2}|{2,}")
        }
        function regex(depth, s, alternatives, pieces) {
            for (alternatives = 1 + int(rnd() * rnd() * 3); alternatives > 0; alternatives--) {
                s = s (s == "" ? "" : "|")
                for (pieces = 1 + int(rnd() * 4); pieces > 0; pieces--) s = s piece(depth)
            }
            return s
        }
        { for (i = 1; i <= NF; i++) word[++words] = $i }
        END {
            while (N-- > 0) {
                flags = "-c"
                if (rnd() < .3) flags = flags "i"
                if (rnd() < .2) flags = flags "w"
                if (rnd() < .1) flags = flags "v"
                if (rnd() < .05) flags = flags "x"
                if (rnd() < .2) { p = literal(); flags = flags "F" } else { p = regex(0); flags = flags "E" }
                if (p !~ /^-/ && p !~ /\t/) print flags "\t" p
            }
        }'
}

# agree FILE N SEED : for random patterns, the records that are found are those of GNU grep
agree() {
    local tried=0
    while IFS=$TAB read -r flags pattern; do
        # what -w makes of a match that may be empty differs between versions of grep
        [[ $flags == *w* ]] && echo | gnu -q"$(tr -d cvw- <<<"$flags")" -e "$pattern" && continue
        # nor is GNU grep right about assertions in groups that repeat: tt.(\B..)+x
        [[ $pattern =~ \\[bB\<\>].*\)[+*{] ]] && continue
        want=$(gnu "$flags" -e "$pattern" "$1") || [ $? -eq 1 ] || continue
        got=$(papergrep "$flags" -e "$pattern" "$1") || true
        [ "$want" = "$got" ] || { printf 'papergrep %s -e %q: %s, not %s\n' "$flags" "$pattern" "$got" "$want"; return 1; }
        cmp <(gnu "${flags/c/}n" -e "$pattern" "$1") <(papergrep "${flags/c/}n" -e "$pattern" "$1") ||
            { printf 'papergrep %s -e %q: other lines\n' "$flags" "$pattern"; return 1; }
        tried=$((tried + 1))
    done < <(random_patterns "$2" "$3")
    echo "$tried patterns"
    [ "$tried" -ge "$(($2 * 8 / 10))" ]
}

@test "250 random patterns find what GNU grep finds, on the sample" {
    need_gnu
    sample >in
    agree in 250 1
}

@test "200 random patterns in titles find what GNU grep finds in that column" {
    need_gnu
    sample >in
    cut -f3 in >titles
    while IFS=$TAB read -r flags pattern; do
        [[ $flags == *w* ]] && echo | gnu -q"$(tr -d cvw- <<<"$flags")" -e "$pattern" && continue
        want=$(gnu "$flags" -e "$pattern" titles) || [ $? -eq 1 ] || continue
        got=$(papergrep "$flags" -k title -e "$pattern" in) || true
        [ "$want" = "$got" ] || { printf 'papergrep %s -k title -e %q: %s, not %s\n' "$flags" "$pattern" "$got" "$want"; false; }
    done < <(random_patterns 200 2)
}

@test "5,000 patterns by -f, and one of 10,000 letters" {
    need_gnu
    sample >in
    seq 5000 | sed 's/.*/q&q/' >patterns
    echo 'whispered' >>patterns
    [ "$(papergrep -i -f patterns in | cut -f3)" = "Speech Recognition for Whispered Minority Languages" ]
    [ "$(papergrep -F -f patterns in | wc -l)" -eq "$(gnu -cFf patterns in)" ]
    long=$(head -c 10000 /dev/zero | tr '\0' a)
    rec i 2020 t "b$long" >>in
    [ "$(papergrep "$long\$" in | ids)" = i ]
    run -1 papergrep "${long}a" in
}

@test "any block size: matches at block ends are found" {
    awk 'BEGIN { for (; i < 3000; y = i % 300 ? y "y" : "")
        printf "%d\t2020\ttitle %d\tabstract with needle%d and %s\n", ++i, i, i, y }' >in
    [ "$(papergrep -c 'needle[0-9]+ and' in)" = 3000 ]
    [ "$(papergrep -cF 'needle2999 ' in)" = 1 ]
    [ "$(while IFS= read -r l; do printf '%s\n' "$l"; done <in | papergrep -c needle)" = 3000 ]
    # a writer of one byte at a time
    head -20 in | perl -e '$| = 1; while (read STDIN, $c, 1) { syswrite STDOUT, $c }' | papergrep -c needle | grep -qx 20
}

#!/usr/bin/env bats
# paperlink: where links begin and end, what they are, and how they are written.

load helpers

# links TEXT... : kind and link of what is found in each text
links() {
    for t in "$@"; do rec i 2020 t "$t"; done | paperlink -l | cut -f2,3 | tr '\t' ' '
}

@test "a link ends where the sentence goes on" {
    for t in 'see https://a.org/b.' '(https://a.org/b)' '[https://a.org/b],' '"https://a.org/b"' 'https://a.org/b;' \
        '<https://a.org/b>' 'https://a.org/b!' "'https://a.org/b'" 'https://a.org/b: next' '“https://a.org/b”' \
        'https://a.org/b…' '\url{https://a.org/b}' '\href{https://a.org/b}{here}' '{\small\texttt{https://a.org/b}}' \
        '`https://a.org/b`' '*https://a.org/b*' 'athttps://a.org/b' '(at https://a.org/b).' 'HTTPS://A.org/b' \
        '$https://a.org/b$' 'https://a.org/b|c'; do
        [ "$(links "$t")" = "url https://a.org/b" ] || { echo "$t: $(links "$t")"; false; }
    done
}

@test "what belongs to a link stays in it" {
    for l in https://a.org/ https://a.org/b/ https://a.org/w_\(x\) 'https://a.org/?q=a,b;c&d=%20e#f' https://a.org:8080/b \
        https://a.org/~u/x.tar.gz http://a-b.c.example/x ftp://a.org/b 'https://a.org/[x]' https://münchen.example/ä \
        https://web.archive.org/web/2020/https://b.org/c https://a.org/b@v1; do
        [ "$(links "see $l.")" = "url $l" ] || { echo "$l: $(links "see $l.")"; false; }
    done
    [ "$(links 'https://a.org/b\_c\%20d\#e and http://a.org/$\sim$u/')" = "url https://a.org/b_c%20d#e
url http://a.org/~u/" ]
    [ "$(links 'https://a.org/bhttps://c.org/d')" = "url https://a.org/b
url https://c.org/d" ]
}

@test "what is no link" {
    for t in 'http://' 'https:// a.org' 'https://localhost/x' 'ratio 3://4' 'x://y.org' 'https://a..' 'see https://.' '://a.org' \
        'me@a.org' 'https://a b.org' ':' '://' 'http:/' 'https://a.b'; do
        [ -z "$(links "$t")" ] || { echo "$t: $(links "$t")"; false; }
    done
}

@test "kinds and canonical forms" {
    while read -r link want; do
        [ "$(links "at $link, now")" = "$want" ] || { echo "$link: $(links "at $link, now")"; false; }
    done <<'END'
https://github.com/a/b code https://github.com/a/b
http://www.github.com/a/b/ code https://github.com/a/b
https://GitHub.com/A/b.git code https://github.com/A/b
https://github.com/a/b/tree/main/x?y#z code https://github.com/a/b
https://raw.githubusercontent.com/a/b/main/x code https://github.com/a/b
https://github.com/a url https://github.com/a
https://a.github.io/b url https://a.github.io/b
https://gitlab.com/a/b.git code https://gitlab.com/a/b
https://bitbucket.org/a/b/src code https://bitbucket.org/a/b
https://codeberg.org/a/b code https://codeberg.org/a/b
https://sourceforge.net/projects/a/files code https://sourceforge.net/projects/a
https://anonymous.4open.science/r/A-1/ code https://anonymous.4open.science/r/A-1
https://doi.org/10.1145/ABC.1 doi 10.1145/abc.1
http://dx.doi.org/10.1016/0375-9601(95)00822-5 doi 10.1016/0375-9601(95)00822-5
https://arxiv.org/abs/2401.01234v2 arxiv 2401.01234
https://arxiv.org/pdf/2401.01234.pdf arxiv 2401.01234
https://arxiv.org/pdf/hep-th/9901001v3.pdf arxiv hep-th/9901001
https://huggingface.co/papers/2401.01234 arxiv 2401.01234
https://zenodo.org/record/123 data https://zenodo.org/records/123
https://huggingface.co/datasets/a/b/viewer data https://huggingface.co/datasets/a/b
https://www.kaggle.com/datasets/a/b data https://www.kaggle.com/datasets/a/b
https://osf.io/x1y2z/ data https://osf.io/x1y2z
https://huggingface.co/spaces/a/b demo https://huggingface.co/spaces/a/b
https://huggingface.co/a/b/tree/main model https://huggingface.co/a/b
https://hf.co/a/b model https://huggingface.co/a/b
https://hf.co/papers/2401.01234 arxiv 2401.01234
https://hf.co/blog/x/y url https://hf.co/blog/x/y
https://github.com/a/.git url https://github.com/a/.git
https://doi.org/10.1 url https://doi.org/10.1
https://huggingface.co/docs/x/y url https://huggingface.co/docs/x/y
https://huggingface.co/datasets/squad data https://huggingface.co/datasets/squad
https://huggingface.co/spaces/a url https://huggingface.co/spaces/a
https://huggingface.co/models/foo url https://huggingface.co/models/foo
https://github.com/topics/nlp url https://github.com/topics/nlp
https://github.com/orgs/a/repositories url https://github.com/orgs/a/repositories
https://gitlab.com/g/s/r code https://gitlab.com/g/s/r
https://gitlab.com/g/s/r/-/tree/main?x code https://gitlab.com/g/s/r
https://gitlab.com/g url https://gitlab.com/g
https://osf.io/preprints/x url https://osf.io/preprints/x
https://youtu.be/abc?t=1 video https://www.youtube.com/watch?v=abc
https://www.youtube.com/watch?v=abc video https://www.youtube.com/watch?v=abc
https://vimeo.com/123 video https://vimeo.com/123
https://Example.ORG/Path url https://example.org/Path
END
}

@test "the record passes on, each link once, none that it has already" {
    rec i 2020 'T https://github.com/a/b' 'A https://github.com/a/b.git {https://github.com/a/b}; https://c.org/' \
        'url:https://c.org/' 'url:https://arxiv.org/abs/2401.01234' 'comment:at https://d.org/x' 'zz:https://e.org/' >in
    [ "$(paperlink in)" = "$(cat in)${TAB}code:https://github.com/a/b${TAB}url:https://d.org/x${TAB}arxiv:2401.01234" ]
    [ "$(paperlink in | paperlink)" = "$(paperlink in)" ]
    [ "$(paperlink -k zz in)" = "$(cat in)${TAB}url:https://e.org/" ]
    [ "$(paperlink -k title,abstract -l in | cut -f4 | tr '\n' ' ')" = "https://github.com/a/b https://c.org/ " ]
}

@test "-l: ID, kind, link, as written; nothing for a paper without links" {
    rec 'x:1' 2020 t 'see HTTP://GitHub.com/a/b.git.' >in
    rec 'x:2' 2020 t 'nothing' >>in
    [ "$(paperlink -l in)" = "$(rec x:1 code https://github.com/a/b HTTP://GitHub.com/a/b.git)" ]
}

@test "a text of brackets, or of half links, takes no longer than it should" {
    { printf 'i\t2020\tt\thttp://a.org/'; head -c 1000000 /dev/zero | tr '\0' ')'; echo; } >in
    [ "$(timeout 10 paperlink -l in | cut -f3)" = "http://a.org/" ]
    { printf 'i\t2020\tt\t'; yes 'http://a' | head -100000 | tr -d '\n'; echo; } >in
    timeout 10 paperlink -l in
    { printf 'i\t2020\tt\t'; yes 'http://a.b.' | head -100000 | tr -d '\n'; echo; } >in
    timeout 10 paperlink -l in >out
}

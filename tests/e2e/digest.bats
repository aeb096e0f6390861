#!/usr/bin/env bats
# The daily digest of the README as a whole: a feed from a web server, a mail through a mail server,
# both on this machine; what arrives is read with other tools.

load ../helpers

setup() {
    ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    cd "$BATS_TEST_TMPDIR" || return 1
    for tool in curl python3 msmtp msmtpd mdeliver mshow chromium; do
        command -v "$tool" >/dev/null || skip "$tool is not installed"
    done
    mkdir -p www home box/new box/cur box/tmp
    # As it stands in the README.
    awk '/^    # A mail with the new papers/ { on = 1 } /^[^ ]/ { on = 0 } on { sub(/^    /, ""); print }' \
        "$ROOT/README.md" >home/digest.mk
    python3 -u -m http.server --bind 127.0.0.1 --directory www 0 >http.log 2>&1 3>&- &
    http=$!
    mail_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    printf '#!/bin/sh\nexec mdeliver "%s/box"\n' "$PWD" >deliver # msmtpd adds whom the mail is to
    chmod +x deliver
    msmtpd --port="$mail_port" --command="$PWD/deliver" >msmtpd.log 2>&1 3>&- &
    smtp=$!
    for _ in $(seq 100); do
        port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' http.log)
        [ -n "$port" ] && (exec 4<>"/dev/tcp/127.0.0.1/$mail_port") 2>/dev/null && break
        sleep 0.1
    done
    [ -n "$port" ]
    cat >msmtprc <<R
defaults
auth off
tls off
account default
host 127.0.0.1
port $mail_port
from digest@example.org
R
    chmod 600 msmtprc
}

teardown() {
    kill "$http" "$smtp" 2>/dev/null || true
}

digest() {
    make -s -C home -f digest.mk ME='Reader <reader@example.org>' FEEDS=lab URL="http://127.0.0.1:$port/" \
        SENDMAIL="${1:-msmtp -C $PWD/msmtprc -t}"
}

# feed TITLE... : an Atom feed with these papers
feed() {
    {
        echo '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>lab</title>'
        i=0
        for title in "$@"; do
            i=$((i + 1))
            echo "<entry><id>http://arxiv.org/abs/2601.0000${i}v1</id><title>$title</title>"
            echo "<published>2026-01-0${i}T00:00:00Z</published><author><name>Ada Nagy</name></author>"
            echo "<summary>We look at $title in some detail, see https://github.com/lab/code$i. It works.</summary></entry>"
        done
        echo '</feed>'
    } >www/lab.new
    mv www/lab.new www/lab
}

mails() {
    find box/new box/cur -type f | wc -l
}

@test "the digest: one mail with what is new, the closest first; none where nothing is" {
    rec lib:1 2025 'Otters and tides' 'Otters hunt with the tide.' >home/library.rec
    feed 'Gravel &amp; sand' 'Otters in the évening tide'
    digest
    [ "$(mails)" -eq 1 ]
    [ "$(wc -l <home/archive.rec)" -eq 2 ]

    # again: nothing is sent, nothing is made
    touch stamp
    digest
    [ "$(mails)" -eq 1 ]
    [ -z "$(find home -newer stamp -type f)" ]

    # one new paper: one mail with that
    feed 'Gravel &amp; sand' 'Otters in the évening tide' 'Slow glaciers'
    sleep 1
    digest
    [ "$(mails)" -eq 2 ]
    [ "$(tail -1 home/archive.rec | cut -f3)" = 'Slow glaciers' ]

    # the feed changes, but holds nothing new: no mail
    feed 'Slow glaciers'
    sed -i 's/2601.00001/2601.00003/' www/lab
    sleep 1
    digest
    [ "$(mails)" -eq 2 ]
}

@test "a mail that could not be sent is sent the next time; a server that is away loses nothing" {
    feed 'Otters in the evening tide'
    run digest false
    [ "$status" -ne 0 ]
    [ "$(mails)" -eq 0 ]
    mv www/lab away
    run digest
    [ "$status" -ne 0 ]
    mv away www/lab
    digest
    [ "$(mails)" -eq 1 ]
    [ "$(wc -l <home/archive.rec)" -eq 1 ]
}

@test "what arrives is a good mail, and its page shows the papers" {
    rec lib:1 2025 'Otters and tides' 'Otters hunt with the tide.' >home/library.rec
    feed 'Gravel &amp; sand' 'Otters in the évening tide'
    digest
    mail=$(find box/new box/cur -type f)
    mshow "$mail" >shown
    grep -q 'Otters in the évening tide' shown
    mshow -t "$mail" | grep -q 'text/html'
    python3 - "$mail" <<'P'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
assert not m.defects
assert m["to"].addresses[0].addr_spec == "reader@example.org"
assert m["subject"].startswith("Papers of 20")
text, html = (part.get_content() for part in m.iter_parts())
assert text.index("Otters in the évening tide") < text.index("Gravel & sand")
assert "https://github.com/lab/code2" in text
open("page.html", "w", encoding="utf-8").write(html)
P
    chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/chromium" --dump-dom "file://$PWD/page.html" \
        >dom.html 2>/dev/null 3>&-
    grep -q '<article id="arxiv:2601.00002">' dom.html
    for size in 1000,1200 400,900; do
        chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/chromium" --window-size=$size \
            --screenshot="$PWD/page.png" "file://$PWD/page.html" >/dev/null 2>&1 3>&-
        [ "$(wc -c <page.png)" -gt 5000 ]
    done
    [ -z "${SCREENSHOT:-}" ] || cp page.png "$SCREENSHOT"
}

@test "the Makefile of the manual is that of the README" {
    need mandoc
    mandoc -Tutf8 "$ROOT/man/paperutils.7" | sed "s/.$(printf '\b')//g" |
        awk '/# A mail with the new papers/ { on = 1 } on { gsub(/^ +|[ \t]+/, " "); print } /FORCE:$/ { on = 0 }' | tr -d ' \n' >manual
    tr -d ' \t\n' <home/digest.mk >readme
    sed -i "s/−/-/g; s/’/'/g; s/‘/\`/g" manual
    cmp manual readme
    [ "$(wc -l <home/digest.mk)" -lt 30 ]
}

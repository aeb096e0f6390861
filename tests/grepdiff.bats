#!/usr/bin/env bats
# papergrep beside GNU grep, on generated patterns, options and records: a slice of what make eval-grep does.

load helpers

@test "400 generated searches give the bytes and the status that GNU grep gives" {
    need python3
    run python3 "$ROOT/tests/eval/grep.py" -n 400 -o files "$(command -v papergrep)"
    [ "$status" -ne 77 ] || skip "no GNU grep with a C.UTF-8 locale to compare with"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ "$output" == *"400 searches, "*": 0 failures" ]]
}

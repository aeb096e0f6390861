# cluster.bash - hosts of a cluster that are all this machine: what the files of this folder share.
# shellcheck shell=bash disable=SC2034

load ../helpers
ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# lacks COMMAND... : says why a file of tests cannot run, if so
lacks() {
    [ "$(id -u)" -eq 0 ] || {
        echo "not root"
        return
    }
    for tool in "$@"; do
        command -v "$tool" >/dev/null || {
            echo "$tool is not installed"
            return
        }
    done
    return 1
}

# free_ports N : ports of 127.0.0.1 that nobody listens on, and that are given to no connection
free_ports() {
    python3 - "$1" <<'P'
import random, socket, sys
held = []
while len(held) < int(sys.argv[1]):
    s = socket.socket()
    try:
        s.bind(("127.0.0.1", random.randrange(20000, 32000)))
        held.append(s)
    except OSError:
        s.close()
print(*(s.getsockname()[1] for s in held))
P
}

# host NAME COMMAND... : a host that runs this, with all that it starts; its pid is in NAME.pid, what it says in NAME.log
host() {
    local name=$1
    shift
    python3 "$ROOT/tests/cluster/keep.py" -w "$$" "$@" >"$name.log" 2>&1 </dev/null 3>&- &
    echo "$!" >"$name.pid"
}

# power_off NAME... : at once, with all that runs there
power_off() {
    for name in "$@"; do
        [ -e "$name.pid" ] || continue
        kill "$(cat "$name.pid")" 2>/dev/null || true
    done
    for name in "$@"; do
        [ -e "$name.pid" ] || continue
        until_ok 20 ended "$(cat "$name.pid")"
        rm "$name.pid"
    done
}

# ended PID : it is gone, or waits to be noticed
ended() {
    ! grep -qs '^State:[[:space:]][^ZX]' "/proc/$1/status"
}

# until_ok SECONDS COMMAND... : tries it until it succeeds
until_ok() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || {
            echo "not in time: $*"
            tail -n 5 "$BATS_FILE_TMPDIR"/*.log
            return 1
        }
        sleep 0.1
    done
}

listening() {
    (exec 4<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# recipe TEXT : the example of the manual that holds this text, without its prompts
recipe() {
    # by the environment, as -v takes \e for an escape
    TEXT=$1 awk '/^\.Bd -literal/ { block = ""; on = 1; next } /^\.Ed/ { if (on && index(block, ENVIRON["TEXT"])) print block; on = 0 }
        on { block = block $0 "\n" }' "$ROOT/man/paperutils.7" | sed 's/\\(dq/"/g; s/\\e/\\/g; s/\\&//g; s/^\$ //; /^$/d'
}

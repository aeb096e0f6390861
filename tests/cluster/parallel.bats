#!/usr/bin/env bats
# GNU parallel over hosts that fail: two sshd on this machine, and a name where nobody listens. The
# manual's recipes, as they stand there, give what one machine gives.

load cluster

unable() {
    lacks parallel sshd ssh python3 || { grep '^root:!' /etc/shadow >/dev/null && echo "root may not log in"; }
}

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    ! unable >/dev/null || return 0 # each test skips
    load_hosts
}

setup() {
    cd "$BATS_FILE_TMPDIR" || return 1
    ! why=$(unable) || skip "$why"
    export HOME=$PWD/home PARALLEL_SSH="ssh -F $PWD/ssh_config"
    rm -f ./*.jobs ./*.done
    echo good | tee ada.mode bob.mode >eve.mode
}

teardown_file() {
    cd "$BATS_FILE_TMPDIR" && power_off ada bob
}

load_hosts() {
    "$PAPERS" 3000 7 | sed 's/network/causal/g' >papers.tsv
    mkdir -p home/.parallel
    touch home/.parallel/will-cite
    ssh-keygen -q -t ed25519 -N '' -f host_key
    ssh-keygen -q -t ed25519 -N '' -f user_key
    remote >remote
    chmod +x remote
    # sshd asks for this empty folder, which Debian makes when it starts one by itself
    [ -d /run/sshd ] || mkdir -m 755 /run/sshd
    read -ra ports < <(free_ports 3)
    for name in ada bob eve; do
        port=${ports[0]}
        ports=("${ports[@]:1}")
        printf 'Host %s\n    Port %s\n' "$name" "$port" >>ssh_config
        echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 host_key.pub)" >>known_hosts
        [ "$name" != eve ] || continue # which is away
        server "$name" "$port" >"$name.conf"
        host "$name" "$(command -v sshd)" -D -e -f "$PWD/$name.conf"
        until_ok 20 listening "$port"
    done
    cat >>ssh_config <<R
Host *
    HostName 127.0.0.1
    User root
    IdentityFile $PWD/user_key
    IdentitiesOnly yes
    UserKnownHostsFile $PWD/known_hosts
    BatchMode yes
    LogLevel ERROR
R
}

# server NAME PORT : its sshd_config
server() {
    cat <<R
Port $2
ListenAddress 127.0.0.1
HostKey $PWD/host_key
AuthorizedKeysFile $PWD/user_key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100
PidFile none
PrintMotd no
SetEnv HOST=$1 HOME=$PWD/home PATH=$PATH
ForceCommand $PWD/remote
R
}

# remote : what a host runs for each job, by its mode
remote() {
    cat <<R
#!/bin/bash
dir=$PWD
R
    cat <<'R'
n=$(flock "$dir/$HOST.lock" sh -c 'echo >>"$0.jobs"; wc -l <"$0.jobs"' "$dir/$HOST")
start() {
    bash -c "$SSH_ORIGINAL_COMMAND" | head -c 1000
}
case $(cat "$dir/$HOST.mode"):$((n % 4)) in
half:1) status=1 ;;
half:3) start; status=1 ;;
dies:2) start; kill "$(cat "$dir/$HOST.pid")"; sleep 100 ;;
*) bash -c "$SSH_ORIGINAL_COMMAND"; status=$? ;;
esac
echo "$status" >>"$dir/$HOST.done"
exit "$status"
R
}

# run_recipe TEXT : the recipe that holds the text, but for a smaller file
run_recipe() {
    recipe "$1" | sed 's/10M/200k/' >recipe.sh
    [ -s recipe.sh ]
    bash -e -o pipefail recipe.sh 3>&-
}

# failing_hosts : ada failed every second of its jobs, bob none, and eve got none
failing_hosts() {
    [ "$(grep -c 1 ada.done)" -eq $((($(wc -l <ada.jobs) + 1) / 2)) ]
    [ "$(grep -c 0 ada.done)" -ge 1 ]
    [ "$(grep -c 0 bob.done)" -ge 1 ]
    [ "$(grep -c 1 bob.done)" -eq 0 ]
    run ssh -F ssh_config eve true
    [ "$status" -eq 255 ]
    [ ! -e eve.jobs ]
}

@test "maps: one host fails half of its jobs, one is dead" {
    papergrep --no-match-ok -i causal papers.tsv | paperkw | paperlink >want
    [ "$(wc -l <want)" -gt 300 ]
    echo half >ada.mode
    run_recipe '--retries 3 \e
    -k --pipe'
    cmp all.tsv want
    failing_hosts
}

@test "the best for a text, from counts: one host fails half of its jobs, one is dead" {
    papergrep -t 20 'models of causal effects' papers.tsv >want
    [ "$(wc -l <want)" -eq 20 ]
    echo half >ada.mode
    run_recipe 'HOSTS='
    papergrep -t 20 -c 'models of causal effects' papers.tsv | cmp - all.n
    cmp top.tsv want
    failing_hosts
}

@test "tables of paperkw and papertrend: one host fails half of its jobs, one is dead" {
    echo half >ada.mode
    hosts='--sshlogin 8/ada,8/bob,8/eve --retries 3 --pipe --block 400k'
    # shellcheck disable=SC2086 # options
    {
        parallel $hosts paperkw --count <papers.tsv | paperkw --merge >all.df
        parallel $hosts -k --workdir . paperkw --df=all.df <papers.tsv >all.kw
        parallel $hosts papertrend --count --by=day <papers.tsv | papertrend --merge --by=day >all.counts
        parallel $hosts -k 'papersplit -f record | papergrep -Q title:graph --no-match-ok | paperfmt -t jsonl' <papers.tsv >all.jsonl
    }
    paperkw --count papers.tsv | cmp - all.df
    paperkw --df=all.df papers.tsv | cmp - all.kw
    papertrend --count --by=day papers.tsv | cmp - all.counts
    papertrend -l -w 6y -t -9 -z 0 papers.tsv >want
    [ "$(wc -l <want)" -gt 20 ]
    papertrend --counted -l -w 6y -t -9 -z 0 all.counts | cmp - want
    papergrep -Q title:graph papers.tsv | paperfmt -t jsonl | cmp - all.jsonl
    failing_hosts
}

@test "maps: one host dies in the middle, one is dead" {
    papergrep --no-match-ok -i causal papers.tsv | paperkw | paperlink >want
    echo dies >bob.mode
    pid=$(cat bob.pid)
    run_recipe '--retries 3 \e
    -k --pipe'
    cmp all.tsv want
    ended "$pid"
    [ "$(wc -l <bob.jobs)" -ge 2 ]
    run ssh -F ssh_config bob true
    [ "$status" -eq 255 ]
}

#!/usr/bin/env bats
# A Slurm of two nodes, both this machine: an array of tasks over eight parts and a job that merges
# them, the manual's recipes as they stand there, with a node that goes down in the middle.

load cluster

unable() {
    lacks munged munge slurmctld slurmd sbatch python3
}

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    ! unable >/dev/null || return 0 # each test skips
    "$PAPERS" 3000 7 | sed 's/network/causal/g' >papers.tsv
    mkdir -m 700 munge
    mkdir state slow spool.n1 spool.n2
    head -c 1024 /dev/urandom >munge/key
    chmod 600 munge/key
    read -ra ports < <(free_ports 3)
    conf >slurm.conf
    export SLURM_CONF=$PWD/slurm.conf
    prolog >prolog
    stuck >stuck
    chmod +x prolog stuck
    host munged munged --foreground --force --key-file="$PWD/munge/key" --socket="$PWD/munge/socket" \
        --pid-file="$PWD/munge/pid" --log-file="$PWD/munge/log" --seed-file="$PWD/munge/seed" --num-threads=2
    until_ok 20 munge -n -S "$PWD/munge/socket" -o /dev/null
    host slurmctld slurmctld -D -i
    host n1 slurmd -D -N n1
    host n2 slurmd -D -N n2
    until_ok 60 idle n1
    until_ok 60 idle n2
}

setup() {
    ! why=$(unable) || skip "$why"
    cd "$BATS_TEST_TMPDIR" || return 1
    ln -s "$BATS_FILE_TMPDIR/papers.tsv" .
    recipe '#SBATCH' >map.sh
    grep -q '^#!/bin/bash' map.sh
}

teardown() {
    rm -f "$BATS_FILE_TMPDIR"/slow/* "$BATS_FILE_TMPDIR/started"
    [ -z "${recipe:-}" ] || kill "$recipe" 2>/dev/null || true
    [ ! -e "$BATS_FILE_TMPDIR/slurm.conf" ] || SLURM_CONF=$BATS_FILE_TMPDIR/slurm.conf scancel -u root
}

teardown_file() {
    cd "$BATS_FILE_TMPDIR" && power_off n1 n2 slurmctld munged
}

conf() {
    local here
    here=$(hostname -s)
    cat <<R
ClusterName=papers
SlurmctldHost=$here(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$PWD/munge/socket,cred_expire=5
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$PWD/state
SlurmdSpoolDir=$PWD/spool.%n
SlurmctldPidFile=$PWD/slurmctld.pidfile
SlurmdPidFile=$PWD/slurmd.%n.pidfile
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
TaskProlog=$PWD/prolog
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1
SlurmdParameters=config_overrides
SlurmctldParameters=node_reg_mem_percent=1
SlurmdTimeout=10
KillWait=1
CompleteWait=0
ReturnToService=1
NodeName=n1 NodeHostname=$here NodeAddr=127.0.0.1 Port=${ports[1]} CPUs=3
NodeName=n2 NodeHostname=$here NodeAddr=127.0.0.1 Port=${ports[2]} CPUs=3
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=10 State=UP
R
}

# prolog : what Slurm runs before each task: on node n1, programs of the folder slow come first
prolog() {
    cat <<R
#!/bin/sh
[ "\$SLURMD_NODENAME" != n1 ] || echo "export PATH=$PWD/slow:\$PATH"
R
}

# stuck : a program that writes something and does not come to its end
stuck() {
    cat <<R
#!/bin/sh
head -n 5
echo "\$SLURM_ARRAY_TASK_ID" >>"$PWD/started"
sleep 600
R
}

idle() {
    [ "$(sinfo -h -N -n "$1" -o %t)" = idle ]
}

# stick PROGRAM : lets it come to no end on node n1
stick() {
    ln -s "$BATS_FILE_TMPDIR/stuck" "$BATS_FILE_TMPDIR/slow/$1"
}

# in_the_middle NAME : parts were made on n2, others were begun on n1
in_the_middle() {
    compgen -G "part.0?.$1" >/dev/null && [ -s "$BATS_FILE_TMPDIR/started" ] &&
        [ -s "part.0$(head -1 "$BATS_FILE_TMPDIR/started").$1.new" ]
}

# without_n1 NAME : what was begun there is done elsewhere
without_n1() {
    scontrol -o show job | grep "WorkDir=$PWD " >tasks
    while read -r task; do
        [ ! -e "part.0$task.$1.new" ]
        [ -s "part.0$task.$1" ]
        [ "$(grep -c "ArrayTaskId=$task .*Restarts=1 .*NodeList=n2 " tasks)" -eq 1 ]
    done <"$BATS_FILE_TMPDIR/started"
}

# run_recipe TEXT [SED] : starts the recipe that holds the text; its pid is in $recipe
run_recipe() {
    recipe "$1" | sed "${2:-}" >recipe.sh
    [ -s recipe.sh ]
    timeout 120 bash -e -o pipefail recipe.sh 3>&- &
    recipe=$!
}

wants() {
    papergrep --no-match-ok -i causal papers.tsv | paperkw | paperlink >want.kw
    [ "$(wc -l <want.kw)" -gt 300 ]
    papergrep -t 20 'models of causal effects' papers.tsv >want.top
    [ "$(wc -l <want.top)" -eq 20 ]
}

@test "an array over eight parts, and a merge" {
    wants
    run_recipe '--parsable map.sh kw'
    wait "$recipe"
    cmp all.tsv want.kw
    run_recipe '--parsable map.sh n'
    wait "$recipe"
    papergrep -t 20 -c 'models of causal effects' papers.tsv | cmp - all.n
    cmp top.tsv want.top
}

# fails TEXT SED : the recipe that holds the text ends with a failure
fails() {
    run_recipe "$@"
    status=0
    wait "$recipe" || status=$?
    [ "$status" -ne 0 ]
    [ "$status" -ne 124 ]
}

@test "a part that fails: no result, and nothing waits for it" {
    local failing='s/paperlink/{ paperlink; exit $((SLURM_ARRAY_TASK_ID == 3)); }/'
    fails '--parsable map.sh kw' "$failing"
    [ -s part.03.kw.new ]
    [ ! -e part.03.kw ]
    [ ! -e all.tsv ]
    fails '--parsable map.sh kw' "$failing; /--wait/i sleep 5" # it has failed before the merge is handed in
    [ ! -e all.tsv ]
    fails '--parsable map.sh n' 's/papergrep -t 20 -c "[^"]*"/& \&\& exit $((SLURM_ARRAY_TASK_ID == 3))/'
    [ ! -e part.03.n ]
    [ ! -e all.n ]
    [ ! -e top.tsv ]
}

@test "a node is set down in the middle" {
    wants
    stick paperlink
    run_recipe '--parsable map.sh kw'
    until_ok 60 in_the_middle kw
    scontrol update nodename=n1 state=down reason=test
    wait "$recipe"
    cmp all.tsv want.kw
    without_n1 kw
    scontrol update nodename=n1 state=resume
    until_ok 60 idle n1
}

@test "a node loses its power in the middle" {
    wants
    stick papergrep
    run_recipe '--parsable map.sh n'
    until_ok 60 in_the_middle n
    (cd "$BATS_FILE_TMPDIR" && power_off n1)
    wait "$recipe"
    papergrep -t 20 -c 'models of causal effects' papers.tsv | cmp - all.n
    cmp top.tsv want.top
    without_n1 n
}

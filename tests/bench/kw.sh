#!/bin/sh
# Keyphrases: papers a second and memory, beside other extractors in the same run, and where the time
# goes. REAL: real records (gzip), else such as are made of the sample page; NODE_PEERS: a folder with
# node_modules of node-rake and gramophone, which are fetched by npm where it is not given.
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/common.sh
PEER_PAPERS=2000 # of which the slower ones see so many

if [ -n "${REAL:-}" ]; then
    gzip -dc "$REAL" >"$records"
else
    make_records 100 >"$records"
fi
papers=$(wc -l <"$records")
awk -F '\t' -v papers="$papers" '{ bytes += length($3) + length($4) } END {
    printf "%d papers, title and abstract of %.0f bytes on average; medians, CPU time\n", papers, bytes / papers
}' "$records"

# row NAME PAPERS COMMAND...
row() {
    name=$1
    n=$2
    shift 2
    cost /dev/null "$@" | awk -v name="$name" -v n="$n" '{
        printf "%-28s %8.0f papers/s %8.1f MB\n", name, n / ($1 > 0 ? $1 : .001), $2 / 1024
    }'
}

row 'paperkw' "$papers" paperkw "$records"
row 'paperkw --style index' "$papers" paperkw --style index "$records"
row 'paperkw --count' "$papers" paperkw --count "$records"
"$STAGES" "$records"

have node && have npm || exit 0
if [ -z "${NODE_PEERS:-}" ]; then
    NODE_PEERS=$tmp/node
    mkdir "$NODE_PEERS"
    (cd "$NODE_PEERS" && npm install --silent --no-audit --no-fund node-rake gramophone >/dev/null 2>&1) || {
        echo "peers: skipped, npm cannot fetch them"
        exit 0
    }
fi
head -n "$PEER_PAPERS" "$records" >"$tmp/some"
cat >"$tmp/peer.js" <<'EOF'
const text = require('fs').readFileSync(process.argv[3], 'utf8');
const peer = require(process.argv[2]);
const find = process.argv[2].endsWith('node-rake')
    ? s => { try { return peer.generate(s); } catch (e) { return []; } } // it fails on some texts
    : s => peer.extract(s, { limit: 8 });
for (const line of text.split('\n')) {
    const column = line.split('\t');
    if (column.length >= 4)
        console.log(column[0], find(column[2] + '. ' + column[3]).slice(0, 8).join(','));
}
EOF
row 'node-rake (RAKE)' "$PEER_PAPERS" node "$tmp/peer.js" "$NODE_PEERS/node_modules/node-rake" "$tmp/some"
row 'gramophone (TF)' "$PEER_PAPERS" node "$tmp/peer.js" "$NODE_PEERS/node_modules/gramophone" "$tmp/some"

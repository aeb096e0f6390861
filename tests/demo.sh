#!/bin/sh
# The main pipe on the sample page: the papers about causes, with keyphrases and links.
set -e
cd "$(dirname "$0")/.."
page=tests/data/trending.txt
echo "$ papersplit $page | papergrep -i causal | paperkw -n 5 | paperlink | paperfmt" >&2
papersplit "$page" | papergrep -i causal | paperkw -n 5 | paperlink | paperfmt

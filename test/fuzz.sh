#!/usr/bin/env bash
# Runs every fuzz target of the project, for the given number of executions
# ("20000x") or time ("10m") each. Numbers are for CI: a run by time now and then
# fails at its very end because the deadline cuts off an execution.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-20000x}
grep -rl --include='*_test.go' '^func Fuzz' internal | while read -r file; do
  dir=$(dirname "$file")
  grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | awk '{print $2}' | while read -r target; do
    echo "fuzz $dir $target for $time"
    go test "./$dir" -run '^$' -fuzz "^$target\$" -fuzztime "$time" </dev/null
  done
done

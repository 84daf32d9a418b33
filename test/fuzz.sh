#!/usr/bin/env bash
# Runs every fuzz target of the project for the given time each.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-10s}
grep -rl --include='*_test.go' '^func Fuzz' internal | while read -r file; do
  dir=$(dirname "$file")
  grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | awk '{print $2}' | while read -r target; do
    echo "fuzz $dir $target for $time"
    go test "./$dir" -run '^$' -fuzz "^$target\$" -fuzztime "$time" </dev/null
  done
done

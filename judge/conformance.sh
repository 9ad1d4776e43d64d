#!/usr/bin/env bash
# Runs the official MCP conformance suite against the protocol engine: every server scenario that the suite requires of
# 2026-07-28 and of 2025-11-25, one line each. Starts the fixture that the suite asks for; with a URL it runs against that.
#
#     judge/conformance.sh [URL]
#
# Takes the suite from judge/node_modules where it is installed. Otherwise it needs npm and network on the first run, and keeps
# the suite, and a Node 22 where the installed one is older, in ${MCP_CONFORMANCE_DIR:-~/.cache/mcp-conformance}.
set -euo pipefail

suite=@modelcontextprotocol/conformance@0.2.0-alpha.12
node=22.23.3
here=$(cd "$(dirname "$0")" && pwd)
dir=${MCP_CONFORMANCE_DIR:-$HOME/.cache/mcp-conformance}
if [ -z "${MCP_CONFORMANCE_DIR:-}" ] && [ -x "$here/node_modules/.bin/conformance" ]; then dir=$here; fi
work=$(mktemp -d)
fixture=

cleanup() {
  if [ -n "$fixture" ]; then kill "$fixture" 2>/dev/null || true; wait "$fixture" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

install_suite() {
  mkdir -p "$dir"
  local packages=("$suite") major
  major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  if [ "${major:-0}" -lt 22 ]; then
    case $(uname -m) in
      x86_64) local arch=x64 ;;
      aarch64) local arch=arm64 ;;
      *) echo "the suite needs Node 22 or later; install it" >&2; exit 2 ;;
    esac
    packages+=("node-linux-$arch@$node")
    export PATH="$dir/node_modules/node-linux-$arch/bin:$PATH"
  fi
  if [ -x "$dir/node_modules/.bin/conformance" ]; then return; fi
  (cd "$dir" && npm init -y && npm install --no-audit --no-fund "${packages[@]}") >"$work/install.log" 2>&1 || {
    tail -5 "$work/install.log" >&2
    echo "the conformance suite could not be installed into $dir" >&2
    exit 2
  }
}

start_fixture() {
  (cd "$here/.." && cargo build --quiet --locked --workspace --bins --examples --tests)
  local target=${CARGO_TARGET_DIR:-$here/../target}
  # There before it is looked for: the process in the background makes it a moment later.
  : >"$work/fixture.log"
  "$target/debug/examples/conformance_fixture" 0 2>"$work/fixture.log" &
  fixture=$!
  for _ in $(seq 300); do
    url=$(sed -n 's/^listening on //p' "$work/fixture.log")
    if [ -n "$url" ]; then return; fi
    sleep 0.1
  done
  cat "$work/fixture.log" >&2
  echo "the fixture did not start" >&2
  exit 2
}

# The server scenarios that a revision requires, as the suite lists them.
required() {
  conformance list --requirements "$1" | awk '/^Server scenarios/ { on = 1; next } /^  - / { if (on) print $2; next } { on = 0 }'
}

run() {
  local revision=$1 name
  conformance server --url "$url" --requirements "$revision" -o "$work/out" >"$work/run.log" 2>&1 || true
  sed -n '/=== SUMMARY ===/,/^Total:/p' "$work/run.log" >"$work/summary"
  for name in $(required "$revision"); do
    if grep -q "^✓ $name: " "$work/summary"; then
      passed=$((passed + 1))
      echo "ok   $revision $name"
    else
      failed=$((failed + 1))
      echo "FAIL $revision $name: $(sed -n "s/^✗ $name: //p" "$work/summary")"
      find "$work/out" -path "*server-$name-*" -name checks.json -exec sed -n 's/.*"errorMessage": /     /p' {} +
    fi
  done
}

conformance() { "$dir/node_modules/.bin/conformance" "$@"; }

url=${1:-}
passed=0 failed=0
install_suite
if [ -z "$url" ]; then start_fixture; fi
run 2026-07-28
run 2025-11-25
# A server that is not there must not look like one that passes.
if [ "$((passed + failed))" -lt 60 ]; then echo "the suite ran fewer scenarios than it requires" >&2; exit 2; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

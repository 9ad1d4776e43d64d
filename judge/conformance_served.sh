#!/usr/bin/env bash
# The conformance scenarios that fit any server, against `mcphub run` of real documents. conformance_served.sh BINARY CHECK DOCUMENT...
# CHECK is a script that takes the server's URL, and fails when a scenario does.
set -euo pipefail
binary=$1 check=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
if [ -x "$here/node_modules/.bin/conformance" ]; then
  # The script writes where the suite is; what is installed stays clean.
  mkdir "$work/suite" && ln -s "$here/node_modules" "$work/suite/node_modules"
  export MCP_CONFORMANCE_DIR="$work/suite"
fi
server=
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

passed=0 failed=0
for document in "$@"; do
  # No scenario calls an upstream that answers; nothing listens at this one.
  : >"$work/server.log"
  "$binary" run "$document" --listen 127.0.0.1:0 --upstream http://127.0.0.1:9 --allow-private-upstreams 2>"$work/server.log" &
  server=$!
  url=
  for _ in $(seq 200); do
    url=$(sed -n 's/^listening on //p' "$work/server.log")
    if [ -n "$url" ]; then break; fi
    sleep 0.1
  done
  if [ -n "$url" ] && "$check" "$url" >"$work/check.log" 2>&1; then
    passed=$((passed + 1)); echo "ok   $(basename "$document"): $(tail -1 "$work/check.log")"
  else
    failed=$((failed + 1)); echo "FAIL $(basename "$document")"; grep -A15 '^FAIL' "$work/check.log" || cat "$work/server.log"
  fi
  kill "$server" && wait "$server" || true
  server=
done
echo "conformance of served documents: $passed passed, $failed failed"
[ "$failed" = 0 ]

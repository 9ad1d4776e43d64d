#!/usr/bin/env bash
# `make bench`: mcphub, alone and as a hub's gateway, beside a bare Rust server (the floor) and FastMCP, interleaved, on one machine; prints a Markdown table.
# Installs what it needs below BENCH_ROOT (nginx and wrk from the system's packages). Measure on a quiet machine.
#   BENCH_ROOT  where everything is installed (default ~/.cache/mcphub-bench)
#   BENCH_FROM  the harness to copy (default ../shared/bench beside this repository)
#   ROUNDS      rounds of each measurement (default 3)
#   WHAT        calls, lists, starts, ingest (default: the first three)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(dirname "$here")
export BENCH_ROOT=${BENCH_ROOT:-$HOME/.cache/mcphub-bench}
from=${BENCH_FROM:-$repository/../shared/bench}
rounds=${ROUNDS:-3}
harness=$BENCH_ROOT/harness
binary=$repository/target/release/mcphub

[ -d "$from" ] || { echo "bench: left out, there is no harness at $from"; exit 0; }
[ -x "$binary" ] || { echo "build it first: make release" >&2; exit 2; }
mkdir -p "$BENCH_ROOT"/{venvs,build,logs} "$harness"
cp -r "$from"/. "$harness"/
chmod -R u+w "$harness"

if ! command -v nginx >/dev/null || ! command -v wrk >/dev/null; then (cd "$harness" && ./install.sh apt); fi
if [ ! -x "$BENCH_ROOT/venvs/fastmcp/bin/uvicorn" ]; then
  "${PYTHON:-python3}" -m venv "$BENCH_ROOT/venvs/fastmcp"
  "$BENCH_ROOT/venvs/fastmcp/bin/pip" install -q --disable-pip-version-check fastmcp==4.1.0 uvicorn==0.54.0 uvloop httptools
fi
if [ ! -x "$BENCH_ROOT/build/floor/release/mcp-floor" ]; then (cd "$harness" && ./install.sh floor); fi
mkdir -p "$harness/specs"
for operations in 20 500 1000; do
  if [ ! -f "$harness/specs/ops$operations.json" ]; then
    (cd "$harness" && python3 gen_openapi.py --ops "$operations" --out "specs/ops$operations.json")
  fi
done

python3 "$here/bench_peer.py" "$harness/run_all.py" "$binary"

export BENCH_OUT=$BENCH_ROOT/results-$(date +%Y%m%d-%H%M%S).jsonl
(cd "$harness" && ./upstream.sh stop 2>/dev/null) || true
(cd "$harness" && ./upstream.sh start)
trap 'cd "$harness" && ./upstream.sh stop || true' EXIT
cd "$harness"
for what in ${WHAT:-calls lists starts}; do
  python3 run_all.py "$what" --rounds "$rounds" --only "${ONLY:-limit-direct,rust-floor,mcphub,mcphub-gateway,fastmcp}" >"$BENCH_ROOT/logs/$what.log" 2>&1 ||
    { tail -20 "$BENCH_ROOT/logs/$what.log" >&2; exit 1; }
done
echo "load average at the end: $(cut -d' ' -f1-3 /proc/loadavg); rows in $BENCH_OUT"
echo
python3 run_all.py summary

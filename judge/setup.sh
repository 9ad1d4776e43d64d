#!/usr/bin/env bash
# Installs the judges into this folder: npm packages into judge/node_modules, Python packages into .cache. Quick when nothing changed.
set -euo pipefail
judge=$(cd "$(dirname "$0")" && pwd)
cache=$(dirname "$judge")/.cache
mkdir -p "$cache"

for program in node npm python3; do
  command -v "$program" >/dev/null || { echo "$program is missing; install Node.js 20 or later and Python 3.10 or later" >&2; exit 2; }
done

# fresh NAME FILE: whether FILE is as it was when NAME was installed.
fresh() { [ -f "$cache/$1.installed" ] && cmp -s "$cache/$1.installed" "$2"; }

if ! fresh npm "$judge/package-lock.json" || [ ! -d "$judge/node_modules" ]; then
  (cd "$judge" && npm ci --no-audit --no-fund --loglevel=error)
  cp "$judge/package-lock.json" "$cache/npm.installed"
fi

# python NAME REQUIREMENTS: an environment of its own; two lines of one SDK cannot share one.
python() {
  if ! fresh "$1" "$2" || [ ! -x "$cache/$1/bin/python" ]; then
    [ -x "$cache/$1/bin/python" ] || python3 -m venv "$cache/$1"
    "$cache/$1/bin/pip" install --quiet --disable-pip-version-check -r "$2"
    cp "$2" "$cache/$1.installed"
  fi
}
python python "$judge/requirements.txt"
python python-1 "$judge/requirements-1.txt"

# The third judge of requests, in Go; without Go the first two judge alone and say so.
if command -v go >/dev/null; then
  (cd "$judge/wire/third" && go build -o "$cache/third" .)
  # The official registry of MCP servers, which reads the hub's. It is large, and what needs it says when it is left out.
  (cd "$judge/hub/connecting/official" && go build -o "$cache/registry" github.com/modelcontextprotocol/registry/cmd/registry) ||
    echo "the official registry cannot be built; make hub-bundle goes without it" >&2
else
  echo "go is missing; make wire goes without its third judge, make hub-bundle without the official registry (install Go 1.26 or later)" >&2
fi

#!/usr/bin/env bash
# Installs what building and testing the console needs: npm packages into web/node_modules, and Chromium where it is missing and may be
# installed. Quick when nothing changed. `setup.sh --build`: without the browser.
set -euo pipefail
web=$(cd "$(dirname "$0")" && pwd)
cache=$(dirname "$web")/.cache
mkdir -p "$cache"

for program in node npm; do
  command -v "$program" >/dev/null || { echo "$program is missing; install Node.js 20 or later" >&2; exit 2; }
done
if ! cmp -s "$cache/web.installed" "$web/package-lock.json" || [ ! -d "$web/node_modules" ]; then
  (cd "$web" && npm ci --no-audit --no-fund --loglevel=error)
  cp "$web/package-lock.json" "$cache/web.installed"
fi
[ "${1:-}" = --build ] && exit

browser() { [ -x "${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null; }
if ! browser && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null && \
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium >/dev/null || true
fi
browser || { echo "Chromium is missing; install it, or say where it is by CHROMIUM" >&2; exit 2; }

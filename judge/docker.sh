#!/usr/bin/env bash
# Installs what servers in containers are tested with, where it is missing and may be: Debian's Docker engine, and a compiler for the static runtime.
# Starts nothing: a test starts an engine of its own, and ends it.
set -euo pipefail
missing=()
[ -x /usr/sbin/dockerd ] || command -v dockerd >/dev/null || missing+=(docker.io)
command -v musl-gcc >/dev/null || missing+=(musl-tools)
[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null || true
fi

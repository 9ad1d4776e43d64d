#!/usr/bin/env bash
# Builds Docker Compose from its Go module into .cache/compose, where it is missing or of another version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
bin="$(cd ../.. && pwd)/.cache/compose"
stamp="$(cat build.sh go.mod go.sum | sha256sum)"
[ -f "$bin/.stamp" ] && [ "$(cat "$bin/.stamp")" = "$stamp" ] && exit
command -v go >/dev/null || { echo "compose: Go 1.26 or later is missing" >&2; exit 2; }
mkdir -p "$bin"
module=github.com/docker/compose/v2
version="$(go list -m -f '{{.Version}}' $module)"
echo "compose: building $module $version: some minutes, once" >&2
# A cache of its own, that can be thrown away.
export GOCACHE="$bin/go-build" CGO_ENABLED=0
nice go build -mod=readonly -trimpath -ldflags "-s -w -X $module/internal.Version=$version" -o "$bin/docker-compose" $module/cmd
rm -rf "$GOCACHE"
echo "$stamp" >"$bin/.stamp"

#!/usr/bin/env bash
# Builds Vault and its plugin for Kubernetes' tokens where they are missing or of another version, from Go modules, into .cache/vault/bin.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$here"

stamp="$(cat build.sh go.mod go.sum | sha256sum)"
[ -f "$bin/.stamp" ] && [ "$(cat "$bin/.stamp")" = "$stamp" ] && exit
command -v go >/dev/null || { echo "vault: Go 1.26 or later is missing" >&2; exit 2; }
mkdir -p "$bin"
# A cache of its own, that can be thrown away: a build is needed once, and leaves gigabytes.
export GOCACHE="$(dirname "$bin")/go-build" CGO_ENABLED=0
echo "vault: building Vault $version: a quarter of an hour of work for one core, once" >&2
# Vault's own `minimal` leaves out the plugins of clouds, which weigh more than all the rest. The one that we need of what is left out is
# built as the program that its authors make of it, and registered, as in an installation that is extended.
nice go build -mod=readonly -trimpath -tags minimal -ldflags "-s -w" -o "$bin/" github.com/hashicorp/vault
nice go build -mod=readonly -trimpath -ldflags "-s -w" -o "$bin/plugins/" github.com/hashicorp/vault-plugin-auth-kubernetes/cmd/vault-plugin-auth-kubernetes
rm -rf "$GOCACHE"
echo "$stamp" >"$bin/.stamp"

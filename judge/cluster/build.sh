#!/usr/bin/env bash
# Builds what of the cluster is missing or of another version, from Go modules, into .cache/cluster/bin.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$here"

programs=(
  k8s.io/kubernetes/cmd/{kube-apiserver,kube-controller-manager,kube-scheduler,kubelet,kube-proxy,kubectl}
  github.com/cloudnativelabs/kube-router/v2/cmd/kube-router sigs.k8s.io/metrics-server/cmd/metrics-server
  helm.sh/helm/v3/cmd/helm ./coredns ./pause ./echo
)
stamp="$(cat build.sh go.mod go.sum coredns/*.go pause/*.go echo/*.go | sha256sum)"
[ -f "$bin/.stamp" ] && [ "$(cat "$bin/.stamp")" = "$stamp" ] && exit
command -v go >/dev/null || { echo "cluster: Go 1.26 or later is missing" >&2; exit 2; }
mkdir -p "$bin"

# Kubernetes says its version by these; without them it says v0.0.0, which clients cannot compare.
base=k8s.io/component-base/version
flags="-s -w -X $base.gitMajor=1 -X $base.gitMinor=34 -X $base.gitVersion=$version -X $base.gitTreeState=clean"
flags+=" -X helm.sh/helm/v3/internal/version.version=v3.19.5 -X helm.sh/helm/v3/internal/version.gitTreeState=clean"
# A cache of its own, that can be thrown away: a build is needed once, and leaves gigabytes.
export GOCACHE="$(dirname "$bin")/go-build" CGO_ENABLED=0
echo "cluster: building Kubernetes $version: a quarter of an hour of work for one core, once" >&2
nice go build -mod=readonly -trimpath -ldflags "$flags" -o "$bin/" "${programs[@]}"
nice go build -mod=readonly -trimpath -ldflags "$flags" -o "$bin/etcd" go.etcd.io/etcd/server/v3
rm -rf "$GOCACHE"
echo "$stamp" >"$bin/.stamp"

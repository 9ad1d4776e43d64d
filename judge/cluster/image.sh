#!/usr/bin/env bash
# Images without a registry.
#   image.sh make NAME:TAG BINARY FILE.tar   an image FROM scratch with one static program in it, /BINARY
#   image.sh import FILE.tar ...             brings images (of `docker save`, or OCI layouts) to every node
#   image.sh list                            says what the nodes have
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

digest() { sha256sum "$1" | cut -d' ' -f1; }
# Puts a file among the blobs under its digest, and says the descriptor of it.
blob() { # FILE MEDIA-TYPE
  local name; name="$(digest "$1")"
  local size; size="$(stat -c %s "$1")"
  mv "$1" "$work/blobs/sha256/$name"
  echo "{\"mediaType\":\"application/vnd.oci.image.$2\",\"digest\":\"sha256:$name\",\"size\":$size"
}

make_image() { # NAME BINARY FILE
  work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/blobs/sha256"
  local program; program="$(basename "$2")"
  local plain=(--sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu)
  tar "${plain[@]}" --mode=0755 -C "$(dirname "$2")" -cf "$work/layer" "$program"
  local layer; layer="sha256:$(digest "$work/layer")"
  local rootfs; rootfs="$(blob "$work/layer" layer.v1.tar)}"
  echo "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Entrypoint\":[\"/$program\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"$layer\"]}}" >"$work/config"
  local config; config="$(blob "$work/config" config.v1+json)}"
  echo "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":$config,\"layers\":[$rootfs]}" >"$work/manifest"
  local manifest; manifest="$(blob "$work/manifest" manifest.v1+json)"
  echo "{\"schemaVersion\":2,\"manifests\":[$manifest,\"annotations\":{\"io.containerd.image.name\":\"$1\",\"org.opencontainers.image.ref.name\":\"${1##*:}\"}}]}" >"$work/index.json"
  echo '{"imageLayoutVersion":"1.0.0"}' >"$work/oci-layout"
  tar "${plain[@]}" -C "$work" -cf "$3" blobs index.json oci-layout
}

on_nodes() { local node; for node in "${nodes[@]}"; do ctr -a "$state/$node/containerd.sock" -n k8s.io "$@"; done; }

case "${1:-}" in
  make) make_image "$2" "$3" "$4" ;;
  import) shift; for file in "$@"; do on_nodes images import "$file"; done ;;
  list) on_nodes images list -q | grep -v '^sha256:' | sort -u ;;
  *) sed -n '2,5s/^# *//p' "$0"; exit 2 ;;
esac

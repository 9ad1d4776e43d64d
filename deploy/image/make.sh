#!/usr/bin/env bash
# Makes the images of the hub and of the runtime as archives, without an engine: FROM scratch, the same bytes of the same programs.
#   make.sh PROGRAMS FOLDER      PROGRAMS: the folder with the static mcphub and mcphub-runtime, for amd64; FOLDER: mcphub.tar and mcphub-runtime.tar come here
# `docker load -i`, `podman load -i`, `ctr images import` and `skopeo copy oci-archive:` take them. VERSION names the tag, the workspace's version if unset.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
programs="$1"; folder="$2"
version="${VERSION:-$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/../../Cargo.toml" | head -1)}"
[ -n "$version" ] || { echo "make.sh: no version is known; set VERSION"; exit 2; }
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT
# No time and no owner but the one that is meant: nothing of the machine is in an archive.
plain=(--sort=name --mtime=@0 --numeric-owner --format=gnu)
# Nobody, as in the images that the hub makes.
user=65532

# Moves a file among the blobs, under its digest, and says its descriptor, which is left open.
blob() { # FILE MEDIA-TYPE
  local name; name="$(sha256sum "$1" | cut -d' ' -f1)"
  local size; size="$(stat -c %s "$1")"
  mv "$1" "$image/blobs/sha256/$name"
  echo "{\"mediaType\":\"application/vnd.oci.image.$2\",\"digest\":\"sha256:$name\",\"size\":$size"
}

digest_of() { sed 's/.*"digest":"\(sha256:[0-9a-f]*\)".*/\1/' <<<"$1"; }

# One image of the tree $work/NAME/tree; CONFIG is what its containers are told, as JSON.
make_image() { # NAME TITLE CONFIG
  local name="$1" root="$work/$1/tree"; image="$work/$1/image"
  mkdir -p "$image/blobs/sha256"
  # What nobody writes to is root's; a working directory is the user's, so that a volume that is put there is, too.
  tar "${plain[@]}" --owner=0 --group=0 --exclude=./var/lib/mcphub -C "$root" -cf "$work/layer" .
  if [ -d "$root/var/lib/mcphub" ]; then tar "${plain[@]}" --owner=$user --group=$user -C "$root" -rf "$work/layer" ./var/lib/mcphub; fi
  local layer="sha256:$(sha256sum "$work/layer" | cut -d' ' -f1)"
  # Not compressed: whoever pushes it does that.
  local layers; layers="$(blob "$work/layer" layer.v1.tar)}"
  local labels="{\"org.opencontainers.image.title\":\"$2\",\"org.opencontainers.image.version\":\"$version\",\"org.opencontainers.image.licenses\":\"$(sed -n 's/^license = "\(.*\)"/\1/p' "$here/../../Cargo.toml")\"}"
  echo "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"User\":\"$user:$user\",\"Labels\":$labels,$3},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"$layer\"]}}" >"$work/config"
  local config; config="$(blob "$work/config" config.v1+json)}"
  echo "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":$config,\"layers\":[$layers],\"annotations\":$labels}" >"$work/manifest"
  local manifest; manifest="$(blob "$work/manifest" manifest.v1+json)"
  echo "{\"schemaVersion\":2,\"manifests\":[$manifest,\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/$name:$version\",\"org.opencontainers.image.ref.name\":\"$version\"}}]}" >"$image/index.json"
  echo '{"imageLayoutVersion":"1.0.0"}' >"$image/oci-layout"
  # The same for engines that do not read OCI layouts.
  local place="blobs/sha256/"; local of_config; of_config="$(digest_of "$config")"; local of_layer; of_layer="$(digest_of "$layers")"
  echo "[{\"Config\":\"$place${of_config#sha256:}\",\"RepoTags\":[\"$name:$version\"],\"Layers\":[\"$place${of_layer#sha256:}\"]}]" >"$image/manifest.json"
  mkdir -p "$folder"
  tar "${plain[@]}" --owner=0 --group=0 -C "$image" -cf "$folder/$name.tar" blobs index.json manifest.json oci-layout
  echo "$name:$version is in $folder/$name.tar"
}

tree="$work/mcphub/tree"
# The hub finds the runtime beside itself, and puts it into the images that it makes.
install -D -m 755 "$programs/mcphub" "$tree/mcphub"
install -D -m 755 "$programs/mcphub-runtime" "$tree/runtime/amd64/mcphub-runtime"
install -d -m 755 "$tree/var" "$tree/var/lib"
install -d -m 700 "$tree/var/lib/mcphub"
install -d -m 700 "$tree/var/lib/mcphub/images" "$tree/var/lib/mcphub/replicas"
make_image mcphub "MCP Hub" '"Entrypoint":["/mcphub"],"Cmd":["serve"],"WorkingDir":"/var/lib/mcphub","ExposedPorts":{"8080/tcp":{}},"StopSignal":"SIGTERM"'
install -D -m 755 "$programs/mcphub-runtime" "$work/mcphub-runtime/tree/mcphub-runtime"
make_image mcphub-runtime "MCP Hub runtime" '"Entrypoint":["/mcphub-runtime"],"Cmd":["/blueprint.json"],"ExposedPorts":{"8080/tcp":{}},"StopSignal":"SIGTERM"'

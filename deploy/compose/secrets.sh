#!/usr/bin/env bash
# Makes the secrets that compose.yaml reads, once: passwords and the master key. Keep a copy of the folder elsewhere: without the master
# key the database is worth nothing. Run again, it leaves what is there.
set -euo pipefail
folder="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets"
if [ -e "$folder/mcphub.toml" ]; then echo "the secrets are there already: $folder"; exit; fi
# Containers read the files as users of their own; nobody else gets into the folder.
mkdir -p "$folder"; chmod 700 "$folder"; umask 022
random() { openssl rand -hex 24; }
postgres="$(random)"; redis="$(random)"
printf %s "$postgres" >"$folder/postgres"
random >"$folder/grafana"
printf 'requirepass %s\nsave ""\nappendonly no\nmaxmemory-policy noeviction\n' "$redis" >"$folder/redis.conf"
cat >"$folder/mcphub.toml" <<TOML
# Where everything is, with its passwords. Other settings may be written here, too.
[database]
url = "postgres://mcphub:$postgres@postgres/mcphub"
connections = 10
[redis]
url = "redis://:$redis@redis:6379"
[secrets]
master_key = "$(openssl rand -base64 32)"
TOML
echo "the secrets are in $folder"

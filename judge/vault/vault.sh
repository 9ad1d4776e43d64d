#!/usr/bin/env bash
# Starts a HashiCorp Vault on this machine, unsealed, with what the hub uses of it, and prints where its address and its root token are.
# `vault.sh stop` ends it and wipes it; `vault.sh down` ends it and leaves what it keeps, with which the next start goes on.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

say() { echo "vault: $*" >&2; }
vault() { VAULT_ADDR="$address" VAULT_TOKEN="$(cat "$state/root-token" 2>/dev/null || true)" HOME="$state" "$bin/vault" "$@"; }

down() {
  alive "$state/vault.pid" && kill "$(cat "$state/vault.pid")" || true
  for _ in {1..100}; do alive "$state/vault.pid" || break; sleep 0.1; done
  alive "$state/vault.pid" && kill -KILL "$(cat "$state/vault.pid")" || true
}

# An authority of its own, and what it signed for this address.
certificate() {
  local name subject="subjectAltName=IP:127.0.0.1,DNS:localhost"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=vault-ca" -keyout "$state/ca.key" -out "$state/ca.crt" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=vault" -addext "$subject" -keyout "$state/vault.key" -out "$state/vault.csr"
  openssl x509 -req -in "$state/vault.csr" -CA "$state/ca.crt" -CAkey "$state/ca.key" -CAcreateserial -days 30 -copy_extensions copy -out "$state/vault.crt"
}

configuration() {
  cat <<END
disable_mlock = true
plugin_directory = "$(realpath "$bin/plugins")"
api_addr = "$address"
cluster_addr = "https://127.0.0.1:$((port + 2))"
storage "raft" {
  path = "$state/data"
  node_id = "one"
  performance_multiplier = 1
}
listener "tcp" {
  address = "127.0.0.1:$port"
  cluster_address = "127.0.0.1:$((port + 2))"
  tls_disable = true
}
listener "tcp" {
  address = "127.0.0.1:$((port + 1))"
  cluster_address = "127.0.0.1:$((port + 2))"
  tls_cert_file = "$state/vault.crt"
  tls_key_file = "$state/vault.key"
}
END
}

wait_for() { # SECONDS WHAT COMMAND...
  local left=$(($1 * 10)) what="$2"; shift 2
  until "$@" >/dev/null 2>&1; do
    alive "$state/vault.pid" && [ $((left--)) -gt 0 ] || { say "$what does not come; see $state/vault.log"; exit 1; }
    sleep 0.1
  done
}

health() { curl -so /dev/null -m 5 -w '%{http_code}' "$address/v1/sys/health"; }
answers() { [ "$(health)" != 000 ]; }
is_active() { [ "$(health)" = 200 ]; }

# What a fresh one is given: KV at secret/, transit, AppRole, Kubernetes' tokens, and a record of every request.
furnish() {
  local plugin=vault-plugin-auth-kubernetes
  vault plugin register -sha256="$(sha256sum "$bin/plugins/$plugin" | cut -d' ' -f1)" -command="$plugin" auth kubernetes
  vault secrets enable -path=secret -version=2 kv
  vault secrets enable transit
  vault auth enable approle
  vault auth enable kubernetes
  vault audit enable file file_path="$state/audit.log"
}

if [ "${1:-start}" = stop ]; then down; rm -rf --one-file-system "$state"; exit; fi
if [ "${1:-start}" = down ]; then down; exit; fi
"$here/build.sh"
if ! alive "$state/vault.pid" || ! is_active; then
  command -v openssl >/dev/null && command -v curl >/dev/null || { say "openssl and curl are needed"; exit 2; }
  down
  mkdir -p "$state/data"
  # Keys are in here.
  chmod 700 "$state"
  [ -f "$state/vault.crt" ] || certificate 2>"$state/openssl.log"
  configuration >"$state/vault.hcl"
  HOME="$state" setsid "$bin/vault" server -config="$state/vault.hcl" </dev/null >>"$state/vault.log" 2>&1 &
  echo $! >"$state/vault.pid"
  wait_for 30 "its answer" answers
  if ! [ -f "$state/unseal-key" ]; then
    made="$(vault operator init -key-shares=1 -key-threshold=1)"
    sed -n 's/^Unseal Key 1: //p' <<<"$made" >"$state/unseal-key"
    sed -n 's/^Initial Root Token: //p' <<<"$made" >"$state/root-token"
    fresh=1
  fi
  vault operator unseal "$(cat "$state/unseal-key")" >/dev/null
  wait_for 60 "its leadership" is_active
  if [ -n "${fresh:-}" ]; then furnish >"$state/furnish.log"; fi
  printf 'export VAULT_ADDR=%s\nexport VAULT_TOKEN=%s\n' "$address" "$(cat "$state/root-token")" >"$state/env"
fi
echo "$state/env"

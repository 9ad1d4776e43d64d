# Names, places and addresses of the Vault, for the scripts of this folder; sourced, never run.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
bin="$(cd "$here/../.." && pwd)/.cache/vault/bin"
state="${MCPHUB_VAULT_STATE:-/tmp/mcphub-vault-$(id -u)}"
# Without TLS; the next port has it, and the one after that is Vault's for itself.
port="${MCPHUB_VAULT_PORT:-18200}"
address="http://127.0.0.1:$port"
version=v1.21.2

alive() { [ -f "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }

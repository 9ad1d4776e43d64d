#!/usr/bin/env bash
# Installs and starts the PostgreSQL and Redis that tests use, on loopback ports of their own, and writes where they are to .cache/services/env.
# What is missing is left out with a word; tests that need it then say that they skip. `services.sh stop` ends them.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD/.cache/services"
# PostgreSQL does not run as root, and its socket's path must be short.
data="${MCPHUB_SERVICES_DATA:-/tmp/mcphub-services-$(id -u)}"
port_postgres=54329
port_redis=63799

stop() {
  [ -f "$data/redis.pid" ] && kill "$(cat "$data/redis.pid")" 2>/dev/null || true
  if [ -d "$data/postgres" ]; then as_postgres "$(bin_of pg_ctl)" -D "$data/postgres" -m immediate stop >/dev/null 2>&1 || true; fi
  rm -rf "$data" "$root"
}

bin_of() {
  command -v "$1" || ls /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -1
}

as_postgres() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi
}

install_missing() {
  local missing=()
  [ -n "$(bin_of initdb)" ] || missing+=(postgresql)
  command -v redis-server >/dev/null || missing+=(redis-server)
  # What turns the clock of a process.
  command -v faketime >/dev/null || missing+=(faketime)
  if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null && \
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null || true
  fi
}

start_postgres() {
  if [ -z "$(bin_of initdb)" ]; then echo "services: PostgreSQL is missing; its tests are left out"; return; fi
  if ! [ -d "$data/postgres" ]; then
    mkdir -p "$data/postgres"
    [ "$(id -u)" = 0 ] && chown postgres "$data" "$data/postgres"
    as_postgres "$(bin_of initdb)" -D "$data/postgres" -U mcphub --auth=trust --encoding=UTF8 --no-sync >"$root/initdb.log" 2>&1
  fi
  # Nothing here has to survive the machine: tests are faster without waiting for the disk.
  as_postgres "$(bin_of pg_ctl)" -D "$data/postgres" -w -l "$data/postgres.log" \
    -o "-c listen_addresses=127.0.0.1 -p $port_postgres -c unix_socket_directories=$data -c fsync=off -c max_connections=300" \
    start >"$root/pg_ctl.log" 2>&1
  echo "export MCPHUB_TEST_POSTGRES=postgres://mcphub@127.0.0.1:$port_postgres" >>"$root/env"
}

start_redis() {
  if ! command -v redis-server >/dev/null; then echo "services: Redis is missing; its tests are left out"; return; fi
  redis-server --port $port_redis --bind 127.0.0.1 --save '' --appendonly no --daemonize yes --dir "$data" \
    --pidfile "$data/redis.pid" --logfile "$data/redis.log" >/dev/null
  echo "export MCPHUB_TEST_REDIS=redis://127.0.0.1:$port_redis" >>"$root/env"
}

is_up() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

if [ "${1:-start}" = stop ]; then stop; exit; fi
mkdir -p "$root" "$data"
install_missing
: >"$root/env"
if is_up $port_postgres; then echo "export MCPHUB_TEST_POSTGRES=postgres://mcphub@127.0.0.1:$port_postgres" >>"$root/env"; else start_postgres; fi
if is_up $port_redis; then echo "export MCPHUB_TEST_REDIS=redis://127.0.0.1:$port_redis" >>"$root/env"; else start_redis; fi
cat "$root/env"

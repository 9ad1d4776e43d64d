#!/bin/sh
# What the official image of PostgreSQL does when it starts, as far as compose.yaml asks for it: a database of its own at first, then the server.
set -eu
case "${1:-}" in -*) set -- postgres "$@" ;; esac
[ "${1:-}" = postgres ] || exec "$@"
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --clear-groups -- "$0" "$@"
fi
if ! [ -s "$PGDATA/PG_VERSION" ]; then
  [ -z "${POSTGRES_PASSWORD_FILE:-}" ] || POSTGRES_PASSWORD="$(cat "$POSTGRES_PASSWORD_FILE")"
  [ -n "${POSTGRES_PASSWORD:-}" ] || { echo "POSTGRES_PASSWORD is missing" >&2; exit 1; }
  user="${POSTGRES_USER:-postgres}"; database="${POSTGRES_DB:-$user}"
  umask 077; echo "$POSTGRES_PASSWORD" >/tmp/password
  initdb -D "$PGDATA" -U "$user" --pwfile=/tmp/password --encoding=UTF8
  : >/tmp/password
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  # Nobody else gets in before it is whole.
  pg_ctl -D "$PGDATA" -w -o "-c listen_addresses=''" start
  [ "$database" = postgres ] || psql -U "$user" -d postgres -q -c "CREATE DATABASE \"$database\""
  pg_ctl -D "$PGDATA" -w -m fast stop
fi
unset POSTGRES_PASSWORD
exec "$@"

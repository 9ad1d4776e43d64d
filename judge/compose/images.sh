#!/usr/bin/env bash
# Stand-ins for the images of PostgreSQL, Redis and Caddy that compose.yaml names, for machines that cannot pull them: Debian's programs with the
# libraries that they need, under the official images' names, with the same commands, environment, volumes and users. Their versions are Debian's.
#   images.sh FOLDER     the engine is DOCKER_HOST's; FOLDER: where Debian's package of Caddy is kept
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
kept="$1"
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT
postgres="$(ls -d /usr/lib/postgresql/* | sort -V | tail -1)"

# Copies programs, and the libraries that they are linked with.
programs() { # TREE PROGRAM...
  local tree="$1" program; shift
  for program in "$@"; do
    [[ "$program" = /* ]] || program="$(command -v "$program")"
    { echo "$program"; ldd "$program" | grep -o '/[^ ]*'; } | xargs -I{} cp -Ln --parents {} "$tree"
  done
}
start() { # NAME [USER]
  mkdir -p "$work/$1"/{bin,etc,tmp,usr/local/bin}; chmod 1777 "$work/$1/tmp"
  echo 'root:x:0:0::/:/bin/sh' >"$work/$1/etc/passwd"; echo 'root:x:0:' >"$work/$1/etc/group"
  [ -z "${2:-}" ] || { echo "$2:x:999:999::/:/bin/sh" >>"$work/$1/etc/passwd"; echo "$2:x:999:" >>"$work/$1/etc/group"; }
  [ ! -f "$here/$1.sh" ] || install -m 755 "$here/$1.sh" "$work/$1/usr/local/bin/docker-entrypoint.sh"
}
# Makes an image of the tree, under the name that compose.yaml has for it; what its containers are told comes by standard input.
finish() { # NAME
  local image; image="$(sed -n "s/^ *image: \${${1^^}_IMAGE:-\(.*\)}$/\1/p" "$here/../../deploy/compose.yaml")"
  { printf 'FROM scratch\nADD tree /\n'; cat; } >"$work/$1.file"
  # The builder that every engine has; it says of itself that it is old.
  tar -C "$work" -c "$1.file" "$1" --transform "s,^$1\.file$,Dockerfile," --transform "s,^$1/,./tree/," | DOCKER_BUILDKIT=0 docker build -q -t "$image" - >"$work/said" 2>&1 ||
    { cat "$work/said" >&2; exit 1; }
  echo "$image"
}

start postgres postgres
programs "$work/postgres" /bin/sh cat chmod chown id mkdir setpriv "$postgres"/bin/*
cp -L --parents $(ls "$postgres"/lib/*.so | grep -v llvmjit) "$work/postgres"
cp -rL --parents "/usr/share/postgresql/${postgres##*/}" /usr/share/zoneinfo /usr/lib/locale/C.utf8 "$work/postgres"
finish postgres <<FILE
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
ENV PATH=$postgres/bin:/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 PGDATA=/var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
FILE

start redis redis
programs "$work/redis" /bin/sh chown find grep id setpriv redis-server redis-cli
mkdir "$work/redis/data"
finish redis <<FILE
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
ENV PATH=/usr/local/bin:/usr/bin:/bin
WORKDIR /data
VOLUME /data
EXPOSE 6379
FILE

start caddy
mkdir -p "$kept"
ls "$kept"/caddy_*.deb >/dev/null 2>&1 || (cd "$kept" && apt-get download -q caddy >/dev/null 2>&1)
dpkg -x "$kept"/caddy_*.deb "$work/package"
install -D -m 755 "$work/package/usr/bin/caddy" "$work/caddy/usr/bin/caddy"
ldd "$work/caddy/usr/bin/caddy" | grep -o '/[^ ]*' | xargs -I{} cp -Ln --parents {} "$work/caddy"
mkdir -p "$work/caddy"/{config,data,srv}
finish caddy <<FILE
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
ENV PATH=/usr/bin XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
WORKDIR /srv
EXPOSE 80 443
FILE

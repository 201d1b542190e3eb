# shellcheck shell=bash
# Sourced instead of env.sh by what needs the database: postgres_up starts the private cluster, unless PGHOST names a server.
#
# Nobody has to stop it: each user holds a shared lock on a file, which what it starts inherits and the kernel drops however
# they end, and a keeper waits for the exclusive lock, that is for the last of them to go, and then stops the cluster.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && exec runuser -u postgres -- "$@"); else "$@"; fi; }   # it refuses root
postgres_running() { as_postgres "$PG_BIN/pg_ctl" -D "$PG_DIR/data" status >/dev/null 2>&1; }

postgres_up() {
  if [ -z "${JR_PRIVATE_PG:-}" ]; then
    psql -XqAtc 'select' postgres || fail "no PostgreSQL answers at PGHOST=$PGHOST: start it, or unset PGHOST for a private one"
    return
  fi
  mkdir -p "$STATE"
  exec 8>>"$STATE/pg.users"
  flock -s 8
  (
    flock 9
    [ -e "$PG_DIR/made" ] || postgres_make
    postgres_running || postgres_start
  ) 9>>"$STATE/pg.lock"
}

postgres_make() {
  say "PostgreSQL cluster in $PG_DIR"
  rm -rf "$PG_DIR"
  mkdir -p "$PG_DIR"
  chmod 700 "$PG_DIR"
  [ ${#PG_DIR} -lt 85 ] || fail "the path $PG_DIR is too long for a socket: set JR_CACHE to a shorter one"
  if [ "$(id -u)" = 0 ]; then
    chmod a+x "$CACHE" "$STATE"
    chown postgres: "$PG_DIR"
    as_postgres test -w "$PG_DIR" || fail "the user postgres cannot enter $PG_DIR: set JR_CACHE to a folder that it can enter"
  fi
  # trust: only the owner can enter the folder of the socket
  as_postgres "$PG_BIN/initdb" -D "$PG_DIR/data" -U odoo -A trust -E UTF8 --locale=C.UTF-8 >"$LOCAL/log/initdb.log" ||
    fail "initdb failed: see $LOCAL/log/initdb.log"
  cat >>"$PG_DIR/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$PG_DIR'
port = $PGPORT
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
jit = off
CONF
  # what the tests make can be made again
  [ "${JR_CLUSTER:-run}" != test ] || printf '%s = off\n' fsync synchronous_commit full_page_writes >>"$PG_DIR/data/postgresql.conf"
  touch "$PG_DIR/made"
}

postgres_start() {
  as_postgres "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/log" -w -t 60 start >/dev/null 8>&- 9>&- ||
    fail "PostgreSQL does not start: see $PG_DIR/log$([ "${JR_CLUSTER:-run}" != test ] || echo ", or remove $STATE: only tests use it")"
  # shellcheck disable=SC2016
  setsid bash -c 'trap "" INT TERM HUP; flock 8; pid=$(head -n 1 "$1") && kill -INT "$pid"; while kill -0 "$pid"; do sleep 0.1; done' \
    keeper "$PG_DIR/data/postmaster.pid" 8>>"$STATE/pg.users" 9>&- </dev/null >/dev/null 2>&1 &
}

# Before a script ends: lets the cluster go and, unless somebody else uses it, waits until it has stopped.
postgres_leave() {
  [ -n "${JR_PRIVATE_PG:-}" ] || return 0
  exec 8>&-
  while postgres_running && { postgres_stop_unused || ! flock -ns "$STATE/pg.users" true; }; do sleep 0.1; done
  [ ! -e "$STATE/pg.users" ] || flock -s "$STATE/pg.users" true   # the keeper goes last
}
postgres_stop_unused() { (flock -n 8 && as_postgres "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m fast stop >/dev/null) 8>>"$STATE/pg.users"; }

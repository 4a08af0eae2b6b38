#!/bin/sh
# What the official image's entry does, as far as docker-compose.yml asks for it: the user, its password and its database are made at the first start.
set -e
export PGDATA=/var/lib/postgresql/data
as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
local_only="-c listen_addresses= -c unix_socket_directories=/tmp"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chown -R postgres "$PGDATA"
  chmod 700 "$PGDATA"
  # shellcheck disable=SC2086 # several words
  as_postgres initdb -U "$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256 $POSTGRES_INITDB_ARGS >/dev/null
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  as_postgres pg_ctl -D "$PGDATA" -o "$local_only" -w start >/dev/null
  createdb -h /tmp -U "$POSTGRES_USER" "$POSTGRES_USER"
  as_postgres pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null
fi
install -d -o postgres -g postgres /var/run/postgresql
exec setpriv --reuid=postgres --regid=postgres --clear-groups postgres -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql

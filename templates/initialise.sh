#!/usr/bin/env bash
# Makes a node's data, once. Reads the superuser's password as one line of its input, runs the steps
# of the image's own entrypoint, and writes the completion mark last. Everything is made beside the
# final place and renamed when it is whole, so what a failed attempt leaves has never been served and
# the next attempt starts afresh.
set -Eeo pipefail

conf=$(readlink -f /etc/citus-deploy/conf/current)
data=/var/lib/citus-deploy
password=/run/citus-deploy/superuser-password
# shellcheck source=functions.sh
source "$conf/functions.sh"
# The image's entrypoint is written to be reused like this; see its docker-ensure-initdb.sh.
# shellcheck source=/dev/null
source "$(command -v docker-entrypoint.sh)"

# Settings that the server would refuse are found before anything is made.
check_settings() {
  local empty said
  empty=$(mktemp -d /run/citus-deploy/empty.XXXXXX)
  chown postgres "$empty"
  if ! said=$(as_postgres postgres -C port -D "$empty" \
    -c config_file=/etc/citus-deploy/conf/current/postgresql.conf 2>&1); then
    printf '%s\n' "$said" | grep -v 'skipping missing configuration file' >&2 || true
    refuse "PostgreSQL refuses its configuration; nothing was made"
  fi
}

# As PostgreSQL's user: initdb, a temporary server without TCP, the files of image and cluster.
make_data() {
  shopt -s nullglob
  export POSTGRES_PASSWORD_FILE=$password
  docker_setup_env
  # initdb reads it from the shell; the temporary server and the init files need no password.
  export -n POSTGRES_PASSWORD
  docker_init_database_dir
  unset POSTGRES_PASSWORD

  docker_temp_server_start postgres \
    -c config_file=/etc/citus-deploy/conf/current/postgresql.conf \
    -c hba_file=/etc/citus-deploy/conf/current/pg_hba.conf \
    -c ident_file=/etc/citus-deploy/conf/current/pg_ident.conf
  docker_setup_db
  docker_process_init_files /docker-entrypoint-initdb.d/*
  docker_process_init_files "$conf"/initdb/*
  docker_temp_server_stop
}

# Puts the data in its place and says so in a file, in this order even when the power fails. The data
# itself is on disk: initdb and the server's last checkpoint saw to that.
finish() {
  [ ! -d "$data/pgdata" ] || rmdir "$data/pgdata"
  mv "$PGDATA" "$data/pgdata"
  printf 'cluster=%s\nnode=%s\npostgres=%s\nfingerprint=%s\n' \
    "$CITUS_DEPLOY_CLUSTER" "$CITUS_DEPLOY_NODE" "$(cat "$data/pgdata/PG_VERSION")" \
    "$CITUS_DEPLOY_FINGERPRINT" >"$data/initialised.new"
  to_disk
  mv -f "$data/initialised.new" "$data/initialised"
  to_disk
}

# Only the data's file system, where sync can do that: another may have much to write.
to_disk() {
  sync -f "$data" 2>/dev/null || sync
}

if [ "${1:-}" = make-data ]; then
  make_data
  exit 0
fi

# An attempt whose connection was cut may still be at work: wait for it and see what it did.
exec 9<"$data"
flock 9

if [ -e "$data/initialised" ]; then
  is_ours || refuse "the data belongs to another node; see the file 'initialised' in the data folder"
  echo "citus-deploy: the data is complete already"
  exit 0
fi
if [ -d "$data/pgdata" ] && [ -n "$(ls -A "$data/pgdata")" ]; then
  refuse "the data folder's pgdata is not empty but has no completion mark: it is half made or not ours, and is left as it is"
fi

place_keys
touch "$password"
chown postgres "$password"
chmod 0600 "$password"
IFS= read -r secret || [ -n "$secret" ] || refuse "no password was given on standard input"
printf '%s\n' "$secret" >"$password"
unset secret

check_settings
rm -rf "$PGDATA"
docker_create_db_directories
as_postgres bash "$conf/initialise.sh" make-data </dev/null
rm -f "$password"

finish
echo "citus-deploy: the data is complete"

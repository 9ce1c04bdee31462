#!/usr/bin/env bash
# Entry point of the rehearsal image. Written anew to the contract of the official PostgreSQL
# image: the same variables, the same functions for scripts that source this file, the same order
# of events. What differs: local logins during and after initialisation ask for the password unless
# POSTGRES_INITDB_ARGS or POSTGRES_HOST_AUTH_METHOD say otherwise; nothing here writes "trust" on
# its own.
set -Eeo pipefail

# file_env NAME [DEFAULT]: exports NAME from itself, else from the file named by NAME_FILE, else
# the default. Both at once would leave open which one counts.
file_env() {
  local name=$1 value=${2:-}
  local file_name=${1}_FILE
  if [[ -n ${!name:-} && -n ${!file_name:-} ]]; then
    printf >&2 'error: both %s and %s are set (but are exclusive)\n' "$name" "$file_name"
    exit 1
  fi
  if [[ -n ${!name:-} ]]; then
    value=${!name}
  elif [[ -n ${!file_name:-} ]]; then
    value=$(<"${!file_name}")
  fi
  export "$name=$value"
  unset "$file_name"
}

# True when another script sources this one: then it only lends its functions.
_is_sourced() {
  [[ ${#FUNCNAME[@]} -ge 2 && ${FUNCNAME[0]} == _is_sourced && ${FUNCNAME[1]} == source ]]
}

# Reads the environment; every other function relies on it.
docker_setup_env() {
  file_env POSTGRES_PASSWORD
  file_env POSTGRES_USER postgres
  file_env POSTGRES_DB "$POSTGRES_USER"
  file_env POSTGRES_INITDB_ARGS
  POSTGRES_HOST_AUTH_METHOD=${POSTGRES_HOST_AUTH_METHOD:-}
  declare -g DATABASE_ALREADY_EXISTS=${DATABASE_ALREADY_EXISTS:-}
  if [[ -s $PGDATA/PG_VERSION ]]; then
    DATABASE_ALREADY_EXISTS=true
  fi
}

# Gives what the server writes to into its user's hands, when root is the one to do so.
_hand_over() {
  if [[ $(id -u) == 0 ]]; then
    find "$1" ! -user postgres -exec chown postgres {} +
  fi
}

# Makes the data folder, the socket's folder and, when wanted, the WAL folder.
docker_create_db_directories() {
  mkdir -p "$PGDATA"
  # A mounted folder may not let us; the server then says itself what it needs.
  chmod 0700 "$PGDATA" || :
  mkdir -p /var/run/postgresql || :
  chmod 3775 /var/run/postgresql || :
  if [[ -n ${POSTGRES_INITDB_WALDIR:-} ]]; then
    mkdir -p "$POSTGRES_INITDB_WALDIR"
    _hand_over "$POSTGRES_INITDB_WALDIR"
    chmod 0700 "$POSTGRES_INITDB_WALDIR"
  fi
  _hand_over "$PGDATA"
  _hand_over /var/run/postgresql
}

# Refuses to initialise without a password, unless "trust" was asked for in so many words.
docker_verify_minimum_env() {
  if [[ ${POSTGRES_HOST_AUTH_METHOD:-} == trust ]]; then
    echo >&2 'WARNING: POSTGRES_HOST_AUTH_METHOD has been set to "trust": whoever reaches the' \
      'port is let in without a password.'
  elif [[ -z ${POSTGRES_PASSWORD:-} ]]; then
    cat >&2 <<'TEXT'
Error: Database is uninitialized and superuser password is not specified.
       Set POSTGRES_PASSWORD, or POSTGRES_PASSWORD_FILE to a file that holds it.
TEXT
    exit 1
  fi
}

# Runs initdb; arguments are handed on to it.
docker_init_database_dir() {
  local defaults=()
  # initdb's own default for local logins is "trust". Later arguments win over this one.
  if [[ -n ${POSTGRES_PASSWORD:-} && ${POSTGRES_HOST_AUTH_METHOD:-} != trust ]]; then
    defaults=(--auth=scram-sha-256)
  fi
  if [[ -n ${POSTGRES_INITDB_WALDIR:-} ]]; then
    defaults+=(--waldir "$POSTGRES_INITDB_WALDIR")
  fi
  # POSTGRES_INITDB_ARGS is a piece of command line: its quotes mean what they say. The line feed
  # is for an empty password, which initdb would not take from an empty file.
  eval "initdb --username=\"\$POSTGRES_USER\" --pwfile=<(printf '%s\n' \"\$POSTGRES_PASSWORD\")" \
    "\"\${defaults[@]}\" ${POSTGRES_INITDB_ARGS:-} \"\$@\""
}

# Lets the network in, with the method the server's password encryption calls for. Arguments are
# the server's, for they may name another configuration.
pg_setup_hba_conf() {
  if [[ ${1:-} == postgres ]]; then
    shift
  fi
  local method
  method=$(postgres -C password_encryption "$@")
  method=${POSTGRES_HOST_AUTH_METHOD:-$method}
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

# Starts a server that only the socket leads to, and waits for it. Arguments are the server's.
docker_temp_server_start() {
  if [[ ${1:-} == postgres ]]; then
    shift
  fi
  set -- "$@" -c listen_addresses='' -p "${PGPORT:-5432}"
  PGUSER=${PGUSER:-$POSTGRES_USER} NOTIFY_SOCKET='' \
    pg_ctl -D "$PGDATA" -o "$(printf '%q ' "$@")" -w start
}

docker_temp_server_stop() {
  PGUSER=${PGUSER:-postgres} pg_ctl -D "$PGDATA" -m fast -w stop
}

# psql as the superuser, in POSTGRES_DB when there is one; stops at the first error.
docker_process_sql() {
  local client=(psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc)
  if [[ -n ${POSTGRES_DB:-} ]]; then
    client+=(--dbname "$POSTGRES_DB")
  fi
  PGHOST='' PGHOSTADDR='' "${client[@]}" "$@"
}

# Creates POSTGRES_DB, unless initdb has done so.
docker_setup_db() {
  # The later --dbname counts: this is about a database that may not be there yet.
  local found
  found=$(docker_process_sql --dbname postgres --set db="$POSTGRES_DB" --tuples-only \
    <<<"SELECT 1 FROM pg_database WHERE datname = :'db'")
  if [[ -z $found ]]; then
    docker_process_sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db"'
  fi
}

# Runs initialisation files by the kind their names show; a shell file that is not executable is
# sourced, so that it can use the functions and variables of this script.
docker_process_init_files() {
  # Sourced files of old call "${psql[@]}".
  # shellcheck disable=SC2034
  psql=(docker_process_sql)
  local file
  for file; do
    case $file in
      *.sh)
        if [[ -x $file ]]; then
          printf '%s: running %s\n' "$0" "$file"
          "$file"
        else
          printf '%s: sourcing %s\n' "$0" "$file"
          # shellcheck source=/dev/null
          . "$file"
        fi
        ;;
      *.sql) printf '%s: running %s\n' "$0" "$file" && docker_process_sql -f "$file" ;;
      *.sql.gz) printf '%s: running %s\n' "$0" "$file" && gunzip -c "$file" | docker_process_sql ;;
      *.sql.xz) printf '%s: running %s\n' "$0" "$file" && xzcat "$file" | docker_process_sql ;;
      *.sql.zst) printf '%s: running %s\n' "$0" "$file" && zstd -dc "$file" | docker_process_sql ;;
      *) printf '%s: ignoring %s\n' "$0" "$file" ;;
    esac
  done
}

# True when an argument makes the server print something and end.
_pg_want_help() {
  local argument
  for argument; do
    case $argument in
      '-?' | --help | --describe-config | -V | --version) return 0 ;;
    esac
  done
  return 1
}

_initialise() {
  docker_verify_minimum_env
  # An unreadable folder is better noticed before there is half a database.
  ls /docker-entrypoint-initdb.d/ >/dev/null
  docker_init_database_dir
  pg_setup_hba_conf "$@"
  # For local logins by password; child processes of this script need it, the server too, once.
  export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  docker_temp_server_start "$@"
  docker_setup_db
  docker_process_init_files /docker-entrypoint-initdb.d/*
  docker_temp_server_stop
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
}

_main() {
  if [[ ${1:0:1} == - ]]; then
    set -- postgres "$@"
  fi
  if [[ $1 == postgres ]] && ! _pg_want_help "$@"; then
    docker_setup_env
    docker_create_db_directories
    if [[ $(id -u) == 0 ]]; then
      exec gosu postgres "${BASH_SOURCE[0]}" "$@"
    fi
    if [[ -z $DATABASE_ALREADY_EXISTS ]]; then
      _initialise "$@"
    else
      printf '\nPostgreSQL Database directory appears to contain a database; '
      printf 'Skipping initialization\n\n'
    fi
  fi
  exec "$@"
}

if ! _is_sourced; then
  _main "$@"
fi

#!/bin/sh
# Lets the running server take in new settings, logins and keys. Run inside the container as root.
# Files with errors are refused before the server sees them, for it would only write a log line.
set -eu

conf=$(readlink -f /etc/citus-deploy/conf/current)
# shellcheck source=functions.sh
. "$conf/functions.sh"

# What a client made must not be called in its place: names have their schema, and the session finds
# built-in ones only.
ask() {
  as_postgres env PGOPTIONS='-c search_path=pg_catalog,pg_temp' psql -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# Settings that need a restart show the same error as settings that cannot be applied at all.
wrong_settings="SELECT pg_catalog.format('%s line %s: %s: %s', f.sourcefile, f.sourceline, f.name, f.error)
  FROM pg_catalog.pg_file_settings f LEFT JOIN pg_catalog.pg_settings s
    ON pg_catalog.lower(s.name) OPERATOR(pg_catalog.=) pg_catalog.lower(f.name)
  WHERE f.error IS NOT NULL
    AND (s.context OPERATOR(pg_catalog.=) 'postmaster') IS NOT TRUE"
wrong_logins="SELECT pg_catalog.format('pg_hba.conf line %s: %s', line_number, error)
  FROM pg_catalog.pg_hba_file_rules WHERE error IS NOT NULL
  UNION ALL SELECT pg_catalog.format('pg_ident.conf line %s: %s', line_number, error)
  FROM pg_catalog.pg_ident_file_mappings WHERE error IS NOT NULL"

wrong=$(ask "$wrong_settings UNION ALL $wrong_logins")
[ -z "$wrong" ] || refuse "not reloaded, the server goes on with its old settings: $wrong"

before=$(ask "SELECT pg_catalog.pg_conf_load_time()")
place_keys
place_health_check
kill -HUP "$(head -n 1 "$PGDATA/postmaster.pid")"

waited=0
while [ "$(ask "SELECT pg_catalog.pg_conf_load_time()")" = "$before" ]; do
  waited=$((waited + 1))
  [ "$waited" -lt 100 ] || refuse "the server did not reload within 10 seconds"
  sleep 0.1
done

wrong=$(ask "$wrong_settings")
[ -z "$wrong" ] || refuse "reloaded, but not everything could be applied: $wrong"
record loaded "$(cat "$conf/load-hash")"

#!/bin/sh
# The container's first process: puts keys where PostgreSQL can read them, records what the server is
# started with, and becomes the image's own entrypoint. Never makes data.
set -eu

# One generation for all of this, should the link be switched meanwhile.
conf=$(readlink -f /etc/citus-deploy/conf/current)
# shellcheck source=functions.sh
. "$conf/functions.sh"
place_health_check

if [ ! -f /var/lib/citus-deploy/initialised ]; then
  refuse "the data folder holds no completed data (no file 'initialised'), so the server is not started; citus-deploy apply makes it"
fi
if ! is_ours; then
  refuse "the data belongs to another node than $CITUS_DEPLOY_NODE of cluster $CITUS_DEPLOY_CLUSTER; see the file 'initialised' in the data folder"
fi

if ! as_postgres test -r /etc/citus-deploy/conf/current/postgresql.conf; then
  refuse "the user that PostgreSQL runs as cannot read the folder conf: it and what is in it must be readable by everyone; only the folders above keep others out"
fi

refuse_older_data
await_address
place_keys
record started "$(cat "$conf/start-hash")"
record loaded "$(cat "$conf/load-hash")"

exec docker-entrypoint.sh postgres \
  -c config_file=/etc/citus-deploy/conf/current/postgresql.conf \
  -c hba_file=/etc/citus-deploy/conf/current/pg_hba.conf \
  -c ident_file=/etc/citus-deploy/conf/current/pg_ident.conf

# shellcheck shell=sh
# Lets a running server read its files anew; stands behind engine.sh. The node's own script checks
# the files before and after, and records what was loaded only when all of it could be applied.
docker exec "$CONTAINER" sh /etc/citus-deploy/conf/current/reload.sh </dev/null
printf 'changed=yes\n'

# shellcheck shell=sh
# Lets a running server read its files again; runs after engine.sh. The node's own script checks
# the files before and after, and records what was loaded only when all of it could be applied.

# A server that was started a moment ago, or ended over the very files that were replaced and is
# started again, is waited for a while, and one that recovers until the step's limit; without an
# answer the node's script reports what is wrong.
WATCHED=$(($(seconds) + 2))
MOVED=$(seconds)
END=$(($(seconds) + (WAIT < 60 ? WAIT : 60)))
while [ "$(seconds)" -lt "$END" ]; do
  case $(inspect '{{.State.Status}}' || true) in
  running)
    limited 10 docker exec -u postgres "$CONTAINER" pg_isready -q -p "$PORT" </dev/null >/dev/null 2>&1 && break
    watch_recovery
    [ -z "$RECOVERY" ] || END=$((BEGAN + WAIT))
    ;;
  restarting) ;;
  *) break ;;
  esac
  sleep 0.5
done
limited "$(($(left) > 1 ? $(left) : 1))" docker exec "$CONTAINER" sh /etc/citus-deploy/conf/current/reload.sh </dev/null || {
  CODE=$?
  # A folder that was removed and created again is another folder: a container that was started before
  # still has the removed one, which stays empty, until it is started again.
  SEES='[ -e /etc/citus-deploy/conf/current/reload.sh ] && [ -e /etc/citus-deploy/tls/node.crt ]'
  if limited 5 docker exec "$CONTAINER" true </dev/null >/dev/null 2>&1 &&
    ! limited 5 docker exec "$CONTAINER" sh -c "$SEES" </dev/null >/dev/null 2>&1; then
    printf 'verdict=folder-removed\n'
  fi
  exit "$CODE"
}
printf 'changed=yes\n'

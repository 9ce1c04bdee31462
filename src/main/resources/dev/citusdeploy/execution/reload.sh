# shellcheck shell=sh
# Lets a running server read its files anew; stands behind engine.sh. The node's own script checks
# the files before and after, and records what was loaded only when all of it could be applied.

# A server that was started a moment ago, or ended over the very files that were replaced and is
# started again, is waited for a while; without an answer the node's script says what is wrong.
END=$(($(seconds) + (WAIT < 60 ? WAIT : 60)))
while [ "$(seconds)" -lt "$END" ]; do
  case $(inspect '{{.State.Status}}' || true) in
  running)
    docker exec -u postgres "$CONTAINER" pg_isready -q -p "$PORT" </dev/null >/dev/null 2>&1 && break
    ;;
  restarting) ;;
  *) break ;;
  esac
  sleep 0.5
done
docker exec "$CONTAINER" sh /etc/citus-deploy/conf/current/reload.sh </dev/null
printf 'changed=yes\n'

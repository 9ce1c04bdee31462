# shellcheck shell=sh
# Starts a node and waits until it is healthy; stands behind engine.sh.
#
# WAIT  seconds
FORM='{{.Id}} {{.State.StartedAt}}'
BEFORE=$(inspect "$FORM" || true)
# Compose gives up an unhealthy container at once, though it may be about to recover.
recover() {
  LEFT=30
  while [ "$(inspect '{{.State.Health.Status}}' || true)" = unhealthy ] && [ "$LEFT" -gt 0 ]; do
    LEFT=$((LEFT - 1))
    sleep 1
  done
  up
}

case $(inspect '{{.State.Status}}' || true) in
running)
  recover
  ;;
paused)
  docker unpause "$CONTAINER" >/dev/null </dev/null
  recover
  ;;
restarting | dead)
  # It keeps falling over: the engine waits longer each time before it tries again.
  up --force-recreate
  ;;
*)
  up
  ;;
esac
if [ "$BEFORE" = "$(inspect "$FORM")" ]; then
  printf 'changed=no\n'
else
  printf 'changed=yes\n'
fi

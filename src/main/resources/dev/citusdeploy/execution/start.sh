# shellcheck shell=sh
# Starts a node and waits until it is healthy; stands behind engine.sh.
#
# WAIT  seconds
FORM='{{.Id}} {{.State.StartedAt}}'
BEFORE=$(inspect "$FORM" || true)
case $(inspect '{{.State.Status}}' || true) in
running)
  # Compose gives an unhealthy container up at once; it may be about to recover.
  LEFT=30
  while [ "$(inspect '{{.State.Health.Status}}' || true)" = unhealthy ] && [ "$LEFT" -gt 0 ]; do
    LEFT=$((LEFT - 1))
    sleep 1
  done
  up
  ;;
restarting | dead)
  # It keeps falling over: the engine waits longer each time before it tries again.
  up --force-recreate
  ;;
paused)
  docker unpause "$CONTAINER" >/dev/null </dev/null
  up
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

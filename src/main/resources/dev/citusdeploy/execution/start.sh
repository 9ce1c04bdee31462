# shellcheck shell=sh
# Starts a node and waits until it is healthy; stands behind engine.sh.
#
# WAIT  seconds
FORM='{{.Id}} {{.State.StartedAt}}'
BEFORE=$(inspect "$FORM" || true)
case $(inspect '{{.State.Status}}' || true) in
running)
  # It may be about to recover from what made it unhealthy.
  PATIENCE=30
  up
  ;;
paused)
  docker unpause "$CONTAINER" >/dev/null </dev/null
  PATIENCE=30
  up
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

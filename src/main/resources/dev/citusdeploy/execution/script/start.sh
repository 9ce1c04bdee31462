# shellcheck shell=sh
# Starts a node and waits until it is healthy; runs after engine.sh.
#
# WAIT  seconds      FIRST_START  the record of its first start
FORM='{{.Id}} {{.State.StartedAt}}'
BEFORE=$(inspect "$FORM" || true)

# What the container does. One that keeps falling over is up for moments only, so where the engine
# has started it again before, it is watched for a while.
state() {
  LOOKS=0
  while :; do
    NOW=$(inspect '{{.State.Status}} {{.RestartCount}} {{with .State.Health}}{{.Status}}{{end}}' || true)
    case $NOW in
    'running 0 '* | *' healthy') break ;;
    'running '*) [ "$LOOKS" -lt 6 ] || break ;;
    *) break ;;
    esac
    LOOKS=$((LOOKS + 1))
    sleep 0.3
  done
  printf '%s' "${NOW%% *}"
}

# Whether the server runs without an address that it needs: it is content with another, and does not
# try that again.
#
# ADDRESS  the one that the other nodes use, empty where it listens on all
lacks_an_address() {
  SINCE=$(inspect '{{if .State.Health}}{{if ne .State.Health.Status "healthy"}}{{.State.StartedAt}}{{end}}{{end}}') &&
    [ -n "$SINCE" ] &&
    docker logs --since "$SINCE" "$CONTAINER" 2>&1 </dev/null |
    grep -qF -e 'could not bind IPv4 address "127.0.0.1"' \
      -e "could not bind IPv4 address \"${ADDRESS:-none}\"" \
      -e "could not bind IPv6 address \"${ADDRESS:-none}\""
}

image_is_fit
case $(state) in
running)
  if lacks_an_address; then
    up --force-recreate
  else
    # It may be about to recover from what made it unhealthy.
    PATIENCE=30
    up
  fi
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
record_first_start
if [ "$BEFORE" = "$(inspect "$FORM")" ]; then
  printf 'changed=no\n'
else
  printf 'changed=yes\n'
fi

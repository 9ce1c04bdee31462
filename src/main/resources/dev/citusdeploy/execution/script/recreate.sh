# shellcheck shell=sh
# Replaces a node's container and waits until it is healthy; runs after engine.sh.
#
# WAIT  seconds for all of it, of which checkpoint, stop and start have their shares
# SUPERUSER  for the checkpoint
# An image that does not fit the data, and settings that its PostgreSQL refuses, are found before it is
# stopped.
# A checkpoint first makes the stop, and so the outage, short. The server may be unable to.
# What the data needs of an image may have changed since it was recorded.
record_first_start
image_is_fit
settings_are_taken
progress checkpoint
SHARE=$((WAIT / 4 < 60 ? WAIT / 4 + 1 : 60))
sql "SET statement_timeout = '${SHARE}s'; CHECKPOINT" "$((SHARE + 1))" >/dev/null 2>&1 || true

# Half of what is left is for the start, so the stop may have less than the container's own grace.
GRACE=$(($(left) / 2))
[ "$GRACE" -lt 120 ] || GRACE=120
[ "$GRACE" -ge 1 ] || GRACE=1
OLD=$(inspect '{{.Id}}' || true)
STOP=$(seconds)
SINCE_STOP=$(date +%s)

# While it stops: a slow stop is reported. It takes no standard output, which the caller reads to
# its end.
watch_stop() {
  sleep 4 2>/dev/null
  while [ "$(inspect '{{.Id}} {{.State.Running}}')" = "$OLD true" ]; do
    progress "stopping $(($(seconds) - STOP)) $GRACE"
    sleep 3 2>/dev/null
  done
}

# Afterwards: the engine remembers how the former container ended. Only asked where it took so long
# that it may have been killed.
tell_of_stop() {
  TOOK=$(($(seconds) - STOP))
  [ "$TOOK" -ge "$GRACE" ] || return 0
  # The seconds are whole ones: an end in this very second is not before it.
  ENDED=$(limited 10 docker events --since "$SINCE_STOP" --until "$(($(date +%s) + 1))" --filter "container=$OLD" \
    --filter event=die --format '{{.Actor.Attributes.exitCode}}' 2>/dev/null </dev/null | tail -n 1) || true
  [ "$ENDED" != 137 ] || printf 'killed=%s\n' "$GRACE"
}

# Replaces the container.
recreate() {
  make_network
  # Without the descriptor that the lock is held by: what is left of it must not hold the lock.
  { [ -z "$OLD" ] || watch_stop; } >/dev/null </dev/null 9>&- &
  WATCH=$!
  OUTPUT=$(compose compose.yml up -d --pull never --force-recreate --timeout "$GRACE" 2>&1 </dev/null) && CODE=0 || CODE=$?
  kill "$WATCH" 2>/dev/null || true
  [ -z "$OLD" ] || tell_of_stop
  if [ "$CODE" -ne 0 ]; then
    printf '%s\n' "$OUTPUT" | tail -n 8 | censor >&2
    return 1
  fi
  await_health
}

recreate
record_first_start
printf 'changed=yes\n'

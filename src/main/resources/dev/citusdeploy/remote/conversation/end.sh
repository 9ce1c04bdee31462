# shellcheck shell=sh
# Ends a process and all that it started: SIGTERM, and SIGKILL 3 s later.
#
# MARK  the mark in the environment of all of them
marked() {
  for PROCESS in /proc/[0-9]*; do
    # A grep of BusyBox reads no further than the first NUL.
    if [ -r "$PROCESS/environ" ] &&
      # shellcheck disable=SC2153 # MARK is given
      tr '\000' '\n' 2>/dev/null <"$PROCESS/environ" | grep -qx "CITUS_DEPLOY_PROCESS=$MARK"; then
      echo "${PROCESS##*/}"
    fi
  done
}
any_left() {
  for PROCESS in $FOUND; do
    kill -0 "$PROCESS" 2>/dev/null && return 0
  done
  return 1
}
FOUND=$(marked)
for PROCESS in $FOUND; do
  kill -TERM "$PROCESS" 2>/dev/null
done
TRIES=0
while any_left && [ "$TRIES" -lt 15 ]; do
  TRIES=$((TRIES + 1))
  sleep 0.2
done
for PROCESS in $FOUND; do
  kill -KILL "$PROCESS" 2>/dev/null
done
exit 0

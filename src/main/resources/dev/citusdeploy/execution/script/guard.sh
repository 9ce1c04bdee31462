# shellcheck shell=sh
# Runs before every script that changes something: continues only while the lock is this run's own,
# and renews its lease.
#
# LOCK  the lock's file      LOCK_ID  id of the run      LOCK_LEASE  seconds this script may take
# LOCK_OWN  1 when this conversation holds it, 0 when another one of this run does
if [ "$(sed -n 's/^id=//p' "$LOCK" 2>/dev/null)" != "$LOCK_ID" ] ||
  { [ "$LOCK_OWN" = 1 ] && ! flock -n 9 2>/dev/null; }; then
  echo 'citus-deploy: the lock is lost' >&2
  exit 79
fi
touch -d "@$(($(date +%s) + LOCK_LEASE))" "$LOCK"

# shellcheck shell=sh
# Tells who holds the cluster's lock on this server. Changes nothing.
#
# LOCK  the lock's file
LC_ALL=C
export LC_ALL
if [ ! -e "$LOCK" ] || flock -n "$LOCK" true 2>/dev/null; then
  echo held=no
else
  echo held=yes
  head -c 4096 "$LOCK"
  echo
  NOW=$(date +%s)
  SINCE=$(sed -n 's/^since=//p' "$LOCK" | head -n 1)
  printf 'age=%s\nlease=%s\n' "$((NOW - ${SINCE:-$NOW}))" \
    "$(($(stat -c %Y "$LOCK") - NOW))"
fi

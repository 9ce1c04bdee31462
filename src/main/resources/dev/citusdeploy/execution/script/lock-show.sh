# shellcheck shell=sh
# Prints who holds the cluster's lock on this server; runs after lock-held.sh. Changes nothing.
#
# LOCK  the lock's file
LC_ALL=C
export LC_ALL
lock_held
echo "held=$HELD"
if [ "$HELD" = unknown ]; then
  printf 'at=%s\nlogin=%s\n' "$AT" "$(id -un 2>/dev/null || id -u)"
elif [ "$HELD" = yes ]; then
  head -c 4096 "$LOCK"
  echo
  NOW=$(date +%s)
  SINCE=$(sed -n 's/^since=//p' "$LOCK" | head -n 1)
  printf 'age=%s\nlease=%s\n' "$((NOW - ${SINCE:-$NOW}))" \
    "$(($(stat -c %Y "$LOCK") - NOW))"
fi

# shellcheck shell=sh
# Takes the cluster's lock away from the run that holds it: a new file takes the place of the one it
# holds, and its scripts refuse to do anything more.
#
# LOCK  the lock's file      ID  id of the run that is meant
set -eu
LC_ALL=C
export LC_ALL
umask 077
if [ ! -e "$LOCK" ] || flock -n "$LOCK" true 2>/dev/null; then
  echo released=free
elif [ "$(sed -n 's/^id=//p' "$LOCK" | head -n 1)" = "$ID" ]; then
  : >"$LOCK.$ID"
  mv -f "$LOCK.$ID" "$LOCK"
  echo released=yes
else
  echo released=other
  head -c 4096 "$LOCK"
fi

# shellcheck shell=sh
# Takes the cluster's lock away from the run that holds it: a new file takes the place of the one it
# holds, and its scripts refuse to do anything more. Runs after lock-held.sh.
#
# LOCK  the lock's file      ID  id of the run that is meant
set -eu
LC_ALL=C
export LC_ALL
umask 077
lock_held
if [ "$HELD" = no ]; then
  echo released=free
elif [ "$HELD" = unknown ]; then
  echo released=unknown
elif [ "$(sed -n 's/^id=//p' "$LOCK" | head -n 1)" = "$ID" ]; then
  : >"$LOCK.$ID"
  mv -f "$LOCK.$ID" "$LOCK"
  echo released=yes
else
  echo released=other
  head -c 4096 "$LOCK"
fi

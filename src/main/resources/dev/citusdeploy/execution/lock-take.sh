# shellcheck shell=sh
# Takes the cluster's lock on this server. The conversation has opened the lock's file as descriptor
# 9: it holds the lock, and whatever way it ends, the lock is free again.
#
# LOCK   the lock's file          ID     id of the run
# WHO, COMMAND   for people       LEASE  seconds until it counts as abandoned
set -eu
LC_ALL=C
export LC_ALL
umask 077
NOW=$(date +%s)

# The file's time is when the lease ends, by this server's clock.
lease() {
  touch -d "@$((NOW + LEASE))" "$LOCK"
}
entry() {
  sed -n "s/^$1=//p" "$LOCK" | head -n 1
}
write() {
  printf 'id=%s\nwho=%s\nfrom=%s\ncommand=%s\nsince=%s\n' \
    "$ID" "$WHO" "${SSH_CONNECTION%% *}" "$COMMAND" "$NOW"
}
SSH_CONNECTION=${SSH_CONNECTION:-}

# The name may have got another file since it was opened.
if [ "$(stat -L -c %d:%i /proc/self/fd/9)" != "$(stat -c %d:%i "$LOCK" 2>/dev/null)" ]; then
  echo taken=reopen
elif flock -n 9; then
  # In place: a file of another name would not be the one that is held.
  write >"$LOCK"
  lease
  echo taken=yes
elif [ "$(entry id)" = "$ID" ]; then
  # Two hosts of the inventory on one machine have one lock.
  echo taken=shared
elif [ "$(stat -c %Y "$LOCK")" -lt "$NOW" ]; then
  # Its holder has not been heard of for as long as it said: a new file takes its place, and the
  # old holder's scripts refuse to do anything more.
  write >"$LOCK.$ID"
  mv -f "$LOCK.$ID" "$LOCK"
  echo taken=reopen
else
  echo taken=no
  cat "$LOCK"
  printf 'age=%s\nlease=%s\n' "$((NOW - $(entry since)))" "$(($(stat -c %Y "$LOCK") - NOW))"
fi

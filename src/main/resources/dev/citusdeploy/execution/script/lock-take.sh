# shellcheck shell=sh
# Takes the cluster's lock on this server. The conversation has opened the lock's file as descriptor
# 9: it holds the lock, and however it ends, the lock is free again.
#
# LOCK   the lock's file          ID     id of the run
# WHO, COMMAND   for people       LEASE  seconds until it counts as abandoned
set -eu
LC_ALL=C
export LC_ALL
umask 077
# How much disk space there is: printed last when the lock cannot be taken, for the program to read.
trap '[ "$?" = 0 ] || stat -f -c "room ${LOCK%/*}|%S|%b|%a|%c|%d" "${LOCK%/*}" >&2 2>/dev/null || true' EXIT
NOW=$(date +%s)

entry() {
  sed -n "s/^$1=//p" "$LOCK" | head -n 1
}
write() {
  printf 'id=%s\nwho=%s\nfrom=%s\ncommand=%s\nsince=%s\n' \
    "$ID" "$WHO" "${SSH_CONNECTION%% *}" "$COMMAND" "$NOW"
}
SSH_CONNECTION=${SSH_CONNECTION:-}

# Whether the name still means the file that is open: another run may put a new one in its place.
same_file() {
  [ "$(stat -L -c %d:%i /proc/self/fd/9)" = "$(stat -c %d:%i "$LOCK" 2>/dev/null)" ]
}

if ! same_file; then
  echo taken=reopen
elif flock -n 9; then
  # The file's time is when the lease ends, by this server's clock. All goes through the descriptor:
  # the name could be another run's by now.
  touch -d "@$((NOW + LEASE))" /proc/self/fd/9
  write >/proc/self/fd/9
  touch -d "@$((NOW + LEASE))" /proc/self/fd/9
  if same_file; then echo taken=yes; else echo taken=reopen; fi
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
  head -c 4096 "$LOCK"
  echo
  SINCE=$(entry since)
  printf 'age=%s\nlease=%s\n' "$((NOW - ${SINCE:-$NOW}))" "$(($(stat -c %Y "$LOCK") - NOW))"
fi

# shellcheck shell=sh
# Appends a line to the journal of this server, and has it on the disk before anything goes on. Where
# that fails, it prints how much disk space there is, for the program to read.
#
# JOURNAL  the file
journal() {
  NOW=$(date +%s.%N)
  # BusyBox may know whole seconds only.
  case $NOW in
  *[!0-9.]* | *.) NOW=${NOW%%.*} ;;
  esac
  printf '{"time":%s,"event":"%s",%s}\n' "$NOW" "$1" "$2" >>"$JOURNAL" &&
    { sync "$JOURNAL" 2>/dev/null || sync; } && return 0
  stat -f -c "room ${JOURNAL%/*}|%S|%b|%a|%c|%d" "${JOURNAL%/*}" >&2 2>/dev/null || true
  return 1
}

# Keeps the journal from growing for ever: a large one becomes the older part, which replaces the one
# before. Of several runs' conversations on one machine only the one that holds the lock does it.
#
# JOURNAL_LIMIT  how large it may become, in bytes; empty when this run has checked already
journal_rotate() {
  if [ -n "$JOURNAL_LIMIT" ] && [ "${LOCK_OWN-}" = 1 ] &&
    [ "$(stat -c %s "$JOURNAL" 2>/dev/null || echo 0)" -gt "$JOURNAL_LIMIT" ]; then
    mv -f "$JOURNAL" "$JOURNAL.1"
  fi
}

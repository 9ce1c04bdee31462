# shellcheck shell=sh
# Appends a line to the journal of this server, and has it on the disk before anything goes on.
#
# JOURNAL  the file
journal() {
  printf '{"time":%s,"event":"%s",%s}\n' "$(date +%s)" "$1" "$2" >>"$JOURNAL" &&
    { sync "$JOURNAL" 2>/dev/null || sync; }
}

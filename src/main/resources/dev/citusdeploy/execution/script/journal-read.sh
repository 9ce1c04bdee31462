# shellcheck shell=sh
# Prints the end of this server's journal, and of its older part. Changes nothing.
#
# JOURNAL  the file      LINES  how many of its lines      EVENT  which ones, empty for all
# LONGEST  how many bytes of it
for FILE in "$JOURNAL.1" "$JOURNAL"; do
  # A device or a pipe in its place would never end.
  [ ! -f "$FILE" ] || tail -c 33554432 "$FILE"
done | { if [ -n "$EVENT" ]; then grep -F "\"event\":\"$EVENT\""; else cat; fi; } | tail -n "$LINES" | tail -c "$LONGEST"

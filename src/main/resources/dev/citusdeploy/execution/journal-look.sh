# shellcheck shell=sh
# Tells the end of this server's journal, and of its older part. Changes nothing.
#
# JOURNAL  the file      LINES  how many of its lines      EVENT  which ones, empty for all
# LONGEST  how many bytes of it
for FILE in "$JOURNAL.1" "$JOURNAL"; do
  [ ! -e "$FILE" ] || cat "$FILE"
done | { if [ -n "$EVENT" ]; then grep -F "\"event\":\"$EVENT\""; else cat; fi; } | tail -n "$LINES" | tail -c "$LONGEST"

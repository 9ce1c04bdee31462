# shellcheck shell=sh
# Tells the end of this server's journal. Changes nothing.
#
# JOURNAL  the file      LINES  how many of its lines
[ ! -e "$JOURNAL" ] || tail -n "$LINES" "$JOURNAL"

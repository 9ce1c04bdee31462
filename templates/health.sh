# shellcheck shell=sh
# The container's health check: whether the server answers SQL where the other nodes reach it, and
# whether its data is as new as what this node has served. Runs every three seconds, so every process
# counts: sh, timeout, psql, and mv where a file is written. start.sh and reload.sh put a copy of it
# beside the keys: the folder conf may be removed while the server runs.
#
# Apart from the data, in the file 'lsn', stands how far the node's write-ahead log was on the disk when
# the check last passed, with the data's system identifier. That position never falls, not even by a
# crash: so data that begins before it is an older copy. A server's first check compares where the
# server began, its checkpoint; each later one only raises the record. Data that was found to be older
# is marked, because it grows too; taking the record away accepts it.
#
# $1  how psql connects
set -f
unset IFS
# shellcheck source=functions.sh
. /run/citus-deploy/functions.sh
served=/etc/citus-deploy/served
judged=/run/citus-deploy/judged
mark=$PGDATA/citus-deploy-older

# A line into a file, whole or not at all; false where that cannot be done.
keep() {
  { printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1"; } 2>/dev/null
}

# Marks the data, as the user that it belongs to: root must not write where that user may put a link.
mark_data() {
  as_postgres sh -c 'printf "%s\n" "$2" >"$1.new" && mv -f "$1.new" "$1"' sh "$mark" "$1" 2>/dev/null || :
}

# Asks the server within a limit of its own: the engine, whose limit is longer, would end this shell
# and not what it waits for.
ask() {
  answer=$(timeout 5 psql -XAtq -F ' ' -c "$1" "$2") && return 0
  code=$?
  # Ended by timeout: what GNU's says, and what older ones of BusyBox do.
  case $code in 124 | 137 | 143) ;; *) exit "$code" ;; esac
  printf 'the check exceeded its limit of 5 s\n'
  exit 1
}

# The control file is asked for by the first check only: the server may hold it while a disk is slow.
position="CASE WHEN pg_catalog.pg_is_in_recovery() THEN '0/0' ELSE pg_catalog.pg_current_wal_flush_lsn() END"
words_of "$judged"
system=$one
if [ -n "$system" ]; then
  ask "SELECT $position" "$1"
else
  ask "SELECT $position, s.system_identifier, c.checkpoint_lsn
    FROM pg_catalog.pg_control_system() AS s, pg_catalog.pg_control_checkpoint() AS c" "$1"
fi
# shellcheck disable=SC2086 # words between blanks
set -- $answer
now=$1
: "${system:=${2:-}}"
began=${3:-$now}

# A server in recovery follows another one, and has served nothing itself.
if [ "$now" = 0/0 ]; then
  keep "$judged" "$system"
  exit 0
fi

number_of "$began" || exit 0
start=$number
words_of "$served/lsn"
highest=$two
most=
[ "$one" != "$system" ] || ! number_of "$highest" || most=$number

# A disk that is full keeps no mark: what this run of the server found stands beside the record as well.
words_of "$served/older"
found=$one
if [ -n "$most" ] && { [ "$start" -lt "$most" ] || [ -e "$mark" ] || [ "$found" = "$system" ]; }; then
  words_of "$mark"
  number_of "$one" || { one=$began && mark_data "$one"; }
  [ -e "$served/older" ] || keep "$served/older" "$system $one"
  older "$one" "$highest"
  exit 1
fi

for file in "$mark" "$served/older"; do
  [ ! -e "$file" ] || rm -f "$file" 2>/dev/null
done
# The record is not raised where this cannot be kept: the next check would compare the checkpoint of
# this one with what was served since.
[ -n "${3:-}" ] && { keep "$judged" "$system" || exit 0; }
number_of "$now" && { [ "$number" -le "${most:-0}" ] || keep "$served/lsn" "$system $now"; }
exit 0

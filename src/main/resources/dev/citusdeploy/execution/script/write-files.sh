# shellcheck shell=sh
# Writes files of this server's nodes: unpacks one tar stream into a staging folder, checks every
# file by its hash, and only then puts them into their places by renaming.
#
# ROOT   the cluster's folder        RUN  id of the run, part of the staging folder's name
# PATIENCE  seconds to wait for another writer
# NODES  one line a node:   name|folder|data folder|generation|1 when conf/current is to be set
# FILES  one line a file:   mode|hash|node|path below the node's folder
# ALL    one line for each file of these nodes, changed or not:
#                           hash|node|path|name without the generation|1 when it is secret
#
# What is written is recorded below .state/applied/<node>: in sums the hash of every file and what
# conf/current points to, in files/ copies of all that is not secret. So a later run knows what
# somebody changed by hand. A record is put down before the first file it is about: whenever this is
# killed, every file is as in the old record or as in a <node>.next-<run>.
# standard input: the tar, entries named <node>/<path>
set -eu
LC_ALL=C
export LC_ALL
umask 077

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

STATE=$ROOT/.state
STAGING=$STATE/staging-$RUN
mkdir -p "$STATE"
chmod 0700 "$ROOT" "$STATE"
# Held until this shell and all it has started are gone, also when the connection is lost before.
exec 8>"$STATE/write-files.lock"
# Another host of the inventory may be this server too, and a run that was cut off may be at its end.
WAITED=0
until flock -n 8; do
  [ "$WAITED" -lt "$PATIENCE" ] ||
    fail "another run is writing files here, for $PATIENCE seconds: let it end, then try again"
  WAITED=$((WAITED + 1))
  sleep 1
done
# What a run that was cut off left behind; nothing of it has been put into its place. A run that is
# under way holds the lock, so none of this is its.
rm -rf "$STATE"/staging-*
# How much disk space there is: printed last when the step fails, for the program to read.
trap '[ "$?" = 0 ] || stat -f -c "room $ROOT|%S|%b|%a|%c|%d" "$ROOT" >&2 || true
  rm -rf "$STAGING"' EXIT
trap 'exit 1' HUP INT TERM

mkdir "$STAGING" "$STAGING/files"
# shellcheck disable=SC2153 # FILES and NODES are given, they are no misspelt FILE and NODE
printf '%s\n' "$FILES" | sed '/^$/d' >"$STAGING/list"
# shellcheck disable=SC2153
printf '%s\n' "$NODES" >"$STAGING/nodes"

# --- unpack and check; nothing that is in use is touched -----------------------------------------
tar -xomf - -C "$STAGING/files"
while IFS='|' read -r MODE HASH NODE FILE; do
  printf '%s  files/%s/%s\n' "$HASH" "$NODE" "$FILE" >>"$STAGING/sums"
  chmod "$MODE" "$STAGING/files/$NODE/$FILE"
done <"$STAGING/list"
[ ! -s "$STAGING/list" ] || (cd "$STAGING" && sha256sum -c sums >/dev/null) ||
  fail 'the files arrived damaged; none of them was put into its place'
# The containers' users must be able to pass through these folders.
find "$STAGING/files" -type d -exec chmod 0755 {} +
# The record of each node. Copies of files that do not change are made from where they are.
mkdir "$STAGING/applied"
while IFS='|' read -r NAME FOLDER DATA GENERATION SWITCH; do
  mkdir -p "$STAGING/applied/$NAME/files"
  printf 'current %s\n' "$GENERATION" >"$STAGING/applied/$NAME/sums"
done <"$STAGING/nodes"
printf '%s\n' "$ALL" | sed '/^$/d' >"$STAGING/all"
while IFS='|' read -r HASH NODE FILE SHOWN SECRET; do
  RECORD=$STAGING/applied/$NODE
  printf '%s  %s\n' "$HASH" "$SHOWN" >>"$RECORD/sums"
  [ "$SECRET" != 1 ] || continue
  COPIED=$STAGING/files/$NODE/$FILE
  [ -f "$COPIED" ] || COPIED=$ROOT/$NODE/$FILE
  [ -f "$COPIED" ] || continue
  case $SHOWN in
  */*) [ -d "$RECORD/files/${SHOWN%/*}" ] || mkdir -p "$RECORD/files/${SHOWN%/*}" ;;
  esac
  cp "$COPIED" "$RECORD/files/$SHOWN"
done <"$STAGING/all"
# Contents reach the disk before their names do. Names that a power cut takes away are missed, and
# written again, by the next run.
find "$STAGING/files" "$STAGING"/applied/*/sums -type f -exec sync {} +

# --- check for what would stop us half-way ----------------------------------------------------------
while IFS='|' read -r NAME FOLDER DATA GENERATION SWITCH; do
  if [ -e "$FOLDER/conf/current" ] && [ ! -h "$FOLDER/conf/current" ]; then
    fail "$FOLDER/conf/current is not a symbolic link: move it away"
  fi
  for PART in "$FOLDER" "$FOLDER/conf" "$FOLDER/tls"; do
    [ -d "$PART" ] || mkdir -p "$PART"
    [ -w "$PART" ] || fail "$PART cannot be written"
  done
  chmod 0755 "$FOLDER/conf" "$FOLDER/tls"
  while IFS='|' read -r MODE HASH NODE FILE; do
    [ "$NODE" != "$NAME" ] || [ ! -d "$FOLDER/$FILE" ] ||
      fail "$FOLDER/$FILE is a folder: move it away"
  done <"$STAGING/list"
  # Not created again where it exists: its owner may have given it other rights.
  [ -d "$DATA" ] || { mkdir -p "$DATA" && chmod 0711 "$DATA"; }
done <"$STAGING/nodes"

# --- put into place --------------------------------------------------------------------------------
# Renames a link over a link. mv -T is atomic; ln -sfn is for userlands that lack it.
set_current() {
  [ "$(readlink "$1/conf/current" 2>/dev/null)" != "$2" ] || return 0
  rm -f "$1/conf/.current.new"
  ln -s "$2" "$1/conf/.current.new"
  mv -Tf "$1/conf/.current.new" "$1/conf/current" 2>/dev/null || {
    rm -f "$1/conf/.current.new"
    ln -sfn "$2" "$1/conf/current"
  }
}

# Keeps the three newest generations, and the newest that asks for the start the server has had.
remove_old_generations() {
  STARTED=
  [ ! -r "$2/started" ] || STARTED=$(cat "$2/started")
  KEPT=0
  # The names are ours: hexadecimal digits only.
  # shellcheck disable=SC2012
  ls -1t "$1/conf" | while read -r OLD; do
    case $OLD in
    current | *[!0-9a-f]*) continue ;;
    esac
    KEPT=$((KEPT + 1))
    if [ "$KEPT" -le 3 ] || [ "$OLD" = "$(readlink "$1/conf/current")" ]; then
      SAME=$(cat "$1/conf/$OLD/start-hash" 2>/dev/null || true)
      [ "$SAME" != "$STARTED" ] || STARTED=
    elif [ -n "$STARTED" ] && [ "$STARTED" = "$(cat "$1/conf/$OLD/start-hash" 2>/dev/null)" ]; then
      STARTED=
    else
      rm -rf "$1/conf/$OLD"
    fi
  done
}

# Puts the record down: $1 is the node. What a run that was cut off was about to write still counts.
record_next() {
  mkdir -p "$STATE/applied"
  mv "$STAGING/applied/$1" "$STATE/applied/$1.next-$RUN"
}

# All is as recorded; older records do not count any more.
record_done() {
  rm -rf "$STATE/applied/$1"
  mv "$STATE/applied/$1.next-$RUN" "$STATE/applied/$1"
  rm -rf "$STATE/applied/$1".next-*
}

while IFS='|' read -r NAME FOLDER DATA GENERATION SWITCH; do
  NEW=$STAGING/files/$NAME
  record_next "$NAME"
  CURRENT=$(readlink "$FOLDER/conf/current" 2>/dev/null || true)
  # The server may have read what was there instead of these: it must load them again, and this
  # must not be forgotten when the run ends here.
  if [ -d "$NEW/tls" ] || { [ "$CURRENT" = "$GENERATION" ] && [ -d "$NEW/conf" ]; }; then
    rm -f "$DATA/loaded"
  fi
  if [ -d "$NEW/conf/$GENERATION" ] && [ ! -d "$FOLDER/conf/$GENERATION" ]; then
    mv "$NEW/conf/$GENERATION" "$FOLDER/conf/$GENERATION"
  fi
  while IFS='|' read -r MODE HASH NODE FILE; do
    # Those of a new generation are in their place with it.
    if [ "$NODE" = "$NAME" ] && [ -e "$NEW/$FILE" ]; then
      PLACE=$FOLDER/$FILE
      [ -d "${PLACE%/*}" ] || mkdir -p "${PLACE%/*}"
      mv -f "$NEW/$FILE" "$PLACE"
    fi
  done <"$STAGING/list"
  find "$FOLDER/conf/$GENERATION" -type d -exec chmod 0755 {} +
  touch "$FOLDER/conf/$GENERATION"
  [ "$SWITCH" != 1 ] || set_current "$FOLDER" "$GENERATION"
  record_done "$NAME"
  remove_old_generations "$FOLDER" "$DATA"
done <"$STAGING/nodes"
printf 'changed=yes\n'

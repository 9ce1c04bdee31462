# shellcheck shell=sh
# Runs before a step's script, after the guard: continues only while what the step was planned on has
# not changed. Prints everything that has, and leaves standard input to the script.
#
# PLANNED_ON  one line for each: kind|name|expected value (empty: absent)
planned_hash() {
  if [ -f "$1" ] && [ ! -L "$1" ]; then
    PLANNED_SUM=$(sha256sum <"$1") || PLANNED_SUM=unreadable
    printf '%s' "${PLANNED_SUM%% *}"
  fi
}

# The first thing in a data folder that only a first start makes, or somebody else.
planned_data() {
  for PLANNED_ENTRY in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    { [ -e "$PLANNED_ENTRY" ] || [ -L "$PLANNED_ENTRY" ]; } || continue
    case ${PLANNED_ENTRY##*/} in
    pgdata.unfinished) continue ;;
    pgdata) [ -n "$(ls -A "$PLANNED_ENTRY" 2>/dev/null)" ] || continue ;;
    esac
    printf '%s' "${PLANNED_ENTRY##*/}"
    return 0
  done
}

planned_container() {
  PLANNED_FORM='{{.Id}} {{.State.Status}}'
  if PLANNED_LOOK=$(docker inspect --type container -f "$PLANNED_FORM" "$1" 2>/dev/null </dev/null); then
    case ${PLANNED_LOOK#* } in
    running | restarting) printf '%s running' "${PLANNED_LOOK%% *}" ;;
    paused) printf '%s paused' "${PLANNED_LOOK%% *}" ;;
    *) printf '%s stopped' "${PLANNED_LOOK%% *}" ;;
    esac
    return 0
  fi
  PLANNED_LOOK=$(docker inspect --type container -f "$PLANNED_FORM" "$1" 2>&1 </dev/null) || true
  case $PLANNED_LOOK in
  *[Nn]'o such '*) return 0 ;;
  esac
  printf '%s\n' "$PLANNED_LOOK" >&2
  return 1
}

PLANNED_STALE=
# shellcheck disable=SC2153 # PLANNED_ON is given, it is no misspelt PLANNED_IS
while IFS='|' read -r PLANNED_KIND PLANNED_NAME PLANNED_WAS; do
  case $PLANNED_KIND in
  file) PLANNED_IS=$(planned_hash "$PLANNED_NAME") ;;
  link) PLANNED_IS=$(readlink "$PLANNED_NAME" 2>/dev/null) || PLANNED_IS= ;;
  data) PLANNED_IS=$(planned_data "$PLANNED_NAME") ;;
  container) PLANNED_IS=$(planned_container "$PLANNED_NAME") || exit 1 ;;
  *) exit 1 ;;
  esac
  if [ "$PLANNED_IS" != "$PLANNED_WAS" ]; then
    PLANNED_STALE=yes
    printf 'stale|%s|%s|%s|%s\n' "$PLANNED_KIND" "$PLANNED_NAME" "$PLANNED_WAS" "$PLANNED_IS"
  fi
done <<EOF_OF_PLANNED_ON
$PLANNED_ON
EOF_OF_PLANNED_ON
[ -z "$PLANNED_STALE" ] || exit 78

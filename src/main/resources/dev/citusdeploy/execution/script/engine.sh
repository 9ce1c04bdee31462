# shellcheck shell=sh
# What the scripts below have in common. Runs before each of them.
#
# CONTAINER  name of project and container     FOLDER  the node's folder     DATA  its data folder
set -eu
LC_ALL=C
export LC_ALL
for NAME in $(env | sed -n 's/^\(COMPOSE_[A-Z_0-9]*\)=.*/\1/p'); do
  unset "$NAME"
done

# Compose with one file of the node, independent of the working folder, of the environment and of a
# stray .env file. Its standard input is that of the caller.
compose() {
  COMPOSE_FILE_NAME=$1
  shift
  docker compose --ansi never --project-directory "$FOLDER" -p "$CONTAINER" \
    --env-file /dev/null -f "$FOLDER/$COMPOSE_FILE_NAME" "$@"
}

# How much disk space there is for the data: printed last when a step fails, for the program to read.
trap '[ "$?" = 0 ] || stat -f -c "room $DATA|%S|%b|%a|%c|%d" "$DATA" >&2 2>/dev/null || true' EXIT

# The mount point and the device of the file system that the data is on: the innermost mount wins.
data_mount() {
  HERE=$(cd -P "$DATA" && pwd)
  MOUNT=/
  DEVICE=
  LONGEST=0
  while read -r FROM POINT _; do
    case $POINT in *\\*) POINT=$(printf '%b' "$POINT") ;; esac
    # Bash matches no pattern that begins with a quoted expansion that cuts all off.
    ABOVE=${POINT%/}
    case ${HERE%/}/ in
    "$ABOVE"/*) [ "${#POINT}" -lt "$LONGEST" ] || { LONGEST=${#POINT} MOUNT=$POINT DEVICE=$FROM; } ;;
    esac
  done </proc/self/mounts
}

# Records that the node's first start has succeeded, and where its data is, beside the program's
# files: so an empty data folder is known for a loss later. The same again changes nothing.
#
# It also records, where the server runs, what its image holds and what its data needs of an image:
# the Citus extension's version and those of collations. A server whose library does not fit its data
# leaves the name of the image standing that it served with before.
#
# FIRST_START  the record's file      DATABASE  the cluster's
record_first_start() {
  [ -f "$DATA/initialised" ] || return 0
  data_mount
  RECORD=$(grep -E '^(cluster|node|postgres|fingerprint)=' "$DATA/initialised" || true)
  RECORD=$(printf '%s\ndata=%s\nmount=%s\ndevice=%s' "$RECORD" "$DATA" "$MOUNT" "$DEVICE")
  FORMER=$(grep -E '^(citus|image|icu|collations)=' "$FIRST_START" 2>/dev/null || true)
  SERVED=$(served || true)
  RECORD=$(printf '%s\n%s' "$RECORD" "${SERVED:-$FORMER}" | sed '/^$/d')
  if [ "$RECORD" = "$(cat "$FIRST_START" 2>/dev/null || true)" ]; then
    return 0
  fi
  mkdir -p "${FIRST_START%/*}"
  printf '%s\n' "$RECORD" >"$FIRST_START.new"
  sync "$FIRST_START.new" 2>/dev/null || sync
  mv -f "$FIRST_START.new" "$FIRST_START"
}

# What a running server serves, in lines for the record; nothing where it does not answer. One that hangs
# must leave time for the step.
#
# WAIT  seconds for the whole step
served() {
  LOOK=$(inspect '{{.Image}} {{.Config.Image}}') || return 0
  SAID=$(limited "$((WAIT / 4 < 30 ? WAIT / 4 + 1 : 30))" docker exec -u postgres -e PGOPTIONS='-c search_path=pg_catalog,pg_temp -c statement_timeout=20s' \
    -e LOOK="$IMAGE_CONTENTS" -e SQL="$SERVED_SQL" "$CONTAINER" sh -c '
      sh -c "$LOOK"; echo; psql -XAtq -v ON_ERROR_STOP=1 -U "$1" -d "$2" -c "$SQL"' \
    sh "$SUPERUSER" "$DATABASE" 2>/dev/null </dev/null) || return 0
  KEPT=${LOOK%% *}
  KEPT=${FIRST_START%/first-start/*}/images/${KEPT#sha256:}
  CONTENTS=$(printf '%s\n' "$SAID" | sed '/^$/,$d')
  [ -f "$KEPT" ] || keep_contents
  SAID=$(printf '%s\n' "$SAID" | sed '1,/^$/d')
  HAS=$(value_of citus "$SAID")
  [ -n "$HAS" ] || return 0
  if [ "$HAS" = "$(value_of extension "$CONTENTS")" ]; then
    printf '%s\nimage=%s\nicu=%s\n' "$SAID" "${LOOK#* }" "$(value_of icu "$CONTENTS")"
  else
    printf '%s\n%s\n' "$SAID" "$(printf '%s\n' "$FORMER" | grep -E '^(image|icu)=' || true)"
  fi
}
SERVED_SQL="
  SELECT 'citus=' || extversion FROM pg_extension WHERE extname = 'citus'
  UNION ALL
  SELECT 'collations=' || string_agg(concat(by, ':', recorded, ':', actual), ' ')
  FROM (
    SELECT datlocprovider AS by, datcollversion AS recorded,
      pg_database_collation_actual_version(oid) AS actual
    FROM pg_database WHERE datallowconn AND datcollversion IS NOT NULL
    UNION
    SELECT collprovider, collversion, pg_collation_actual_version(oid)
    FROM pg_collation AS given
    WHERE collversion IS NOT NULL AND EXISTS (
      SELECT FROM pg_depend
      WHERE refclassid = 'pg_collation'::regclass AND refobjid = given.oid)) AS one
  HAVING count(*) > 0
  ORDER BY 1 DESC"
# Runs a program for so many seconds at most: a `docker exec` hangs while its container is paused.
limited() {
  if command -v timeout >/dev/null; then
    timeout -s KILL "$@"
  else
    shift
    "$@"
  fi
}

# Prints how far the script is, for people who wait: a word that the program knows, and what goes with
# it. Nobody may be there any more to read it: the work goes on all the same.
progress() {
  (trap '' PIPE && printf 'citus-deploy progress: %s\n' "$*" >&2) || true
}

# Seconds that are left of WAIT since this script began.
left() {
  printf '%s\n' "$((BEGAN + WAIT - $(seconds)))"
}

inspect() {
  docker inspect --type container -f "$1" "$CONTAINER" 2>/dev/null </dev/null
}

# Removes passwords in statements from log lines.
censor() {
  sed "s/\([Pp][Aa][Ss][Ss][Ww][Oo][Rr][Dd] *\)'[^']*'/\1'***'/g"
}

# The server's last log lines, without those of Citus' daemon about other nodes: those since it was last
# started, but of one that ends again and again those of its earlier starts too, since it may have
# been started a moment ago and have logged nothing yet.
#
# $1  the verdict
last_words() {
  SINCE=
  [ "$1" = keeps-ending ] || SINCE=$(inspect '{{.State.StartedAt}}' || true)
  docker logs --tail 60 ${SINCE:+--since "$SINCE"} "$CONTAINER" 2>&1 </dev/null |
    grep -v -e 'aintenance daemon for database' -e 'Is the server running on' \
      -e 'while executing command on' -e 'WARNING:  connection to the remote node' \
      -e 'FATAL: *the database system is starting up' | tail -n 14 | censor >&2 || true
}

seconds() {
  read -r UPTIME _ </proc/uptime
  printf '%s\n' "${UPTIME%%.*}"
}

# The progress of a server's recovery: the title of its startup process, which names the segment of
# WAL that is being replayed, and the last line of its log about recovery. Nothing when it does not
# recover.
recovery() {
  TITLE=$(limited 5 docker exec "$CONTAINER" sh -c 'for f in /proc/[0-9]*/cmdline; do
      tr "\\0" " " <"$f" 2>/dev/null; echo; done' 2>/dev/null </dev/null |
    sed -n 's/ *$//; s/^postgres: \(.*: \)\{0,1\}\(startup.*\)$/\2/p' | head -n 1) || true
  [ -n "$TITLE" ] || return 0
  LINE=$(docker logs --tail 200 "$CONTAINER" 2>&1 </dev/null |
    grep -E 'redo (in progress|starts|done)|syncing data directory|resetting unlogged|was interrupted|not properly shut down|end-of-recovery' |
    tail -n 1 | sed 's/^.*LOG: *//') || true
  printf '%s; %s\n' "$TITLE" "$LINE"
}

# Checks how far the recovery of a server is, now and then, and prints it. STILL is how long it has not
# come any further.
watch_recovery() {
  NOW=$(seconds)
  [ "$NOW" -ge "$((WATCHED + 3))" ] || return 0
  WATCHED=$NOW
  IS=$(recovery)
  if [ -z "$IS" ]; then
    RECOVERY=
    return 0
  fi
  if [ "$IS" != "$RECOVERY" ]; then
    RECOVERY=$IS
    MOVED=$NOW
  fi
  STILL=$((NOW - MOVED))
  progress "recovering $STILL $IS"
}

# Prints why there is no point in waiting any longer: the verdict for the program, the log for people.
#
# $1  ended, keeps-ending, unhealthy, paused, recovering or slow      $2  exit code      $3  output of the health check
give_up() {
  printf 'verdict=%s\nexit=%s\nhealth=%s\nrecovery=%s\nstill=%s\n' "$1" "$2" "$3" "$RECOVERY" "$STILL"
  last_words "$1"
  return 1
}

# Makes the network that the server's nodes of a cluster share. Two steps may want it at the same
# moment, and an engine takes two networks of one name.
#
# NETWORK  its name, empty for the server's own network
make_network() {
  [ -n "$NETWORK" ] || return 0
  (
    flock 7
    docker network inspect "$NETWORK" >/dev/null 2>&1 </dev/null ||
      docker network create "$NETWORK" 2>&1 >/dev/null </dev/null
  ) 7>"${FOLDER%/*}/.state/network.lock"
}

# Brings the service up and waits until its health check passes; options of `up` may be given.
up() {
  make_network
  MADE=yes
  OUTPUT=$(compose compose.yml up -d --pull never "$@" 2>&1 </dev/null) || MADE=no
  case $MADE/$OUTPUT in
  no/*network*'not found'*)
    # A container that is not running keeps the id of its network, which somebody removed: one of the
    # same name is another. The container is re-created; it holds no data.
    MADE=yes
    OUTPUT=$(compose compose.yml up -d --pull never --force-recreate 2>&1 </dev/null) || MADE=no
    ;;
  esac
  if [ "$MADE" = yes ]; then
    await_health
  else
    printf '%s\n' "$OUTPUT" | tail -n 8 | censor >&2
    return 1
  fi
}

# Output of a health check of a server that starts, stops or is too busy.
is_passing() {
  case $1 in
  *'starting up'* | *refused* | *recovery* | *'not yet accepting'* | *'shutting down'* | \
    *exceeded* | *'timeout expired'* | *'too many'* | '""' | '') return 0 ;;
  *) return 1 ;;
  esac
}

# The words of those for which waiting is all there is to do, however long it takes.
is_starting() {
  case $1 in
  *'starting up'* | *'recovery'* | *'not yet accepting'* | *'shutting down'*) return 0 ;;
  *) [ -n "$RECOVERY" ] ;;
  esac
}

# Waits for the health check, and no longer than there is hope: a container that ends again and again
# does not become healthy, nor does one whose check fails for a reason that waiting does not cure.
#
# PATIENCE  seconds for which it may be unhealthy, 0 unless it was so before we came
await_health() {
  END=$((BEGAN + WAIT))
  # Most servers are up by then, and looking costs.
  WATCHED=$(($(seconds) + 2))
  MOVED=$(seconds)
  RECOVERY=
  STILL=0
  FIRST=
  RESTARTING=0
  SEEN=
  HOPELESS=0
  while :; do
    LOOK=$(inspect '{{.State.Status}} {{.RestartCount}} {{with .State.Health}}{{.Status}}{{else}}none{{end}} {{.State.ExitCode}}{{with .State.Health}}{{range .Log}}
{{json .End}} {{.ExitCode}} {{json .Output}}{{end}}{{end}}' || echo 'gone 0 none 0')
    LAST=$(printf '%s\n' "$LOOK" | tail -n 1)
    read -r STATUS RESTARTS HEALTH CODE <<EOF
$(printf '%s\n' "$LOOK" | head -n 1)
EOF
    FIRST=${FIRST:-$RESTARTS}
    SAID=
    [ "$LOOK" = "$LAST" ] || SAID=${LAST#* * }
    case $STATUS/$HEALTH in
    running/healthy | running/none) return 0 ;;
    gone/*)
      printf 'there is no container %s\n' "$CONTAINER" >&2
      return 1
      ;;
    exited/* | dead/* | removing/*) give_up ended "$CODE" "" || return 1 ;;
    restarting/*)
      RESTARTING=$((RESTARTING + 1))
      [ "$RESTARTING" -lt 10 ] || give_up keeps-ending "$CODE" "" || return 1
      ;;
    running/unhealthy)
      watch_recovery
      if ! is_starting "$SAID"; then
        [ "$PATIENCE" -gt 0 ] || give_up unhealthy 0 "$SAID" || return 1
        PATIENCE=$((PATIENCE - 1))
      fi
      sleep 0.7
      ;;
    running/*) watch_recovery ;;
    esac
    [ $((RESTARTS - FIRST)) -lt 3 ] || give_up keeps-ending "$CODE" "" || return 1
    # Results from before this script are no evidence of what it did.
    if [ -n "$SAID" ] && [ "${LAST%% *}" != "$SEEN" ]; then
      if [ -z "$SEEN" ] || is_passing "$SAID" || [ "${LAST#* 0 }" != "$LAST" ]; then
        HOPELESS=0
      else
        HOPELESS=$((HOPELESS + 1))
      fi
      SEEN=${LAST%% *}
    fi
    [ "$HOPELESS" -lt 4 ] || give_up unhealthy 0 "$SAID" || return 1
    if [ "$(seconds)" -ge "$END" ]; then
      case $STATUS/$RECOVERY in
      paused/*) give_up paused 0 "$SAID" || return 1 ;;
      running/?*) give_up recovering 0 "$SAID" || return 1 ;;
      *) give_up slow 0 "$SAID" || return 1 ;;
      esac
    fi
    sleep 0.3
  done
}
PATIENCE=0
RECOVERY=
STILL=0
BEGAN=$(seconds)

# Whether the image can serve the data, before a server that runs is stopped for it: a name may have
# been given to another image since the plan.
image_is_fit() {
  [ -f "$FIRST_START" ] || return 0
  IMAGE=$(compose compose.yml config --images 2>/dev/null </dev/null | head -n 1)
  ID=$(docker image inspect -f '{{.Id}}' "$IMAGE" 2>/dev/null </dev/null) || return 0
  [ "$ID" != "$(inspect '{{.Image}}' || true)" ] || return 0
  image_fits "$ID"
}

# Whether the image's own PostgreSQL takes the settings, before a server that runs is stopped for
# them. It reads nothing but the file.
settings_are_taken() {
  IMAGE=$(compose compose.yml config --images 2>/dev/null </dev/null | head -n 1)
  if [ -z "$IMAGE" ] || OUTPUT=$(docker run --rm --network none --entrypoint sh \
    -v "$FOLDER/conf:/etc/citus-deploy/conf:ro" "$IMAGE" -c '
      empty=$(mktemp -d) && chown postgres "$empty"
      run=gosu
      command -v gosu >/dev/null || run=su-exec
      "$run" postgres postgres -C port -D "$empty" \
        -c config_file=/etc/citus-deploy/conf/current/postgresql.conf' 2>&1 </dev/null); then
    return 0
  fi
  printf 'verdict=configuration\n'
  printf '%s\n' "$OUTPUT" | grep -v 'skipping missing' | tail -n 10 >&2
  return 1
}

# SQL as superuser over the socket, where only built-in names are found. The container knows its port,
# which may not be the one that the node is to have.
#
# $1  the statement      $2  seconds that it may take
sql() {
  limited "$2" docker exec -u postgres -e PGOPTIONS='-c search_path=pg_catalog,pg_temp' "$CONTAINER" \
    psql -XAtq -v ON_ERROR_STOP=1 -U "$SUPERUSER" -d postgres -c "$1" </dev/null
}

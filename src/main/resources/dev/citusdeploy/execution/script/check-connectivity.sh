# shellcheck shell=sh
# Checks the nodes of this server from inside their containers: what each has of Citus, and
# whether it reaches the nodes it must reach as Citus will, by TCP, TLS, its certificate and SQL.
#
# NODES  one line a node: node|container|port
# CONNECTIONS  one line a connection: node|address|port
# PARALLEL  how many connections a node tries side by side
# WAIT   seconds that the check from one node may take
# SUPERUSER, DATABASE     the role that the nodes log in as, and the database
#
# Answers, one line each, words on one line:
#   citus <node> <exit code> <PostgreSQL>|<preloaded>|<extension>|<extension of the library>|<library>
#   connection <node> <address> <port> <exit code> <psql's message>
#   gone <node> <docker's message>
#   hangs <node> <state>    its container is paused, or did not answer in time
#   known <name>            a name that a container does not know and this server does
set -eu
LC_ALL=C
export LC_ALL

# Runs in a container, with the node's connections as its input.
# shellcheck disable=SC2016 # the container's shell expands it
CHECK='
keys=/run/citus-deploy/tls
tls="connect_timeout=5 sslmode=verify-full sslrootcert=$keys/ca.crt sslcert=$keys/node.crt sslkey=$keys/node.key"

# The limit is for names, as no other limit ends the search for one, and for servers that let a
# session begin and then do not answer. It leaves time for this node to report.
ask() {
  message=$(timeout "$LONGEST" psql -XAtqc "$2" "host=$1 $tls" 2>&1 </dev/null) && code=0 || code=$?
  # Ended by timeout, by the exit code of older versions of BusyBox.
  case $code in 137 | 143) code=124 ;; esac
  message=$(printf %s "$message" | tr "\n" " ")
}
try_connection() {
  ask "$1 port=$2" "SELECT 1"
  printf "connection %s %s %s %s %s\n" "$NODE" "$1" "$2" "$code" "$message"
}
citus() {
  ask "localhost port=$PORT" "
    SELECT pg_catalog.current_setting(\$\$server_version\$\$),
      pg_catalog.current_setting(\$\$shared_preload_libraries\$\$),
      (SELECT extversion FROM pg_catalog.pg_extension
        WHERE extname OPERATOR(pg_catalog.=) \$\$citus\$\$),
      (SELECT default_version FROM pg_catalog.pg_available_extensions
        WHERE name OPERATOR(pg_catalog.=) \$\$citus\$\$),
      pg_catalog.current_setting(\$\$citus.version\$\$, true)"
  printf "citus %s %s %s\n" "$NODE" "$code" "$message"
  [ "$code" -ne 124 ] || printf "hangs %s running\n" "$NODE"
}

citus &
count=0
while read -r address port; do
  try_connection "$address" "$port" &
  count=$((count + 1))
  [ $((count % PARALLEL)) -ne 0 ] || wait
done
wait
'

# A container that is paused meanwhile would hold whoever works in it.
limited() {
  if command -v timeout >/dev/null; then
    timeout -s KILL "$@"
  else
    shift
    "$@"
  fi
}

check() {
  printf '%s\n' "$CONNECTIONS" | sed -n "s/^$1|\(.*\)|\(.*\)$/\1 \2/p" |
    limited "$WAIT" docker exec -i -e LC_ALL=C -e PGOPTIONS="-c search_path=pg_catalog,pg_temp" -e NODE="$1" -e PORT="$3" -e PARALLEL="$PARALLEL" \
      -e LONGEST="$((WAIT / 2 < 20 ? WAIT / 2 + 1 : 20))" -e PGUSER="$SUPERUSER" -e PGDATABASE="$DATABASE" "$2" sh -c "$CHECK" 2>&1
}

# shellcheck disable=SC2153 # NODES is given, it is no misspelt NODE
printf '%s\n' "$NODES" | while IFS='|' read -r NODE CONTAINER PORT; do
  ANSWER=$(check "$NODE" "$CONTAINER" "$PORT") && CODE=0 || CODE=$?
  if [ "$CODE" -ne 0 ]; then
    STATE=$(docker inspect --type container -f '{{.State.Status}}' "$CONTAINER" 2>/dev/null </dev/null) || STATE=
    case $STATE/$CODE in
    paused/* | running/137) ANSWER="hangs $NODE $STATE" ;;
    *) ANSWER="gone $NODE $(printf %s "$ANSWER" | tr '\n' ' ')" ;;
    esac
  fi
  printf '%s\n' "$ANSWER"
  printf '%s\n' "$ANSWER" | sed -n 's/.*could not translate host name "\([^"]*\)".*/\1/p' |
    sort -u | while read -r NAME; do
    ! getent hosts "$NAME" >/dev/null 2>&1 || printf 'known %s\n' "$NAME"
  done
done

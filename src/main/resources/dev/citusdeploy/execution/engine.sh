# shellcheck shell=sh
# What the scripts below have in common. Stands before each of them.
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

# How much room there is where the data is: told last when a step fails, for the program to read.
trap '[ "$?" = 0 ] || stat -f -c "room $DATA|%S|%b|%a|%c|%d" "$DATA" >&2 2>/dev/null || true' EXIT

inspect() {
  docker inspect --type container -f "$1" "$CONTAINER" 2>/dev/null </dev/null
}

# The server's last words, without passwords that stand in statements.
last_words() {
  docker logs --tail 20 "$CONTAINER" 2>&1 </dev/null |
    sed "s/\([Pp][Aa][Ss][Ss][Ww][Oo][Rr][Dd] *\)'[^']*'/\1'***'/g" >&2 || true
}

# Brings the service up and waits until its health check passes; options of `up` may be given.
up() {
  if OUTPUT=$(compose compose.yml up -d --pull never --wait --wait-timeout "$WAIT" "$@" \
    2>&1 </dev/null); then
    return 0
  fi
  last_words
  printf '%s\n' "$OUTPUT" | tail -n 5 >&2
  return 1
}

# SQL as superuser over the socket.
sql() {
  docker exec -u postgres "$CONTAINER" \
    psql -XAtq -v ON_ERROR_STOP=1 -p "$PORT" -U "$SUPERUSER" -d postgres -c "$1" </dev/null
}

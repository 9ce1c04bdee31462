# shellcheck shell=sh
# Sourced by start.sh, reload.sh and initialise.sh: what more than one of them does. Runs in the
# container as its root, in Debian's and Alpine's shells alike.

# Runs a command as the user that PostgreSQL runs as, whatever number the image gave it.
as_postgres() {
  if command -v gosu >/dev/null; then
    gosu postgres "$@"
  elif command -v su-exec >/dev/null; then
    su-exec postgres "$@"
  else
    setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  fi
}

# Copies certificates and key into memory, where PostgreSQL's user may read them: on the server they
# belong to another user, whose number means nothing in here. Each file is replaced whole.
place_keys() {
  mkdir -p /run/citus-deploy/tls
  for file in ca.crt node.crt node.key; do
    (umask 077 && cp "/etc/citus-deploy/tls/$file" "/run/citus-deploy/tls/$file.new")
    chown postgres "/run/citus-deploy/tls/$file.new"
    mv -f "/run/citus-deploy/tls/$file.new" "/run/citus-deploy/tls/$file"
  done
}

# Writes a line into a file of the data folder, so that a reader sees the old or the new one.
record() {
  printf '%s\n' "$2" >"/var/lib/citus-deploy/$1.new"
  mv -f "/var/lib/citus-deploy/$1.new" "/var/lib/citus-deploy/$1"
}

# Whether the completion mark says that the data is this node's.
is_ours() {
  grep -qxF "cluster=$CITUS_DEPLOY_CLUSTER" /var/lib/citus-deploy/initialised &&
    grep -qxF "node=$CITUS_DEPLOY_NODE" /var/lib/citus-deploy/initialised
}

# Whether this network has an address, ready for use. An IPv6 address is tentative for a moment, and
# cannot be listened on then.
#
# $1  the address      $2  an IPv6 address as the kernel writes it
has_address() {
  if [ -n "$2" ]; then
    grep -qE "^$2 [0-9a-f]+ [0-9a-f]+ [0-9a-f]+ [0-389ab][0-9a-f] " /proc/net/if_inet6
  else
    grep -A 1 -e "|-- $(printf '%s' "$1" | sed 's/\./\\./g')\$" /proc/net/fib_trie | grep -q '/32 host LOCAL'
  fi
}

# Waits for the address that the other nodes use, 30 seconds at most: PostgreSQL tries an address once,
# when it starts, and would serve nobody but this server. The container is started again afterwards.
await_address() {
  address=${CITUS_DEPLOY_ADDRESS:-}
  form=${CITUS_DEPLOY_ADDRESS_KERNEL_FORM:-}
  if [ -z "$address" ] || { [ -z "$form" ] && [ ! -r /proc/net/fib_trie ]; }; then
    return 0
  fi
  # The first process of a container ignores what it has no trap for.
  trap 'exit 143' INT TERM
  waited=0
  until has_address "$address" "$form"; do
    [ "$waited" -gt 0 ] ||
      printf 'citus-deploy: this server does not have the address %s, which the other nodes use; waiting for it\n' "$address" >&2
    [ "$waited" -lt 30 ] ||
      refuse "this server does not have the address $address, so the server is not started; see 'ip addr'"
    waited=$((waited + 1))
    sleep 1
  done
  trap - INT TERM
}

# Puts the health check beside the keys, where it stays whatever becomes of the folder conf. Each file
# is replaced whole.
place_health_check() {
  for file in functions.sh health.sh; do
    cp "$conf/$file" "/run/citus-deploy/$file.new"
    mv -f "/run/citus-deploy/$file.new" "/run/citus-deploy/$file"
  done
}

# The first words of a file into $one and $two; nothing of one that is not there.
words_of() {
  one=
  two=
  [ ! -f "$1" ] || { read -r one two _ <"$1"; } 2>/dev/null || :
}

# A position in the write-ahead log, as PostgreSQL writes it, into $number; false where it is none.
number_of() {
  case $1 in
    *[!0-9A-F/]* | /* | */ | */*/* | ??????????????????*) return 1 ;;
    */*) number=$((0x${1%/*} * 4294967296 + 0x${1#*/})) ;;
    *) return 1 ;;
  esac
}

# Says that data is an older copy, in words that citus-deploy knows.
older() {
  printf 'the data is older than what this node has served: it began at %s, and %s was served before; see citus-deploy status\n' "$1" "$2"
}

# Whether the data's server was shut down before it came as far as this node has served. A copy of a
# running server shows it only once that has recovered: then the health check finds it.
is_older_data() {
  words_of /etc/citus-deploy/served/lsn
  recorded=$one
  highest=$two
  number_of "$highest" || return 1
  most=$number
  control=$(as_postgres env LC_ALL=C pg_controldata "$PGDATA" 2>/dev/null) || return 1
  system=$(printf '%s\n' "$control" | sed -n 's/^Database system identifier: *//p')
  state=$(printf '%s\n' "$control" | sed -n 's/^Database cluster state: *//p')
  began=$(printf '%s\n' "$control" | sed -n 's/^Latest checkpoint location: *//p')
  [ "$system/$state" = "$recorded/shut down" ] && number_of "$began" && [ "$number" -lt "$most" ]
}

# Refuses an older copy of the data before anything is written to it. What an earlier start found is
# past.
refuse_older_data() {
  if is_older_data; then
    { printf '%s\n' "$system $began" >/etc/citus-deploy/served/older; } 2>/dev/null || :
    refuse "$(older "$began" "$highest")"
  fi
  rm -f /etc/citus-deploy/served/older 2>/dev/null || :
}

# Says why nothing is done, and ends.
refuse() {
  printf 'citus-deploy: %s\n' "$1" >&2
  exit 65
}

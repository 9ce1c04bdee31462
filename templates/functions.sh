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

# Says why nothing is done, and ends.
refuse() {
  printf 'citus-deploy: %s\n' "$1" >&2
  exit 65
}

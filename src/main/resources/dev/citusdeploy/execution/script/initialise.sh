# shellcheck shell=sh
# Makes a node's data with its one-shot container; runs after engine.sh.
#
# DATA  the data folder      FINGERPRINT  of the cluster's secrets
# PASSWORD  the superuser's; nothing when nobody is to know it
if [ -f "$DATA/initialised" ]; then
  if grep -qxF "fingerprint=$FINGERPRINT" "$DATA/initialised"; then
    printf 'changed=no\n'
    exit 0
  fi
  printf '%s holds data that belongs to other secrets\n' "$DATA" >&2
  exit 1
fi
if [ -n "$(ls -A "$DATA/pgdata" 2>/dev/null)" ]; then
  printf '%s holds something without a completion mark; nothing was done\n' "$DATA/pgdata" >&2
  exit 1
fi
# What is left of a container that ran on former data would run on, or start again, in the old folder.
if [ -n "$(inspect '{{index .Config.Labels "dev.citusdeploy.node"}}' || true)" ]; then
  docker rm -f "$CONTAINER" >/dev/null </dev/null
fi
mkdir -p "$DATA"
chmod a+x "$DATA"

# Nobody needs to know it: nodes log in by certificate, local administration is by peer.
if [ -z "$PASSWORD" ]; then
  PASSWORD=$(od -An -tx1 -N 24 /dev/urandom | tr -d ' \n')
fi
if ! OUTPUT=$(printf '%s\n' "$PASSWORD" | compose initialise.yml run --rm -T initialise 2>&1); then
  case $OUTPUT in
  *'refuses its configuration'* | *'could not load /etc/citus-deploy/conf/'*)
    printf 'verdict=configuration\n'
    printf '%s\n' "$OUTPUT" | grep -E 'LOG|FATAL|CONTEXT|DETAIL|HINT|line ' | tail -n 10 | censor >&2
    ;;
  *)
    printf '%s\n' "$OUTPUT" | tail -n 20 | censor >&2
    ;;
  esac
  exit 1
fi
if ! grep -qxF "fingerprint=$FINGERPRINT" "$DATA/initialised" 2>/dev/null; then
  printf '%s\n' "$OUTPUT" | tail -n 18 >&2
  printf 'the initialisation ended without its completion mark in %s\n' "$DATA" >&2
  exit 1
fi
printf 'changed=yes\n'

# shellcheck shell=sh
# Fetches an image that is not there.
#
# IMAGE  name with tag or digest
# KNOWN  ids and digests between blanks, one of which it must have; empty when any will do
set -eu

# Where the engine keeps its images, and the room there.
room() {
  PLACE=$(docker info -f '{{.DockerRootDir}}' 2>/dev/null </dev/null) || return 0
  stat -f -c "room $PLACE|%S|%b|%a|%c|%d" "$PLACE" >&2 2>/dev/null || true
}

if docker image inspect "$IMAGE" >/dev/null 2>&1 </dev/null; then
  printf 'changed=no\n'
  exit 0
fi
docker pull -q "$IMAGE" </dev/null || {
  room
  exit 1
}
if [ -n "$KNOWN" ]; then
  FORM='{{.Id}}{{range .RepoDigests}} {{.}}{{end}}'
  NAMES=$(docker image inspect -f "$FORM" "$IMAGE" </dev/null)
  for NAME in $NAMES; do
    case " $KNOWN " in *" $NAME "*) NAMES='' ;; esac
  done
  if [ -n "$NAMES" ]; then
    # Words that the program knows; see KnownCauses.
    printf 'another image arrived: %s; the other hosts have: %s\n' "$NAMES" "$KNOWN" >&2
    exit 1
  fi
fi
printf 'changed=yes\n'

# shellcheck shell=sh
# Fetches an image that is not there.
#
# IMAGE  name with tag or digest
# KNOWN  ids, digests and contents between blanks, one of which it must have; empty when any will do
# NODES  the nodes of this server, one line each: record of the first start|data folder
set -eu

# Where the engine keeps its images, and the room there.
room() {
  PLACE=$(docker info -f '{{.DockerRootDir}}' 2>/dev/null </dev/null) || return 0
  stat -f -c "room $PLACE|%S|%b|%a|%c|%d" "$PLACE" >&2 2>/dev/null || true
}

# Ends the step where a node's data cannot be served from the image that has come.
check_fit() {
  ID=$(docker image inspect -f '{{.Id}}' "$IMAGE" </dev/null)
  FITS=yes
  # shellcheck disable=SC2153 # NODES is given
  while IFS='|' read -r FIRST_START DATA; do
    [ -f "$DATA/pgdata/PG_VERSION" ] || continue
    image_fits "$ID" || FITS=
  done <<END_OF_NODES
$NODES
END_OF_NODES
  [ -n "$FITS" ] || exit 1
}

if docker image inspect "$IMAGE" >/dev/null 2>&1 </dev/null; then
  check_fit
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
  # An archive that was loaded has no digest, and engines' image stores count ids differently.
  FORM='{{.Created}}{{range .RootFS.Layers}} {{.}}{{end}}'
  CONTENT=$(docker image inspect -f "$FORM" "$IMAGE" </dev/null | tr -d '\n' | sha256sum)
  NAMES="$NAMES content:${CONTENT%% *}"
  for NAME in $NAMES; do
    case " $KNOWN " in *" $NAME "*) NAMES='' ;; esac
  done
  if [ -n "$NAMES" ]; then
    # Words that the program knows; see KnownCauses.
    printf 'another image arrived: %s; the other hosts have: %s\n' "$NAMES" "$KNOWN" >&2
    exit 1
  fi
fi
check_fit
printf 'changed=yes\n'

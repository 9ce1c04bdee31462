# shellcheck shell=sh
# Run in a container that sees the folder of all volumes at /volumes: gives new servers the unpacked
# images of a seed volume. The files of layers are linked, not copied: an engine never writes to
# them, it only makes and removes them; so N servers need the space and the time of one.
#   $1 seed volume   $2… volumes of servers that never ran
# Exit status 3: the seed is not complete.
set -eu
seed=/volumes/$1/_data
shift
[ -e "$seed/complete" ] || exit 3
for volume; do
  target=/volumes/$volume/_data
  [ ! -e "$target/image" ] || continue
  rm -rf "$target/overlay2"
  if ! cp -al "$seed/overlay2" "$target/" 2>/dev/null; then
    rm -rf "$target/overlay2"
    cp -a "$seed/overlay2" "$target/"
  fi
  cp -a "$seed/image" "$target/"
done

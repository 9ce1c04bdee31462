# shellcheck shell=sh
# Fetches an image that is not there.
#
# IMAGE  name with tag or digest
set -eu
if docker image inspect "$IMAGE" >/dev/null 2>&1 </dev/null; then
  printf 'changed=no\n'
else
  docker pull -q "$IMAGE" </dev/null
  printf 'changed=yes\n'
fi

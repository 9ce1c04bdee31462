# shellcheck shell=sh
# Run in a container of the server image, an archive of images on standard input: unpacks them with
# an engine of its own into /var/lib/docker, which the link-images script hands on to servers.
set -eu

# What a cut-off run left behind.
find /var/lib/docker -mindepth 1 -delete

dockerd --host=unix:///run/docker.sock --storage-driver=overlay2 --bridge=none --iptables=false \
  --ip6tables=false --log-level=error </dev/null >/run/dockerd.log 2>&1 &
engine=$!
until docker version >/dev/null 2>&1; do
  if ! kill -0 "$engine" 2>/dev/null; then
    cat /run/dockerd.log >&2
    exit 1
  fi
  sleep 0.1
done
docker load -q
kill "$engine"
wait "$engine" || true
: >/var/lib/docker/complete

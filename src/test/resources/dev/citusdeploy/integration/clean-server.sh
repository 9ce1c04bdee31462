# Run in a server: takes away what clusters and logins leave behind, as if it were installed anew.
docker ps -aq | xargs -r docker rm -fv >/dev/null
docker network prune -f >/dev/null
docker volume ls -q | xargs -r docker volume rm -f >/dev/null
for root in /opt/citus-deploy /var/lib/citus-deploy; do
  while umount "$root" 2>/dev/null; do :; done
  rm -rf "$root"
done
find /tmp /srv /var/lib/sudo/ts -mindepth 1 -delete 2>/dev/null
# This machine's journal knows servers by their machine ids.
tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id

# shellcheck shell=sh
# Run in a server: waits until it is ready, authorizes a key, and prints what the lab needs to know.
#   $1 public key   $2 format of docker image inspect   $3… references of images
key=$1
format=$2
shift 2

tries=600
until start-server --ready; do
  tries=$((tries - 1))
  if [ "$tries" -le 0 ]; then
    echo "the SSH daemon and the Docker Engine inside don't answer" >&2
    exit 4
  fi
  sleep 0.1
done

for owner in root deploy; do
  home=$(getent passwd "$owner" | cut -d: -f6)
  if ! grep -qsxF "$key" "$home/.ssh/authorized_keys"; then
    install -d -m 0700 -o "$owner" -g "$owner" "$home/.ssh"
    printf '%s\n' "$key" >>"$home/.ssh/authorized_keys"
    chown "$owner:$owner" "$home/.ssh/authorized_keys"
    chmod 0600 "$home/.ssh/authorized_keys"
  fi
done

printf 'machine\t%s\n' "$(cat /etc/machine-id)"
for file in /etc/ssh/ssh_host_*_key.pub; do
  printf 'key\t%s\n' "$(cut -d ' ' -f 1,2 "$file")"
done
for image; do
  printf 'image\t%s\t%s\n' "$image" "$(docker image inspect --format "$format" "$image" 2>/dev/null)"
done

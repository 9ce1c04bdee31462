# Run in a server: all that a test could have changed and the next one could notice.
# Files that a program of the system writes again and again are told by their content.
find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /var/log \
  -o -path /var/lib/docker -o -path /var/lib/containerd -o -path /var/lib/sudo -o -path /etc \) -prune \
  -o ! -type d -printf '%p %y %s %m %u:%g %T@ %l\n' -o -printf '%p %m %u:%g\n' | sort
find /etc -xdev -printf '%p %y %m %u:%g %l\n' | sort
find /etc -xdev -type f ! -name machine-id ! -name mtab -exec sha256sum {} + | sort
cut -d ' ' -f 1-4 /proc/mounts | grep -v -e '/docker' -e '/containerd' | sort
ip -o addr | awk '{ print $2, $3, $4 }' | grep -v -e '^docker0 ' -e '^veth' -e ' fe80:' | sort
ip route | grep -v docker0 | sort
for chain in INPUT OUTPUT DOCKER-USER; do
  iptables -w -S "$chain"
  ip6tables -w -S "$chain" 2>/dev/null
done
sysctl net.ipv6.conf.lo.disable_ipv6 net.ipv4.ip_forward
hostname
# Of the engine itself: its program takes a while to start, each time.
engine() {
  curl -sS --unix-socket /run/docker.sock "http://engine/$1" | tr '{' '\n' | grep -oE "$2" | sort
}
engine 'images/json?all=1' '"(Id":"[^"]*"|RepoTags":[^]]*)'
engine 'containers/json?all=1' '"Names":[^]]*'
engine volumes '"Name":"[^"]*"'
engine networks '"Name":"[^"]*"'
ls /var/lib/docker/image
ps -eo comm= | grep -vx -e sh -e ps -e sort -e grep -e timeout -e sshd-session -e start-server \
  -e dockerd -e containerd -e sshd | sort -u
echo 'looked at everything'

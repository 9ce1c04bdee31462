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
docker images -a --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}' | sort
docker ps -a --format '{{.Names}}'
docker volume ls -q
docker network ls --format '{{.Name}} {{.Driver}}' | sort
docker info --format '{{.Driver}}'
ps -eo comm= | grep -vx -e sh -e ps -e sort -e grep -e timeout -e 'sshd-session' | sort -u
echo 'looked at everything'

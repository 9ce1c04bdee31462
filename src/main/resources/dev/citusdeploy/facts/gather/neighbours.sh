# shellcheck shell=sh
# Reports what may prevent nodes from running: containers of their names that are not
# theirs, how often the engine has restarted their own, and who listens on their ports. Changes
# nothing. Only run where there is such a node.
#
# Variables: names, of containers that are not there, and own, of those that are, between
# blanks; ports, numbers between blanks.
# Answers in lines, the last one "end":
#   own NAME STATE HEALTH RESTARTS                  health is "none" where nothing checks it
#   container NAME STATE IMAGE
#   listener ADDRESS PORT PID CONTAINER PROGRAM     address and port as the kernel writes them, in
#                                                   hexadecimal; "-" for what is not known
#   address ADDRESS                                 one of the server's own; IPv6 as the kernel
#                                                   writes it, 32 hexadecimal digits
# shellcheck disable=SC2154 # set by the caller
(
LC_ALL=C
export LC_ALL
unset IFS
set +eu -f

# shellcheck disable=SC2086 # names between blanks
[ -z "$own" ] || docker inspect --type container --format \
  'own {{.Name}} {{.State.Status}} {{with .State.Health}}{{.Status}}{{else}}none{{end}} {{.RestartCount}}' \
  $own

pattern=
for name in $names; do
  pattern=$pattern${pattern:+|}$name
done
[ -z "$pattern" ] || docker ps --all --filter "name=^/?($pattern)\$" --format 'container {{.Names}} {{.State}} {{.Image}}'

# The process that holds a socket, by the links of all processes that may be read.
holder() {
  set +f
  # shellcheck disable=SC2012 # the links' targets are wanted, from one process
  ls -ln /proc/[0-9]*/fd |
    sed -n -e 's,^/proc/\([0-9]*\)/fd:$,\1,' -e t\ keep -e "/ socket:\[$1\]\$/{g;p;q;}" -e b \
      -e ':keep' -e h
  set -f
}

# The container that a process runs in: only its engine knows whether the id is one of its own.
inside() {
  id=$(sed -n '/[0-9a-f]\{64\}/{s/.*\([0-9a-f]\{64\}\).*/\1/p;q;}' "/proc/$1/cgroup")
  [ -z "$id" ] || docker inspect --type container --format '{{.Name}}' "$id" | sed 's,^/,,'
}

for port in $ports; do
  form=$(printf '%04X' "$port")
  sed -n "/^ *[0-9]*: [0-9A-F]*:$form [0-9A-F]*:0000 0A /p" /proc/net/tcp /proc/net/tcp6 |
    while read -r _ local _ _ _ _ _ _ _ inode _; do
      pid=$(holder "$inode")
      program='' container=''
      if [ -n "$pid" ]; then
        read -r program <"/proc/$pid/comm"
        container=$(inside "$pid")
      fi
      case $program in
        '' | docker* | rootless*)
          [ -n "$container" ] ||
            container=$(docker ps --filter "publish=$port" --format '{{.Names}}' | sed q) ;;
      esac
      case $program in *[!\ -~]*) program= ;; esac
      echo "listener ${local%:*} ${local#*:} ${pid:--} ${container:--} ${program:--}"
    done
done
if [ -r /proc/net/fib_trie ]; then
  sed -n -e '/|-- /h' -e '/\/32 host LOCAL/{g;s/.*|-- /address /p;}' /proc/net/fib_trie | sort -u
  [ ! -r /proc/net/if_inet6 ] || while read -r form _; do echo "address $form"; done </proc/net/if_inet6
fi
echo end
) 2>/dev/null </dev/null

# shellcheck shell=sh
# Reports everything that a plan needs to know of this server. Changes nothing and writes no file, not
# even a temporary one. Starts as few processes as possible: they are most of the cost on many servers.
#
# Variables: cluster; program and data, the two roots; nodes, names between blanks;
# images, references between blanks.
# Answers in lines: a key, a blank, a value of printable ASCII; or a key, "~" and the value's bytes in
# hexadecimal. So no name can break a line. The last line is "end".
# shellcheck disable=SC2154,SC2086,SC1091,SC2016,SC3028 # set by the caller; lists are split on purpose
(
LC_ALL=C
export LC_ALL
unset IFS CDPATH
set +eu -f

# Kept as text, because the shell that find starts needs it too.
put='put() {
  case $2 in
    *[!\ -~]*)
      printf "%s~" "$1"
      printf " %s" $(printf %s "$2" | od -An -v -tx1)
      echo ;;
    *) printf "%s %s\n" "$1" "$2" ;;
  esac
}'
eval "$put"

# The deepest ancestor that can be seen, the path itself included.
ancestor() {
  seen=$1
  while [ ! -e "$seen" ] && [ ! -L "$seen" ] && [ "$seen" != / ]; do
    seen=${seen%/*}
    : "${seen:=/}"
  done
}

# Sets $access to there, absent or unreadable. A folder below an unreadable one does not count as absent.
folder() {
  access=there
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    access=absent
    ancestor "$1"
    [ ! -d "$seen" ] || [ -x "$seen" ] || { access=unreadable; put unreadable "$seen"; }
  elif [ -d "$1" ] && { [ ! -r "$1" ] || [ ! -x "$1" ]; }; then
    access=unreadable
    put unreadable "$1"
  fi
}

# Sets $mounted to the mount of a path, as "device options point": the last of the mount points
# above it, the innermost of which wins.
mount_of() {
  mounted=
  longest=0
  while read -r device point _ all _; do
    case $point in *\\*) point=$(printf %b "$point") ;; esac
    # Bash matches no pattern that begins with a quoted expansion that cuts all off.
    above=${point%/}
    case ${1%/}/ in
      "$above"/*) [ "${#point}" -lt "$longest" ] || { longest=${#point} mounted="$device $all $point"; } ;;
    esac
  done </proc/self/mounts
}

# Reports a folder that cannot be written, for root too where its file system is read-only, and its mount.
writable() {
  # Some versions of BusyBox check the rights only, which root always has; nobody can write that file.
  [ ! -w "$1" ] || [ -w /proc/sys/kernel/osrelease ] || return 0
  mount_of "$1"
  mounted=${mounted#* }
  case ${mounted%% *} in
    ro | ro,*) ;;
    *) [ ! -w "$1" ] || return 0 ;;
  esac
  put unwritable "$1"
  put mounted "$mounted"
}

# A small file into $text, at most so many lines, without a process.
lines() {
  text=
  [ -f "$1" ] || return 0
  [ -r "$1" ] || { put unreadable "$1"; return 0; }
  left=$2
  while [ "$left" -gt 0 ] && { IFS= read -r next || [ -n "$next" ]; }; do
    text=$text${text:+$newline}$next
    left=$((left - 1))
  done <"$1"
}
newline='
'

machine() {
  put system "$(. /etc/os-release && printf %s "$PRETTY_NAME")"
  lines /proc/sys/kernel/arch 1
  put architecture "${text:-$(uname -m)}"
  lines /sys/devices/system/cpu/online 1
  put cpus "${text:-0-$(($(nproc) - 1))}"
  while read -r key value _; do
    [ "$key" != MemTotal: ] || { put memory "$value"; break; }
  done </proc/meminfo
  lines /etc/machine-id 1
  put machine-id "$text"
  lines /proc/sys/kernel/random/boot_id 1
  put boot-id "$text"
  ancestor "$program/$cluster"
  place=$seen
  writable "$seen"
  ancestor "$data/$cluster"
  writable "$seen"
  # Numbers only, unlike df, whose columns a mount point with blanks would shift.
  stat -f -c 'disk %S %b %a %c %d' "$seen" "$place"
  for tool in chmod cp flock find head ln mkdir mv od readlink rm sed sha256sum stat sync tar tr; do
    command -v "$tool" >/dev/null || put missing "$tool"
  done
}

# Names travel in argument lists, so they may hold anything. sha256sum marks or breaks lines for
# some characters, each implementation differently: files with such names go in one by one.
files() {
  folder "$program/$cluster"
  [ "$access" = there ] && [ -d "$program/$cluster" ] && cd "$program/$cluster" || return 0
  find . -path ./.state -prune -o \( -type d -o -type f -o -type l \) -exec sh -c "$put"'
    for name do
      shift
      if [ -L "$name" ]; then
        put link "$name"
        target=$(readlink -n "$name" && printf .)
        put target "${target%.}"
      elif [ -d "$name" ]; then
        { [ -r "$name" ] && [ -x "$name" ]; } || put unreadable "$PWD/${name#./}"
      elif [ ! -r "$name" ]; then
        put unreadable "$PWD/${name#./}"
      else
        case $name in
          *[!\ -~]* | *\\*)
            put file "$name"
            put mode-of "$(stat -c %a "$name")"
            put hash-of "$(sha256sum <"$name")" ;;
          *) set -- "$@" "$name" ;;
        esac
      fi
    done
    [ "$#" = 0 ] || { stat -c "mode %a %n" "$@"; sha256sum "$@"; }
  ' sh {} +
}

# Whether a folder holds something other than an empty pgdata, or than what a first start that failed
# has left: that was never served, and the next attempt begins afresh.
occupied() {
  set +f
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    { [ -e "$entry" ] || [ -L "$entry" ]; } || continue
    [ "$entry" != "$root/pgdata.unfinished" ] || continue
    if [ "$entry" = "$root/pgdata" ] && [ -d "$entry" ] && [ -r "$entry" ] && [ -x "$entry" ]; then
      ! occupied "$entry" || return 0
    else
      set -f
      return 0
    fi
  done
  set -f
  return 1
}

# One node's data folder, and the record of its first start. Keys after "data" are of that node.
node() {
  root=$data/$cluster/$1
  folder "$root"
  if [ "$access" = there ] && [ -d "$root" ] && ! occupied "$root"; then
    access=absent
  fi
  put data "$1"
  put access "$access"
  lines "$program/$cluster/.state/first-start/$1" 20
  if [ -n "$text" ]; then
    each first-start
    # Where a link leads is what counts.
    { [ "$access" = there ] && cd -P "$root" && here=$PWD && cd /; } || here=$root
    mount_of "$here"
    put mount "$mounted"
  fi
  for key in lsn older; do
    [ ! -L "$program/$cluster/.state/served/$1/$key" ] || continue
    lines "$program/$cluster/.state/served/$1/$key" 1
    [ "$key" = older ] || key=served
    [ -z "$text" ] || put "$key" "$text"
  done
  [ "$access" = there ] || return 0
  writable "$root"
  for key in pgdata/PG_VERSION started loaded; do
    lines "$root/$key" 1
    put "${key##*/}" "$text"
  done
  [ -e "$root/initialised" ] || return 0
  put marked yes
  lines "$root/initialised" 20
  each mark
  lines "$program/$cluster/$1/manifest.json" 50
  each manifest
}

# Puts each line of $text: a value with line breaks would need a process.
each() {
  while [ -n "$text" ]; do
    put "$1" "${text%%"$newline"*}"
    case $text in *"$newline"*) text=${text#*"$newline"} ;; *) text= ;; esac
  done
}

# What images hold, as far as it was once recorded.
image_records() {
  set +f
  for found in "$program/$cluster/.state/images"/*; do
    set -f
    [ -f "$found" ] || continue
    put image "${found##*/}"
    lines "$found" 10
    each holds
  done
  set -f
}

nodes() {
  for name in $nodes; do
    node "$name"
  done
  listed=" $nodes "
  set +f
  for found in "$data/$cluster"/* "$program/$cluster/.state/first-start"/*; do
    set -f
    name=${found##*/}
    case $listed in *" $name "*) continue ;; esac
    case $found in
      */.state/first-start/*) [ -f "$found" ] || continue ;;
      *) [ -d "$found" ] || continue ;;
    esac
    listed="$listed$name "
    node "$name"
  done
  set -f
  folder "$data/$cluster"
}

# Docker's answers come in this order, from the program or the engine: engine, containers, each image.
# Each ends with a line "status".
engine() {
  docker info --format '{"ServerVersion":{{json .ServerVersion}},"SecurityOptions":{{json .SecurityOptions}},"ServerErrors":{{json .ServerErrors}},"Plugins":{{json .ClientInfo.Plugins}}}'
  printf '\nstatus %s\n' "$?"
}

containers() {
  if ids=$(docker ps --all --quiet --no-trunc --filter "label=dev.citusdeploy.cluster=$cluster"); then
    [ -z "$ids" ] || docker inspect --type container --format '{"Id":{{json .Id}},"Names":[{{json .Name}}],"ImageID":{{json .Image}},"State":{{json .State.Status}},"Status":"({{with .State.Health}}{{.Status}}{{end}})","Labels":{{json .Config.Labels}},"HostConfig":{"NetworkMode":{{json .HostConfig.NetworkMode}}},"Ports":{{json .NetworkSettings.Ports}}}' $ids
  fi
  printf '\nstatus %s\n' "$?"
}

pictures() {
  for image in $images; do
    docker image inspect --format '{"Id":{{json .Id}},"RepoDigests":{{json .RepoDigests}},"Architecture":{{json .Architecture}},"Created":{{json .Created}},"RootFS":{"Layers":{{json .RootFS.Layers}}},"Config":{"Volumes":{{json .Config.Volumes}},"Env":{{json .Config.Env}}}}' "$image"
    printf '\nstatus %s\n' "$?"
  done
}

# Whether the engine that the docker program would talk to can be asked directly: one small process
# instead of four starts of a large one, and as many of its plugins.
direct() {
  [ -w "$socket" ] && command -v curl >/dev/null && command -v docker >/dev/null || return 1
  [ -z "${DOCKER_HOST:-}${DOCKER_CONTEXT:-}${DOCKER_API_VERSION:-}" ] || return 1
  lines "${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json" 200
  case $text in *currentContext*) return 1 ;; esac
}
socket=${CITUS_DEPLOY_DOCKER_SOCKET:-/var/run/docker.sock}

# Compose writes its version on what it makes, so it need not be started where it has made something
# and is still there.
compose() {
  case $1 in
    *'"com.docker.compose.version":"'*)
      for plugin in "${HOME:-}/.docker" /usr/local/lib/docker /usr/local/libexec/docker \
        /usr/lib/docker /usr/libexec/docker; do
        [ ! -x "$plugin/cli-plugins/docker-compose" ] || return 0
      done ;;
  esac
  put compose "$(docker compose version --short 2>/dev/null)"
}

ask_directly() {
  filter="%7B%22label%22%3A%5B%22dev.citusdeploy.cluster%3D$cluster%22%5D%7D"
  set -- http://docker/info "http://docker/containers/json?all=1&filters=$filter"
  for image in $images; do
    set -- "$@" "http://docker/images/$image/json"
  done
  if answers=$(curl -qgs --noproxy '*' --unix-socket "$socket" -w '\nstatus %{http_code}\n' "$@"); then
    printf '%s\n' "docker direct" "$answers"
    compose "$answers"
  else
    echo "docker program"
    engine 2>&1
    containers 2>&1
    pictures 2>&1
  fi
}

gather() {
  exec </dev/null
  read -r begun _ </proc/uptime
  put clock "${EPOCHREALTIME:-$(date +%s.%N)}"
  machine
  nodes
  image_records
  files
  [ -w "$socket" ] || put user "$(id -un)"
  ! command -v docker-compose >/dev/null || put docker-compose "$(command -v docker-compose)"
} 2>/dev/null

finish() {
  read -r ended _ </proc/uptime
  put uptime "$begun $ended"
  echo end
}

# Docker runs side by side with the rest: its answers wait in their pipes for their turn.
if direct 2>/dev/null; then
  ask_directly </dev/null | {
    exec 3<&0
    gather
    # The engine's answer is mostly unneeded: up to half of all that would be sent.
    # Cutting is not for the shell: its patterns take a time that grows with the square of the text.
    # The docker program's answer begins with the version and stays whole.
    sed 's/^{..*"ServerVersion":"\([^"]*\)".*"SecurityOptions":\(\[[^]]*]\).*$/{"ServerVersion":"\1","SecurityOptions":\2}/' <&3
    finish
  }
else
  engine 2>&1 </dev/null | {
    exec 3<&0
    containers 2>&1 </dev/null | {
      exec 4<&0
      pictures 2>&1 </dev/null | {
        exec 5<&0
        gather
        echo "docker program"
        cat <&3
        cat <&4
        cat <&5
        finish
      }
    }
  }
fi
)

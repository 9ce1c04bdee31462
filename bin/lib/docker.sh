# Finds a Docker Engine that answers, or sets one up. To be sourced after say.sh.
# shellcheck shell=bash

engine_answers() {
  have docker && bounded 20 docker version -f '{{.Server.Version}}' >/dev/null 2>&1
}

wait_for_engine() {
  local _
  for _ in {1..120}; do
    engine_answers && return 0
    sleep 0.5
  done
  return 1
}

# Containers need a cgroup tree; a bare machine without an init system may have none mounted.
mount_cgroups() {
  [[ -d /sys/fs/cgroup ]] || return 0
  grep -qE ' /sys/fs/cgroup[/ ]' /proc/mounts && return 0
  say "Mounting the cgroup tree at /sys/fs/cgroup"
  mount -t cgroup2 cgroup2 /sys/fs/cgroup || :
}

# A pid file left by a killed engine or from before a reboot, which now names another process,
# keeps an engine from starting.
remove_stale_pid_files() {
  local file program
  for file in /var/run/docker.pid:dockerd /run/docker/containerd/containerd.pid:containerd; do
    program=${file#*:}
    file=${file%:*}
    [[ -s $file ]] || continue
    [[ $(cat "/proc/$(cat "$file")/comm" 2>/dev/null) == "$program" ]] || rm -f "$file"
  done
}

start_engine() {
  local log=/var/log/citus-deploy-dockerd.log
  if [[ -d /run/systemd/system ]]; then
    say "Starting the Docker Engine: systemctl start docker"
    systemctl start docker </dev/null >&2 && wait_for_engine && return 0
    fail "the Docker Engine does not start" \
      "Its log: journalctl -u docker --no-pager -n 50"
  fi
  mount_cgroups
  remove_stale_pid_files
  say "Starting the Docker Engine in the background; it writes to $log"
  # In a separate session, so that the end of this script, or Ctrl-C, does not stop the engine.
  setsid dockerd </dev/null >"$log" 2>&1 &
  disown
  wait_for_engine && return 0
  say "The Docker Engine did not answer within a minute; the end of $log:"
  tail -n 15 "$log" | sed 's/^/  /' >&2
  fail "the Docker Engine does not start" "Fix the cause shown above, then run this again."
}

install_engine() {
  local packages=(docker.io iptables ca-certificates)
  have apt-get || return 1
  apt-get -qq update </dev/null >/dev/null 2>&1 || :
  # Since Debian 13 the client is a separate package.
  if ! have docker && apt-cache show docker-cli >/dev/null 2>&1; then
    packages+=(docker-cli)
  fi
  install_package "the Docker Engine" "${packages[@]}"
}

use_docker() {
  engine_answers && return 0
  local reason
  reason=$(bounded 20 docker version 2>&1 >/dev/null) || :
  if [[ -n ${DOCKER_HOST:-} ]]; then
    fail "no Docker Engine answers at DOCKER_HOST=$DOCKER_HOST" "$reason" \
      "Start that engine, or unset DOCKER_HOST to use this machine's."
  fi
  if [[ $reason == *"permission denied"* ]]; then
    fail "this user has no permission to use the Docker Engine" \
      "sudo usermod -aG docker $(id -un), then log in again"
  fi
  if [[ $(uname -s) == Linux ]] && is_root; then
    have dockerd || install_engine || :
    if have dockerd; then
      start_engine
      return 0
    fi
  fi
  fail "no Docker Engine answers" \
    "Install and start one (version 20.10 or newer). On Debian and Ubuntu, as root:" \
    "  apt-get install docker.io" \
    "elsewhere your system's package, or Docker Desktop; then run this again."
}

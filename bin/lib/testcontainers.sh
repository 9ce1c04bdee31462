# Sets what Testcontainers needs on this machine. To be sourced after docker.sh.
# shellcheck shell=bash

# Testcontainers concludes from /.dockerenv that it runs inside a container, and then connects to
# the engine's published ports at the gateway. If the engine is in the same network namespace, they
# are at localhost.
engine_shares_our_network() {
  local process ours
  ours=$(readlink /proc/self/ns/net 2>/dev/null) || return 1
  for process in /proc/[0-9]*; do
    if [[ $(cat "$process/comm" 2>/dev/null || :) == dockerd &&
      $(readlink "$process/ns/net" 2>/dev/null || :) == "$ours" ]]; then
      return 0
    fi
  done
  return 1
}

# Ryuk removes what a killed test left behind; without its image no test would start at all.
ryuk_can_be_had() {
  [[ -n $(docker images -q testcontainers/ryuk 2>/dev/null) ]] && return 0
  # Any version works: this only checks whether a registry answers.
  bounded 20 docker pull -q testcontainers/ryuk:0.13.0 >/dev/null 2>&1
}

use_testcontainers() {
  if [[ -z ${TESTCONTAINERS_HOST_OVERRIDE:-} && -z ${DOCKER_HOST:-} ]] &&
    [[ -e /.dockerenv || -e /run/.containerenv ]] && engine_shares_our_network; then
    export TESTCONTAINERS_HOST_OVERRIDE=localhost
  fi
  if [[ -z ${TESTCONTAINERS_RYUK_DISABLED:-} ]] && ! ryuk_can_be_had; then
    say "Testcontainers runs without its cleaner: testcontainers/ryuk cannot be pulled"
    export TESTCONTAINERS_RYUK_DISABLED=true
  fi
}

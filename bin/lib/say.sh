# Output and environment of the scripts of bin/. To be sourced.
# shellcheck shell=bash

# Prints one line on standard error; standard output is for results.
say() { printf '%s\n' "$*" >&2; }

# fail WHAT [NEXT…]: prints what is wrong, then line by line what to do about it.
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  [[ $# == 0 ]] || printf '  %s\n' "$@" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [[ $(id -u) == 0 ]]; }

# bounded SECONDS COMMAND…: runs with a time limit; without one on macOS, which has no timeout.
bounded() {
  if have timeout; then
    timeout "$@"
  else
    shift
    "$@"
  fi
}

# Cron, CI agents and "env -i" set few variables: these three are set where they are missing.
prepare_environment() {
  local folder
  PATH=${PATH:-}
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
    case ":$PATH:" in
      *":$folder:"*) ;;
      *) PATH=${PATH:+$PATH:}$folder ;;
    esac
  done
  export PATH
  if [[ -z ${HOME:-} ]]; then
    if have getent; then
      HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
    fi
    # A user without an entry in passwd, as on some CI agents: Maven needs a folder for its files.
    [[ -n ${HOME:-} && -d $HOME ]] || HOME=${TMPDIR:-/tmp}/citus-deploy-home-$(id -u)
    mkdir -p "$HOME"
    export HOME
  fi
  # Java takes the encoding of file names and of its output from here.
  if [[ -z ${LC_ALL:-}${LC_CTYPE:-}${LANG:-} ]]; then
    export LC_ALL=C.UTF-8
  fi
}

# install_package WHAT PACKAGE…: with the system's package manager, as root; false when that fails.
install_package() {
  local what=$1
  shift
  local log
  is_root || return 1
  log=$(mktemp)
  if have apt-get; then
    say "Installing $what: apt-get install $*"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
      --no-install-recommends "$@"; } </dev/null >"$log" 2>&1 && rm "$log" && return 0
  elif have dnf; then
    say "Installing $what: dnf install $*"
    dnf -q install -y "$@" </dev/null >"$log" 2>&1 && rm "$log" && return 0
  elif have apk; then
    say "Installing $what: apk add $*"
    apk add -q "$@" </dev/null >"$log" 2>&1 && rm "$log" && return 0
  else
    rm "$log"
    return 1
  fi
  say "The installation failed; the end of its output:"
  tail -n 5 "$log" | sed 's/^/  /' >&2
  rm "$log"
  return 1
}

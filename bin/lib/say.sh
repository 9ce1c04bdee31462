# How the scripts of bin/ speak, and what they can rely on. To be sourced.
# shellcheck shell=bash

# One line on standard error: results belong to standard output.
say() { printf '%s\n' "$*" >&2; }

# fail WHAT [NEXT…]: what is wrong, then line by line what to do about it.
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  [[ $# == 0 ]] || printf '  %s\n' "$@" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [[ $(id -u) == 0 ]]; }

# bounded SECONDS COMMAND…: macOS has no timeout program; there the command has its own patience.
bounded() {
  if have timeout; then
    timeout "$@"
  else
    shift
    "$@"
  fi
}

# Cron, CI agents and "env -i" give little: these three are made good where they are missing.
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
    # A user without an entry, as some CI agents have it: Maven needs a place for its files.
    [[ -n ${HOME:-} && -d $HOME ]] || HOME=${TMPDIR:-/tmp}/citus-deploy-home-$(id -u)
    mkdir -p "$HOME"
    export HOME
  fi
  # Java takes the encoding of file names and of its output from here.
  if [[ -z ${LC_ALL:-}${LC_CTYPE:-}${LANG:-} ]]; then
    export LC_ALL=C.UTF-8
  fi
}

# install_package WHAT PACKAGE…: by the system's package manager, as root; false when that can't be.
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
  say "That did not work; its last words:"
  tail -n 5 "$log" | sed 's/^/  /' >&2
  rm "$log"
  return 1
}

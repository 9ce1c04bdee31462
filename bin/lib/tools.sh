# Finds or installs the programs that tests start. To be sourced after say.sh.
# shellcheck shell=bash

tools_list=${BASH_SOURCE[0]%/*}/tools.txt

# The column of tools.txt for this system's package manager; false where there is no known one.
tools_column() {
  if have apt-get; then
    echo 1
  elif have dnf; then
    echo 2
  elif have apk; then
    echo 3
  else
    return 1
  fi
}

# missing_tools: sets missing_programs to the programs not on PATH, and missing_packages to this
# system's packages that contain them. Docker is handled by docker.sh.
missing_tools() {
  local column program packages package
  local names=()
  column=$(tools_column) || column=1
  missing_programs=()
  missing_packages=()
  while read -r program packages; do
    [[ -n $program && $program != '#'* ]] || continue
    read -ra names <<<"$packages"
    package=${names[column - 1]}
    [[ $package != - ]] || continue
    # A test cannot start a shell builtin of that name.
    type -P "$program" >/dev/null && continue
    missing_programs+=("$program")
    case " ${missing_packages[*]-} " in
      *" $package "*) ;;
      *) missing_packages+=("$package") ;;
    esac
  done <"$tools_list"
}

# Installs what is missing, as root; otherwise lists everything that has to be installed.
use_tools() {
  local how=apt-get\ install
  missing_tools
  [[ ${#missing_programs[@]} == 0 ]] && return 0
  if install_package "what the tests run (${missing_programs[*]})" "${missing_packages[@]}"; then
    missing_tools
    [[ ${#missing_programs[@]} == 0 ]] && return 0
  fi
  case $(tools_column || :) in
    2) how=dnf\ install ;;
    3) how=apk\ add ;;
  esac
  fail "the tests run programs that are not on this machine: ${missing_programs[*]}" \
    "Install them as root (on an unknown system, the package names are Debian's):" \
    "  $how ${missing_packages[*]}" \
    "then run this again."
}

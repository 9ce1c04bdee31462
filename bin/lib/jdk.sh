# Finds a JDK 25 or newer and exports it as JAVA_HOME. To be sourced after say.sh.
# shellcheck shell=bash

least_java=25

# jdk_version FOLDER: the major version of the JDK there; false when there is none. Every JDK since
# 9 has it in a file, so no Java has to be started.
jdk_version() {
  local folder=$1 line version
  [[ -x $folder/bin/javac && -x $folder/bin/java ]] || return 1
  if [[ -r $folder/release ]]; then
    while IFS= read -r line; do
      if [[ $line == JAVA_VERSION=* ]]; then
        version=${line#JAVA_VERSION=}
        version=${version//\"/}
        break
      fi
    done <"$folder/release"
  else
    version=$("$folder/bin/javac" -version 2>&1) && version=${version#javac }
  fi
  version=${version:-}
  version=${version%%[!0-9]*}
  [[ -n $version ]] && printf '%s\n' "$version"
}

is_new_enough() {
  local version
  version=$(jdk_version "$1") && ((version >= least_java))
}

# The JDK folder of the java on PATH, with the links of the alternatives system resolved.
jdk_on_path() {
  local java
  java=$(command -v java) || return 1
  java=$(readlink -f "$java" 2>/dev/null) || return 1
  printf '%s\n' "${java%/bin/java}"
}

# Of the folders where JDKs are usually installed, the one with the lowest sufficient version: the
# project is tested most with that.
jdk_in_usual_place() {
  local folder version best='' best_version=1000000
  for folder in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/*/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.jdks/*/Contents/Home \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    [[ -x $folder/bin/javac ]] || continue
    version=$(jdk_version "$folder") || continue
    if ((version >= least_java && version < best_version)); then
      best=$folder
      best_version=$version
    fi
  done
  [[ -n $best ]] && printf '%s\n' "$best"
}

debian_jdk=openjdk-25-jdk-headless

# Whether this Debian or Ubuntu has a package of a sufficient JDK. Debian 12 has none.
debian_has_jdk() {
  apt-cache show "$debian_jdk" >/dev/null 2>&1 && return 0
  is_root || return 1
  # apt knows no packages before its lists are downloaded.
  apt-get -qq update </dev/null >/dev/null 2>&1 || :
  apt-cache show "$debian_jdk" >/dev/null 2>&1
}

install_jdk() {
  if have apt-get && is_root; then
    debian_has_jdk || return 1
    # Slim images have no manual pages, and the package fails without this folder.
    mkdir -p /usr/share/man/man1
    install_package "a JDK" "$debian_jdk"
  elif have dnf; then
    install_package "a JDK" java-25-openjdk-devel
  elif have apk; then
    install_package "a JDK" openjdk25-jdk
  elif have brew && ! is_root; then
    say "Installing a JDK: brew install openjdk@25"
    brew install --quiet openjdk@25 </dev/null >&2
  else
    return 1
  fi
}

use_jdk() {
  local folder
  if [[ -n ${JAVA_HOME:-} ]] && is_new_enough "$JAVA_HOME"; then
    :
  elif folder=$(jdk_on_path) && is_new_enough "$folder"; then
    JAVA_HOME=$folder
  elif folder=$(jdk_in_usual_place); then
    JAVA_HOME=$folder
  elif install_jdk && folder=$(jdk_in_usual_place); then
    JAVA_HOME=$folder
  else
    fail_without_jdk
  fi
  export JAVA_HOME
}

# Prints what to do, as precisely as can be determined on this system.
fail_without_jdk() {
  local what="no JDK $least_java or newer was found" system='this system'
  local next=("Searched: JAVA_HOME (${JAVA_HOME:-not set}), the java on PATH, /usr/lib/jvm, /opt, SDKMAN, ~/.jdks")
  if have apt-get && is_root && debian_has_jdk; then
    what+=", and its package can't be installed (see above)"
  elif have apt-get && ! is_root; then
    next+=("Debian 13 and newer have one; as root: apt-get install $debian_jdk")
    debian_has_jdk && fail "$what" "${next[@]}"
  else
    # shellcheck source=/dev/null
    [[ ! -r /etc/os-release ]] || system=$(. /etc/os-release && printf %s "${PRETTY_NAME:-$system}")
    what+=", and $system has no package of one"
  fi
  fail "$what" "${next[@]}" \
    "Install one in one of these places, then run this again:" \
    "- unpack one below /opt, where it is found; any vendor's JDK works, such as Eclipse Temurin" \
    "  (https://adoptium.net/temurin/releases/?version=$least_java&package=jdk), as root:" \
    "    mkdir -p /opt/jdk-$least_java && tar -xzf OpenJDK${least_java}U-jdk_*.tar.gz -C /opt/jdk-$least_java --strip-components=1" \
    "- SDKMAN: sdk install java $least_java-tem" \
    "- a JDK in another folder: export JAVA_HOME=/path/to/jdk"
}

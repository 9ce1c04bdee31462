# Finds Maven 3.8 or newer. To be sourced after say.sh and jdk.sh.
# shellcheck shell=bash

# maven_will_do PROGRAM: whether it is 3.8 or newer; its jar's name shows this, without Java.
maven_will_do() {
  local program folder jar version
  program=$(readlink -f "$1" 2>/dev/null) || program=$1
  folder=${program%/bin/*}
  version=
  for jar in "$folder"/lib/maven-core-*.jar; do
    [[ -e $jar ]] || continue
    version=${jar##*/maven-core-}
    version=${version%.jar}
  done
  # Debian's is named maven-core-3.x.jar.
  if [[ ! $version =~ ^[0-9]+\.[0-9]+ ]]; then
    version=$("$1" -B -v 2>/dev/null </dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  fi
  [[ $version =~ ^([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 3 || (BASH_REMATCH[1] == 3 && BASH_REMATCH[2] >= 8)))
}

# Exports the program as MAVEN, to be run with a JDK 25: older Mavens use features that this JDK
# warns about, and a page of such warnings would hide our own.
use_maven() {
  local candidate
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  for candidate in "${MAVEN_HOME:-/nowhere}/bin/mvn" "$(command -v mvn || :)" \
    "$HOME/.sdkman/candidates/maven/current/bin/mvn" /opt/maven/bin/mvn /opt/homebrew/bin/mvn; do
    if [[ -n $candidate && -x $candidate ]] && maven_will_do "$candidate"; then
      export MAVEN=$candidate
      return
    fi
  done
  if install_package Maven maven && have mvn && maven_will_do "$(command -v mvn)"; then
    MAVEN=$(command -v mvn)
    export MAVEN
    return
  fi
  fail "no Maven 3.8 or newer was found" \
    "Searched: MAVEN_HOME (${MAVEN_HOME:-not set}), the mvn on PATH, SDKMAN, /opt/maven" \
    "Install it: apt-get install maven, dnf install maven, apk add maven, brew install maven" \
    "or sdk install maven; then run this again."
}

# Builds the program from the checkout when its sources changed. To be sourced after maven.sh.
# shellcheck shell=bash

# A short-lived program: start quickly, compile little, use little memory.
java_options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED)

# What the jar contains. Folders count too: a removed file changes its folder's time.
program_sources=(pom.xml src/main templates config initdb lab)

# is_built ROOT
is_built() {
  local root=$1 source
  local present=()
  [[ -e $root/target/citus-deploy.jar && -e $root/target/.built && -d $root/target/lib ]] || return 1
  for source in "${program_sources[@]}"; do
    [[ -e $root/$source ]] && present+=("$root/$source")
  done
  [[ -z $(find "${present[@]}" -newer "$root/target/.built" -print -quit) ]]
}

# learn_classes ROOT: a trial run records which classes a run loads, linked and ready, which makes
# every later start considerably faster. It plans for a test server, which is this machine over the
# loopback, so that it includes a whole conversation; where that is impossible, it validates an
# inventory. The program works the same without the record.
learn_classes() {
  local root=$1 trial cache=$1/target/citus-deploy.aot run
  trial=$(mktemp -d "$root/target/trial.XXXXXX") || return 0
  run=("$JAVA_HOME/bin/java" "${java_options[@]}" -XX:AOTCacheOutput="$cache"
    -jar "$root/target/citus-deploy.jar")
  XDG_STATE_HOME=$trial bounded 120 "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 \
    -XX:+UseSerialGC -cp "$root/target/citus-deploy.jar:$root/target/lib/*" "$root/bin/lib/TrainingServer.java" \
    "$trial" "${run[@]}" plan --connect-timeout 5 "$trial/trial.yml" \
    </dev/null >/dev/null 2>&1 || :
  if [[ ! -s $cache ]]; then
    XDG_STATE_HOME=$trial bounded 60 "${run[@]}" validate "$root/inventory/small.yml" \
      </dev/null >/dev/null 2>&1 || :
  fi
  rm -rf "$trial"
}

# build_program ROOT: builds only the jar; checks are left to bin/verify.
build_program() {
  local root=$1 began
  is_built "$root" && return 0
  use_maven
  mkdir -p "$root/target"
  began=$root/target/.building-$$
  (
    # Two builds at once would overwrite each other's classes.
    if have flock; then
      exec 9>"$root/target/.build-lock"
      flock 9
      is_built "$root" && exit 0
    fi
    say "Building citus-deploy (once after each change)"
    # The stamp has the time before the build, so that a change made meanwhile is not missed.
    touch "$began"
    rm -f "$root/target/citus-deploy.aot"
    "$MAVEN" -q -B -Dstyle.color=never -f "$root/pom.xml" -Dmaven.test.skip=true \
      -Dspotless.check.skip=true package </dev/null >&2 || exit 1
    learn_classes "$root"
    mv "$began" "$root/target/.built"
  ) || {
    rm -f "$began"
    fail "the build failed (see above)" "Every check and test: bin/verify"
  }
}

# Builds the program from the checkout when its sources changed. To be sourced after maven.sh.
# shellcheck shell=bash

# A short-lived program: start quickly, compile little, keep small.
java_options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED)

# What goes into the jar. Folders count too: a removed file changes its folder's time.
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

# learn_classes ROOT: a trial run writes down which classes a run loads, linked and ready, which
# takes a good part off the start of every later one. Without it everything works the same.
learn_classes() {
  local root=$1 trial
  trial=$(mktemp -d "$root/target/trial.XXXXXX") || return 0
  trial_arguments "$root" "$trial"
  XDG_STATE_HOME=$trial "$JAVA_HOME/bin/java" "${java_options[@]}" \
    -XX:AOTCacheOutput="$root/target/citus-deploy.aot" \
    -jar "$root/target/citus-deploy.jar" "${trial_run[@]}" </dev/null >/dev/null 2>&1 || :
  rm -rf "$trial"
}

# trial_arguments ROOT FOLDER: sets trial_run to a plan of a server on this machine that does not
# answer, which goes through most of a run with nothing to reach; without a key to try, to less.
trial_arguments() {
  local root=$1 folder=$2
  trial_run=(validate "$root/inventory/small.yml")
  have ssh-keygen && ssh-keygen -q -t ed25519 -N '' -C trial -f "$folder/key" </dev/null \
    >/dev/null 2>&1 || return 0
  # Nothing listens on port 1 (tcpmux) of a machine of these days.
  printf '[127.0.0.1]:1 %s\n' "$(cut -d ' ' -f 1,2 "$folder/key.pub")" >"$folder/known_hosts"
  cat >"$folder/trial.yml" <<'EOF'
cluster: trial
image: citusdata/citus:14.1.0
database: trial
ssh: { user: trial, port: 1, identity: ./key, known_hosts: ./known_hosts }
hosts:
  c: { address: 127.0.0.1, role: coordinator }
EOF
  trial_run=(plan --connect-timeout 2 "$folder/trial.yml")
}

# build_program ROOT: checks are left to bin/verify; here only the jar is wanted.
build_program() {
  local root=$1 began
  is_built "$root" && return 0
  use_maven
  mkdir -p "$root/target"
  began=$root/target/.building-$$
  (
    # Two at once would write over each other's classes.
    if have flock; then
      exec 9>"$root/target/.build-lock"
      flock 9
      is_built "$root" && exit 0
    fi
    say "Building citus-deploy (once after each change)"
    # The stamp bears the time before the build, so that a change made meanwhile is not lost.
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

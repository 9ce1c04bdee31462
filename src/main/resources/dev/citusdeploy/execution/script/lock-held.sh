# shellcheck shell=sh
# Whether a run holds the cluster's lock on this server, found out without taking it, not even for a
# moment: another run that begins in that moment would be refused. Runs before the scripts that read
# the lock.
#
# LOCK  the lock's file
#
# Sets HELD to yes, no or unknown, and AT to what this login may not read.
lock_held() {
  HELD=no
  AT=
  ABOVE=
  REST=${LOCK#/}
  while [ "${REST#*/}" != "$REST" ]; do
    ABOVE=$ABOVE/${REST%%/*}
    REST=${REST#*/}
    if [ -d "$ABOVE" ] && [ ! -x "$ABOVE" ]; then
      HELD=unknown
      AT=$ABOVE
      return 0
    fi
  done
  [ -e "$LOCK" ] || return 0
  if [ ! -r "$LOCK" ]; then
    HELD=unknown
    AT=$LOCK
    return 0
  fi
  # Its holder has it open as descriptor 9, and the kernel shows there that it is locked. Only its
  # owner and root can open it for that, so whoever may read it may see those processes.
  for PROCESS in /proc/[0-9]*; do
    if [ "$PROCESS/fd/9" -ef "$LOCK" ]; then
      while read -r KEY _ KIND _; do
        [ "$KEY$KIND" != lock:FLOCK ] || HELD=yes
      done 2>/dev/null <"$PROCESS/fdinfo/9" || true
    fi
  done
}

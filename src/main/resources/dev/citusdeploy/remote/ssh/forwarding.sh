# shellcheck shell=sh
# Prints sshd's settings for connections through it: those that apply to a login, or, where only root
# may ask for them, the lines of the files.
#
# LOGIN  who logs in
SSHD=$(command -v sshd)
# shellcheck disable=SC2153 # LOGIN is given
SETTINGS=$("$SSHD" -T -C "user=$LOGIN,host=localhost,addr=127.0.0.1" 2>/dev/null) ||
  SETTINGS=$(cat /etc/ssh/sshd_config.d/*.conf /etc/ssh/sshd_config 2>/dev/null)
printf '%s\n' "$SETTINGS" |
  grep -iE '^[[:space:]]*(AllowTcpForwarding|DisableForwarding|PermitOpen)[[:space:]]'
exit 0

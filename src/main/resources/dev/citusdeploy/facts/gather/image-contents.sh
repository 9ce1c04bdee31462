# shellcheck shell=sh
# The contents of an image, read inside one of its containers: sh -c "$IMAGE_CONTENTS". Prints lines
# key=value, without those that are not known. Works with Debian's and Alpine's tools.
# shellcheck disable=SC2016,SC2034 # the container's shell expands it; used by the script that follows
IMAGE_CONTENTS='
exec 2>/dev/null
show() {
  [ -z "$2" ] || printf "%s=%s\n" "$1" "$2"
}
said=$(postgres --version)
said=${said#*"(PostgreSQL) "}
show postgres "${said%% *}"
control=$(pg_config --sharedir)/extension/citus.control
[ -f "$control" ] || control=$(find /usr/share /usr/local/share -name citus.control | head -n 1)
show extension "$(sed -n "s/^default_version *= *.\([0-9A-Za-z.-]*\).*/\1/p" "$control")"
library=$(pg_config --pkglibdir)/citus.so
said=$(grep -ao "Citus [0-9][0-9A-Za-z.]* on" "$library" || grep -o "Citus [0-9][0-9A-Za-z.]* on" "$library")
said=${said#Citus }
show citus "${said%% on*}"
show system "$(. /etc/os-release && printf %s "$PRETTY_NAME")"
libc=$(getconf GNU_LIBC_VERSION)
show libc "${libc:-$(ldd --version 2>&1 | sed -n "s/^Version /musl /p")}"
show icu "$(ldd "$(command -v postgres)" | sed -n "s/.*libicui18n\.so\.\([0-9]*\).*/\1/p" | head -n 1)"
'

# shellcheck shell=sh
# What an image holds, told from inside one of its containers: sh -c "$IMAGE_CONTENTS". Lines key=value,
# of which those are left out that the image does not tell. For Debian's and Alpine's tools alike.
# shellcheck disable=SC2016,SC2034 # the container's shell expands it; used by what stands behind
IMAGE_CONTENTS='
exec 2>/dev/null
tell() {
  [ -z "$2" ] || printf "%s=%s\n" "$1" "$2"
}
said=$(postgres --version)
said=${said#*"(PostgreSQL) "}
tell postgres "${said%% *}"
control=$(pg_config --sharedir)/extension/citus.control
[ -f "$control" ] || control=$(find /usr/share /usr/local/share -name citus.control | head -n 1)
tell extension "$(sed -n "s/^default_version *= *.\([0-9A-Za-z.-]*\).*/\1/p" "$control")"
library=$(pg_config --pkglibdir)/citus.so
said=$(grep -ao "Citus [0-9][0-9A-Za-z.]* on" "$library" || grep -o "Citus [0-9][0-9A-Za-z.]* on" "$library")
said=${said#Citus }
tell citus "${said%% on*}"
tell system "$(. /etc/os-release && printf %s "$PRETTY_NAME")"
libc=$(getconf GNU_LIBC_VERSION)
tell libc "${libc:-$(ldd --version 2>&1 | sed -n "s/^Version /musl /p")}"
tell icu "$(ldd "$(command -v postgres)" | sed -n "s/.*libicui18n\.so\.\([0-9]*\).*/\1/p" | head -n 1)"
'

# shellcheck shell=sh
# What images hold, and whether a node's data can be served from one; stands behind
# image-contents.sh, before the scripts that need it.
#
# FIRST_START  the record of the node's first start      DATA  its data folder

# What an image holds into $CONTENTS: as recorded once, else by an inspection, which is recorded.
#
# $1  its id
image_contents() {
  KEPT=${FIRST_START%/first-start/*}/images/${1#sha256:}
  CONTENTS=$(cat "$KEPT" 2>/dev/null || true)
  [ -z "$CONTENTS" ] || return 0
  CONTENTS=$(docker run --rm --network none --entrypoint sh "$1" -c "$IMAGE_CONTENTS" 2>/dev/null </dev/null || true)
  keep_contents
}

# Only the newest records are kept: one a version of the image.
keep_contents() {
  [ -n "$CONTENTS" ] || return 0
  mkdir -p "${KEPT%/*}"
  printf '%s\n' "$CONTENTS" >"$KEPT.new"
  mv -f "$KEPT.new" "$KEPT"
  # shellcheck disable=SC2012 # names are hexadecimal
  ls -t "${KEPT%/*}" | tail -n +13 | while read -r OLD; do
    rm -f "${KEPT%/*}/$OLD"
  done
}

# The value of a key in lines key=value.
#
# $1  key      $2  the lines
value_of() {
  printf '%s\n' "$2" | sed -n "s/^$1=//p" | head -n 1
}

# Whether an image can serve the data of a node, as far as that is known; prints what it cannot, and
# the name of the image that served the data before.
#
# $1  its id
image_fits() {
  image_contents "$1"
  [ -n "$CONTENTS" ] || return 0
  RECORD=$(cat "$FIRST_START" 2>/dev/null || true)
  UNFIT=
  HAS=$(cat "$DATA/pgdata/PG_VERSION" 2>/dev/null || true)
  GIVES=$(value_of postgres "$CONTENTS")
  unfit postgres "${GIVES%%.*}"
  HAS=$(value_of citus "$RECORD")
  unfit citus "$(value_of extension "$CONTENTS")"
  LIBC=$(value_of libc "$CONTENTS")
  GLIBC=
  case $LIBC in "glibc "*) GLIBC=${LIBC#glibc } ;; esac
  ICU=$(value_of icu "$CONTENTS")
  FORMER=$(value_of icu "$RECORD")
  for WORD in $(value_of collations "$RECORD"); do
    HAS=${WORD#?:}
    ACTUAL=${HAS#*:}
    HAS=${HAS%%:*}
    case $WORD in
    c:*) unfit libc "${GLIBC:-none}" ;;
    i:*)
      if [ "$ICU" = "${FORMER:-$ICU}" ]; then
        unfit icu "${ACTUAL:-$HAS}"
      else
        unfit icu "ICU-$ICU"
      fi
      ;;
    esac
  done
  [ -n "$UNFIT" ] || return 0
  HAS=$(value_of image "$RECORD")
  [ -z "$HAS" ] || printf 'former|%s\n' "$HAS"
  return 1
}

# $1  kind      $2  what the image gives      $HAS  what the data has
unfit() {
  if [ -n "$HAS" ] && [ -n "$2" ] && [ "$HAS" != "$2" ]; then
    UNFIT=yes
    printf 'unfit|%s|%s|%s\n' "$1" "$HAS" "$2"
  fi
}

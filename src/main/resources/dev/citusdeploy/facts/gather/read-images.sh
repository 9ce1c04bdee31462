# shellcheck shell=sh
# Reads the contents of images; follows image-contents.sh. Each image is run once, without a network,
# and its container is removed. Only for images whose contents are not recorded yet.
#
# images  ids between blanks
# Answers "image" with the id, then "holds" with each line of what it holds. The last line is "end".
# shellcheck disable=SC2154,SC2086 # set by the caller; the list is split on purpose
for image in $images; do
  printf 'image %s\n' "${image#sha256:}"
  docker run --rm --network none --entrypoint sh "$image" -c "$IMAGE_CONTENTS" 2>/dev/null </dev/null |
    sed 's/^/holds /'
done
echo end

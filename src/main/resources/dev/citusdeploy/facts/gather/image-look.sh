# shellcheck shell=sh
# Looks into images; stands behind image-contents.sh. Each is run once, without a network and without a
# trace: what it holds is asked only of images whose contents nobody has recorded yet.
#
# images  ids between blanks
# Answers "image" with the id, then "holds" with each line of what it holds. The last line is "end".
# shellcheck disable=SC2154,SC2086 # told by the caller; the list is split on purpose
for image in $images; do
  printf 'image %s\n' "${image#sha256:}"
  docker run --rm --network none --entrypoint sh "$image" -c "$IMAGE_CONTENTS" 2>/dev/null </dev/null |
    sed 's/^/holds /'
done
echo end

# shellcheck shell=sh
# Reports the contents of some files, and what this program wrote there last according to its record.
# Changes nothing. Only run where files differ from the desired state.
#
# Variables: cluster; root and data, the cluster's two folders; nodes, names between blanks;
# wanted, one line a file: node|number|name without the generation|path below the node's folder;
# largest, in bytes.
# Answers in lines, the last one "end":
#   node NAME              what follows is of this node
#   record NAME            what follows is of this record; the finished one comes first
#   sum LINE               a line of the record
#   applied NUMBER hex HEX, there NUMBER hex HEX       contents, as written and as they are
#   applied NUMBER large BYTES, there NUMBER large BYTES
#   taken NUMBER           the server was started, or the container made, after the last change of it
# shellcheck disable=SC2154,SC2086 # set by the caller; nodes is split on purpose
(
LC_ALL=C
export LC_ALL
unset IFS
set +eu

# $1 its name in the answer, $2 the file. Prints nothing for what is not a readable file.
content() {
  [ -f "$2" ] && [ -r "$2" ] || return 0
  size=$(stat -c %s "$2") || return 0
  if [ "$size" -gt "$largest" ]; then
    echo "$1 large $size"
  else
    printf '%s hex ' "$1"
    head -c "$largest" <"$2" | od -An -v -tx1 | tr -d ' \n'
    echo
  fi
}

# $1 key, $2 node, $3 folder, $4 whether files are there under their names or under their paths
contents() {
  while IFS='|' read -r of number name path; do
    [ "$of" = "$2" ] || continue
    if [ "$4" = names ]; then file=$name; else file=$path; fi
    content "$1 $number" "$3/$file"
  done <<END_OF_WANTED
$wanted
END_OF_WANTED
}

# Reports which files were last changed before they were used, by change times, which no editor can
# set: $1 is the node, $2 a time in seconds, $3 the names of the files between blanks.
taken() {
  [ -n "$2" ] || return 0
  while IFS='|' read -r of number name path; do
    case "$of  $3 " in "$1 "*" $name "*) ;; *) continue ;; esac
    since=$(stat -c %Z "$root/$1/$path") || continue
    [ "$since" -gt "$2" ] || echo "taken $number"
  done <<END_OF_WANTED
$wanted
END_OF_WANTED
}

# When a container was made, in seconds; nothing when there is none.
made() {
  time=$(TZ=UTC0 docker ps --all --filter "name=^/?$1\$" --format '{{.CreatedAt}}' | sed q)
  [ -z "$time" ] || date -u -d "$(printf %.19s "$time")" +%s
}

for node in $nodes; do
  echo "node $node"
  for record in "$root/.state/applied/$node" "$root/.state/applied/$node".next-*; do
    [ -f "$record/sums" ] || continue
    echo "record ${record##*/}"
    # A power cut may have left anything in it: each line must end, and none may hold NUL.
    { head -c "$largest" <"$record/sums" | tr -d '\000' && echo; } | sed 's/^/sum /'
    contents applied "$node" "$record/files" names
  done
  contents there "$node" "$root/$node" paths
  taken "$node" "$(stat -c %Y "$data/$node/started")" 'conf/postgresql.conf conf/start.sh'
  case "
$wanted" in
  *"
$node|"*'|compose.yml|'*) taken "$node" "$(made "$cluster-$node")" compose.yml ;;
  esac
done
echo end
) 2>/dev/null </dev/null

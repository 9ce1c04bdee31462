# shellcheck shell=sh
# The server's side of the conversation. Bootstrap.java takes the comments out and joins the lines
# with spaces, so that it fits between two single quotes of any login shell: hence no single quote,
# no exclamation mark, no backslash, and a semicolon wherever a line ends a command.
#
# Asked:    <nonce> <bytes of script> <bytes of payload>\n <script> [<payload> <nonce>\n]
#           <nonce> <bytes of path> hold\n <path>
# Answered: on both outputs between "<nonce> begin" and "<nonce> end".
umask 022;
LC_ALL=C; export LC_ALL;
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH;
# A variable from the environment would be exported, with the script's text, to every child.
unset n a b s o c q t;
# "read" takes one byte at a time from a pipe, so it leaves what follows the line.
while read -r n a b; do
  # One full block is exact in every dd; head -c of BusyBox is not, it reads ahead.
  s=$(dd "bs=$a" count=1 iflag=fullblock 2>/dev/null || dd bs=1 "count=$a" 2>/dev/null; echo x);
  s=${s%x};
  # A script that was cut off in transit must not run.
  [ "${#s}" = "$a" ] || exit 76;
  echo "$n begin" >&2;
  if [ "$b" = hold ]; then
    # Opened by this shell itself, the file stays open until the conversation ends. Without "command"
    # a failure would end the shell.
    o=x;
    command exec 9>>"$s";
    c=$?;
  elif [ "$b" = 0 ]; then
    o=$( (eval "$s") </dev/null; c=$?; echo x; exit "$c");
    c=$?;
  else
    o=$(
      {
        q=$((b / 1048576));
        if [ "$q" -gt 0 ]; then
          dd bs=1048576 "count=$q" iflag=fullblock 2>/dev/null || dd bs=1 "count=$((q * 1048576))" 2>/dev/null;
        fi;
        q=$((b % 1048576));
        if [ "$q" -gt 0 ]; then
          dd "bs=$q" count=1 iflag=fullblock 2>/dev/null || dd bs=1 "count=$q" 2>/dev/null;
        fi;
        # A payload that was cut off must not look like its end: all processes of the group are killed
        # before the script can see one.
        read -r t;
        [ "$t" = "$n" ] || kill -9 0;
      } | {
        (eval "$s");
        c=$?;
        # Unread payload must not be taken for the next request.
        cat >/dev/null;
        exit "$c";
      };
      c=$?; echo x; exit "$c"
    );
    c=$?;
  fi;
  o=${o%x};
  echo "$n begin $c ${#o}";
  printf %s "$o";
  echo "$n end";
  echo "$n end" >&2;
done

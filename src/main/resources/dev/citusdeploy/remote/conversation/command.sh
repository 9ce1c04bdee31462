# shellcheck shell=sh
# Runs the command line in the words after $0, each in the form of printf's %b. Same rules as
# conversation.sh.
unset s w;
s=; for w; do s=$s$(printf %bx "$w"); s=${s%x}; done;
exec sh -c "$s"

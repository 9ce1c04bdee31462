# shellcheck shell=sh
# Runs the command line that the words behind $0 hold, each as printf reads %b. Same rules as
# conversation.sh.
unset s w;
s=; for w; do s=$s$(printf %bx "$w"); s=${s%x}; done;
exec sh -c "$s"

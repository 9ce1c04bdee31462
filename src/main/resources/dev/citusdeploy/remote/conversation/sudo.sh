# shellcheck shell=sh
# Starts the conversation, which is $0 here, with the rights of root. Same rules as conversation.sh.
LC_ALL=C; export LC_ALL;
echo citus-deploy calls sudo >&2;
if [ "$(id -u)" = 0 ]; then exec sh -c "$0"; fi;
command -v sudo >/dev/null || { echo citus-deploy finds no sudo >&2; exit 127; };
# sudo removes the address of the client from the environment; locks and journals record it.
exec sudo -n sh -c "SSH_CONNECTION=${SSH_CONNECTION%% *}; export SSH_CONNECTION; $0"

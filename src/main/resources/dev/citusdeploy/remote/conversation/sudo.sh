# shellcheck shell=sh
# Starts the conversation, which is $0 here, with the rights of root. Same rules as conversation.sh.
LC_ALL=C; export LC_ALL;
echo citus-deploy asks sudo >&2;
if [ "$(id -u)" = 0 ]; then exec sh -c "$0"; fi;
command -v sudo >/dev/null || { echo citus-deploy misses sudo >&2; exit 127; };
# sudo takes the address of the client out of the environment; locks and journals tell it.
exec sudo -n sh -c "SSH_CONNECTION=${SSH_CONNECTION%% *}; export SSH_CONNECTION; $0"

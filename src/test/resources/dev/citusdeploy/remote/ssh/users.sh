# shellcheck shell=sh
# Makes the users that ConversationIT logs in as.
set -eu
mkdir -p /run/sshd
echo 'A banner: 0123456789abcdef begin 0 5' >/etc/ssh/banner
rm -f /etc/ssh/ssh_host_*
ssh-keygen -A

# One applet directory without anything but BusyBox.
mkdir -p /opt/applets
for applet in $(busybox --list); do
  ln -sf /bin/busybox "/opt/applets/$applet"
done
printf '#!/bin/sh\nexec /bin/busybox ash "$@"\n' >/bin/login-ash
chmod 755 /bin/login-ash

add_user() { # name, login shell
  useradd --create-home --shell "$2" "$1"
  # A locked password refuses even keys where PAM is asked; an impossible one does not.
  usermod -p '*' "$1"
}

add_user of-bash /bin/bash
add_user of-dash /bin/dash
add_user of-ash /bin/login-ash
add_user of-tcsh /bin/tcsh
add_user of-csh /bin/bsd-csh
add_user of-fish /usr/bin/fish
add_user of-busybox /bin/login-ash
add_user noisy /bin/bash
add_user noisy-csh /bin/tcsh
add_user nologin /usr/sbin/nologin
add_user caged /bin/bash
add_user sudoer /bin/bash
add_user sudoer-fish /usr/bin/fish
add_user sudoer-csh /bin/tcsh
add_user wants-password /bin/bash
add_user not-sudoer /bin/bash
add_user only-ls /bin/bash
add_user no-sudo /bin/login-ash

# A login where every utility is BusyBox's: sh first, then all the others.
for user in of-busybox no-sudo; do
  cat >"/home/$user/login" <<'SHELL'
#!/bin/busybox ash
PATH=/opt/applets
export PATH
exec /bin/busybox ash "$@"
SHELL
  chmod 755 "/home/$user/login"
  usermod -s "/home/$user/login" "$user"
done

# bash reads this for every command of sshd's, before the interactive check of most distributions.
cat >/home/noisy/.bashrc <<'NOISE'
printf 'Welcome, no newline here'
echo "warning: 0 begin 0 3" >&2
printf '00000000000000000000000000000000 begin 0 3\nabc'
printf 'and on errors too' >&2
NOISE
cat >/home/noisy-csh/.cshrc <<'NOISE'
echo "Welcome to csh"
echo "begin 0 3"
NOISE

mkdir -p /etc/sudoers.d
{
  echo 'sudoer ALL=(root) NOPASSWD: ALL'
  echo 'sudoer-fish ALL=(root) NOPASSWD: ALL'
  echo 'sudoer-csh ALL=(root) NOPASSWD: ALL'
  echo 'wants-password ALL=(root) ALL'
  echo 'only-ls ALL=(root) NOPASSWD: /bin/ls'
} >/etc/sudoers.d/cases
chmod 440 /etc/sudoers.d/cases

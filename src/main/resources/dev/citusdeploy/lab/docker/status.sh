# shellcheck shell=sh
# Run in a server: what its engine has and runs.
engine=$(docker version --format '{{.Server.Version}}' 2>/dev/null) || exit 0
printf 'engine\t%s\n' "$engine"
docker images --format 'image	{{.Repository}}:{{.Tag}}'
docker ps -a --format 'container	{{.Names}}: {{.Status}}'

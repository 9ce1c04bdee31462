# shellcheck shell=sh
# Run in a server: what its engine has and runs.
docker version --format 'engine	{{.Server.Version}}' 2>/dev/null || exit 0
docker images --format 'image	{{.Repository}}:{{.Tag}}'
docker ps -a --format 'container	{{.Names}}: {{.Status}}'

# shellcheck shell=sh
# Whether a node's container is healthy; runs after engine.sh.
printf 'serves=%s\n' "$(inspect '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}' || true)"

# shellcheck shell=sh
# Replaces a node's container and waits until it is healthy; stands behind engine.sh.
#
# WAIT  seconds      SUPERUSER  for the checkpoint
# An image that does not fit the data, and settings that its PostgreSQL refuses, are found before it is
# stopped.
# A checkpoint first makes the stop, and so the outage, short. The server may be unable to.
# What the data needs of an image may have changed since it was recorded.
record_birth
image_is_fit
settings_are_taken
sql "SET statement_timeout = '60s'; CHECKPOINT" >/dev/null 2>&1 || true
up --force-recreate
record_birth
printf 'changed=yes\n'

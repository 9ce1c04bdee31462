# shellcheck shell=sh
# Lets a running server read its files anew; stands behind engine.sh.
#
# DATA  the data folder      PORT, SUPERUSER  for SQL
# What cannot be applied without a restart is no error here: the plan sees to restarts.
ERRORS="
SELECT 'postgresql.conf line ' || f.sourceline || ': ' || f.name || ': ' || f.error
  FROM pg_file_settings f LEFT JOIN pg_settings s ON lower(s.name) = lower(f.name)
 WHERE f.error IS NOT NULL AND s.context IS DISTINCT FROM 'postmaster'
 UNION ALL
SELECT 'pg_hba.conf line ' || line_number || ': ' || error FROM pg_hba_file_rules
 WHERE error IS NOT NULL"
LOADED='SELECT pg_conf_load_time()'

complain() {
  printf 'the files hold errors; %s\n%s\n' "$1" "$FOUND" >&2
  exit 1
}

FOUND=$(sql "$ERRORS")
[ -z "$FOUND" ] || complain 'they were not loaded:'
BEFORE=$(sql "$LOADED")
docker exec "$CONTAINER" sh /etc/citus-deploy/conf/current/reload.sh </dev/null
LEFT=10
while [ "$BEFORE" = "$(sql "$LOADED")" ]; do
  LEFT=$((LEFT - 1))
  if [ "$LEFT" -eq 0 ]; then
    rm -f "$DATA/loaded"
    printf 'the server did not load its files within 10 seconds\n' >&2
    exit 1
  fi
  sleep 1
done
# Some errors show only now.
FOUND=$(sql "$ERRORS")
if [ -n "$FOUND" ]; then
  rm -f "$DATA/loaded"
  complain 'some settings were not loaded:'
fi
printf 'changed=yes\n'

# shellcheck shell=sh
# Records that a node serves its data, for clusters that were made before there was such a record;
# stands behind engine.sh.
#
# BORN  the record's file
record_birth
printf 'changed=yes\n'

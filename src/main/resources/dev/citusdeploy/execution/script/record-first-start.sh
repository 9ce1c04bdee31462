# shellcheck shell=sh
# Records that a node serves its data, for clusters that were made before there was such a record;
# runs after engine.sh.
#
# FIRST_START  the record's file
record_first_start
printf 'changed=yes\n'

-- Runs once, in POSTGRES_DB, when a data folder is initialised.
BEGIN;
CREATE EXTENSION citus;
UPDATE pg_dist_node_metadata SET metadata = jsonb_insert(metadata, '{docker}', 'true');
COMMIT;

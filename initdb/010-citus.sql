-- Runs once, in the cluster's database, when a node's data is made; after the image's own files.
-- The official images have created the extension by now. One that brings the packages only gets it
-- here; one without Citus fails here, and the node's data is not marked as complete.
CREATE EXTENSION IF NOT EXISTS citus WITH SCHEMA pg_catalog;

-- Runs last when a node's data is made. From then on, sessions of the superuser in this database
-- find built-in names only: neither an operator's psql nor Citus' own sessions on the workers call a
-- function or operator that a client made. Whoever creates something as superuser names its schema:
--   CREATE TABLE public.t (...);  CREATE EXTENSION pg_trgm WITH SCHEMA public;
SELECT pg_catalog.format(
  'ALTER ROLE %I IN DATABASE %I SET search_path TO pg_catalog, pg_temp',
  CURRENT_USER, pg_catalog.current_database()) \gexec
-- Closed by PostgreSQL since version 15; here for data that was made otherwise.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- The rehearsal extension named citus: the node catalog and its functions, with the names, types
-- and error texts of Citus 14.0. It shards nothing.
\echo Use "CREATE EXTENSION citus" to load this file. \quit

CREATE SCHEMA citus;
CREATE SCHEMA citus_internal;
GRANT USAGE ON SCHEMA citus, citus_internal TO public;

-- ------------------------------------------------------------------ catalog

CREATE TYPE pg_catalog.noderole AS ENUM ('primary', 'secondary', 'unavailable');
CREATE TYPE citus.distribution_type AS ENUM ('hash', 'range', 'append');
CREATE TYPE citus.shard_transfer_mode AS ENUM ('auto', 'force_logical', 'block_writes');
CREATE TYPE pg_catalog.citus_job_status AS ENUM
  ('scheduled', 'running', 'finished', 'cancelling', 'cancelled', 'failing', 'failed');
CREATE TYPE pg_catalog.citus_task_status AS ENUM
  ('blocked', 'runnable', 'running', 'done', 'cancelling', 'error', 'unscheduled', 'cancelled');

-- Nothing can be made in pg_catalog directly; made elsewhere and moved, it can.
CREATE SEQUENCE citus.pg_dist_node_nodeid_seq MAXVALUE 4294967296;
CREATE SEQUENCE citus.pg_dist_groupid_seq MAXVALUE 4294967296;
CREATE SEQUENCE citus.pg_dist_placement_placementid_seq;
CREATE SEQUENCE citus.pg_dist_shardid_seq MINVALUE 102008;
CREATE SEQUENCE citus.pg_dist_colocationid_seq;
CREATE SEQUENCE citus.pg_dist_operationid_seq;
CREATE SEQUENCE citus.pg_dist_cleanup_recordid_seq;

CREATE TABLE citus.pg_dist_node (
  nodeid int NOT NULL DEFAULT nextval('citus.pg_dist_node_nodeid_seq') PRIMARY KEY,
  groupid int NOT NULL DEFAULT nextval('citus.pg_dist_groupid_seq'),
  nodename text NOT NULL,
  nodeport int NOT NULL DEFAULT 5432,
  noderack text NOT NULL DEFAULT 'default',
  hasmetadata bool NOT NULL DEFAULT false,
  isactive bool NOT NULL DEFAULT true,
  noderole noderole NOT NULL DEFAULT 'primary',
  nodecluster name NOT NULL DEFAULT 'default',
  metadatasynced bool DEFAULT false,
  shouldhaveshards bool NOT NULL DEFAULT true,
  nodeisclone bool NOT NULL DEFAULT false,
  nodeprimarynodeid int NOT NULL DEFAULT 0,
  UNIQUE (nodename, nodeport),
  CONSTRAINT primaries_are_only_allowed_in_the_default_cluster
    CHECK (NOT (nodecluster <> 'default' AND noderole = 'primary'))
);
CREATE TABLE citus.pg_dist_local_group (groupid int NOT NULL PRIMARY KEY);
INSERT INTO citus.pg_dist_local_group VALUES (0);
CREATE TABLE citus.pg_dist_node_metadata (metadata jsonb NOT NULL);

CREATE FUNCTION pg_catalog.authinfo_valid(text) RETURNS bool
  LANGUAGE C STRICT AS 'MODULE_PATHNAME', 'rehearsal_authinfo_valid';
CREATE FUNCTION pg_catalog.poolinfo_valid(text) RETURNS bool
  LANGUAGE C STRICT AS 'MODULE_PATHNAME', 'rehearsal_poolinfo_valid';
CREATE FUNCTION pg_catalog.role_exists(name) RETURNS bool LANGUAGE sql STRICT
  AS 'SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1)';
CREATE TABLE citus.pg_dist_authinfo (
  nodeid int NOT NULL,
  rolename name NOT NULL CONSTRAINT role_exists CHECK (pg_catalog.role_exists(rolename)),
  authinfo text NOT NULL CONSTRAINT authinfo_valid CHECK (pg_catalog.authinfo_valid(authinfo))
);
CREATE UNIQUE INDEX pg_dist_authinfo_identification_index
  ON citus.pg_dist_authinfo (rolename, nodeid DESC);
CREATE TABLE citus.pg_dist_poolinfo (
  nodeid int NOT NULL PRIMARY KEY,
  poolinfo text NOT NULL CONSTRAINT poolinfo_valid CHECK (pg_catalog.poolinfo_valid(poolinfo))
);
CREATE TABLE citus.pg_dist_partition (
  logicalrelid regclass NOT NULL UNIQUE,
  partmethod "char" NOT NULL,
  partkey text,
  colocationid int NOT NULL DEFAULT 0,
  repmodel "char" NOT NULL DEFAULT 'c',
  autoconverted bool DEFAULT false
);
CREATE TABLE citus.pg_dist_shard (
  logicalrelid regclass NOT NULL,
  shardid bigint NOT NULL UNIQUE,
  shardstorage "char" NOT NULL,
  shardminvalue text,
  shardmaxvalue text
);
CREATE TABLE citus.pg_dist_placement (
  placementid bigint NOT NULL DEFAULT nextval('citus.pg_dist_placement_placementid_seq') UNIQUE,
  shardid bigint NOT NULL,
  shardstate int NOT NULL,
  shardlength bigint NOT NULL,
  groupid int NOT NULL,
  UNIQUE (shardid, groupid)
);
CREATE TABLE citus.pg_dist_colocation (
  colocationid int NOT NULL PRIMARY KEY,
  shardcount int NOT NULL,
  replicationfactor int NOT NULL,
  distributioncolumntype oid NOT NULL,
  distributioncolumncollation oid NOT NULL
);
CREATE TABLE citus.pg_dist_cleanup (
  record_id bigint NOT NULL PRIMARY KEY,
  operation_id bigint NOT NULL,
  object_type int NOT NULL,
  object_name text NOT NULL,
  node_group_id int NOT NULL,
  policy_type int NOT NULL
);
CREATE TABLE citus.pg_dist_transaction (
  groupid int NOT NULL,
  gid text NOT NULL,
  outer_xid xid8,
  UNIQUE (groupid, gid)
);
CREATE TABLE citus.pg_dist_object (
  classid oid NOT NULL,
  objid oid NOT NULL,
  objsubid int NOT NULL,
  type text,
  object_names text[],
  object_args text[],
  distribution_argument_index int,
  colocationid int,
  force_delegation bool,
  PRIMARY KEY (classid, objid, objsubid)
);
CREATE TABLE citus.pg_dist_background_job (
  job_id bigserial PRIMARY KEY,
  state citus_job_status NOT NULL DEFAULT 'scheduled',
  job_type name NOT NULL,
  description text NOT NULL,
  started_at timestamptz,
  finished_at timestamptz
);
CREATE TABLE citus.pg_dist_background_task (
  job_id bigint NOT NULL REFERENCES citus.pg_dist_background_job,
  task_id bigserial PRIMARY KEY,
  owner regrole NOT NULL DEFAULT CURRENT_USER::regrole,
  pid int,
  status citus_task_status NOT NULL DEFAULT 'runnable',
  command text NOT NULL,
  retry_count int,
  not_before timestamptz,
  message text NOT NULL DEFAULT '',
  nodes_involved int[],
  UNIQUE (job_id, task_id)
);

DO $$
DECLARE
  relation record;
BEGIN
  FOR relation IN
    SELECT relname, relkind FROM pg_catalog.pg_class
    WHERE relnamespace = 'citus'::regnamespace AND relkind IN ('r', 'S')
      -- A sequence that a column owns moves with its table.
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend
                      WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'a')
    ORDER BY relkind, relname
  LOOP
    EXECUTE format('ALTER %s citus.%I SET SCHEMA pg_catalog',
                   CASE relation.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                   relation.relname);
    IF relation.relname <> 'pg_dist_authinfo' THEN
      EXECUTE format('GRANT SELECT ON pg_catalog.%I TO public', relation.relname);
    END IF;
  END LOOP;
END $$;

INSERT INTO pg_dist_node_metadata VALUES (jsonb_build_object(
  'server_id', gen_random_uuid()::text,
  'last_upgrade_version', '@EXTENSION_VERSION@',
  'partitioned_citus_table_exists_pre_11', false));
INSERT INTO pg_dist_object (classid, objid, objsubid)
  SELECT 'pg_authid'::regclass, oid, 0 FROM pg_authid WHERE rolname = CURRENT_USER
  UNION ALL
  SELECT 'pg_database'::regclass, oid, 0 FROM pg_database WHERE datname = current_database();

-- ---------------------------------------------------------------- primitives

CREATE FUNCTION pg_catalog.citus_version() RETURNS text
  LANGUAGE C STABLE STRICT AS 'MODULE_PATHNAME', 'rehearsal_version';
-- One statement on another node, within this transaction.
CREATE FUNCTION citus_internal.remote(host text, port int, command text) RETURNS text
  LANGUAGE C STRICT AS 'MODULE_PATHNAME', 'rehearsal_remote';
-- Statements on several nodes, each on its own.
CREATE FUNCTION citus_internal.run(hosts text[], ports int[], commands text[], parallel bool,
  warn bool, OUT place int, OUT connected bool, OUT success bool, OUT result text)
  RETURNS SETOF record LANGUAGE C STRICT AS 'MODULE_PATHNAME', 'rehearsal_run';
CREATE FUNCTION citus_internal.is_internal() RETURNS bool
  LANGUAGE C STRICT AS 'MODULE_PATHNAME', 'rehearsal_is_internal';
REVOKE ALL ON FUNCTION citus_internal.remote(text, int, text) FROM public;

CREATE FUNCTION citus_internal.local_group() RETURNS int LANGUAGE sql STABLE
  AS 'SELECT groupid FROM pg_catalog.pg_dist_local_group';
CREATE FUNCTION citus_internal.no_sharding() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the rehearsal image does not shard'
    USING ERRCODE = 'feature_not_supported',
          HINT = 'Use a real Citus image for anything that needs distributed tables.';
END $$;
CREATE FUNCTION citus_internal.ensure_coordinator() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF citus_internal.local_group() <> 0 THEN
    RAISE EXCEPTION 'operation is not allowed on this node'
      USING ERRCODE = 'internal_error', HINT = 'Connect to the coordinator and run it again.';
  END IF;
END $$;
-- Node changes wait for each other.
CREATE FUNCTION citus_internal.lock_nodes() RETURNS void LANGUAGE sql
  AS 'LOCK TABLE pg_catalog.pg_dist_node IN EXCLUSIVE MODE';
CREATE FUNCTION citus_internal.node_at(name text, port int) RETURNS pg_dist_node
LANGUAGE plpgsql STABLE AS $$
DECLARE
  node pg_catalog.pg_dist_node;
BEGIN
  SELECT * INTO node FROM pg_catalog.pg_dist_node n WHERE n.nodename = name AND n.nodeport = port;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'node at "%:%" does not exist', name, port USING ERRCODE = 'internal_error';
  END IF;
  RETURN node;
END $$;
CREATE FUNCTION citus_internal.other_nodes() RETURNS SETOF pg_dist_node LANGUAGE sql STABLE AS $$
  SELECT * FROM pg_catalog.pg_dist_node
  WHERE groupid <> citus_internal.local_group() AND isactive AND noderole = 'primary'
  ORDER BY nodeid
$$;

-- ---------------------------------------------------- metadata on other nodes

-- What makes another node's copy of the node catalog like this one.
CREATE FUNCTION citus_internal.node_commands(target_group int) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'DELETE FROM pg_catalog.pg_dist_node; '
    || coalesce('INSERT INTO pg_catalog.pg_dist_node (nodeid, groupid, nodename, nodeport, noderack,'
      || ' hasmetadata, isactive, noderole, nodecluster, metadatasynced, shouldhaveshards,'
      || ' nodeisclone, nodeprimarynodeid) VALUES '
      || string_agg(format('(%s, %s, %L, %s, %L, %L, %L, %L, %L, %L, %L, %L, %s)',
           nodeid, groupid, nodename, nodeport, noderack, hasmetadata, isactive, noderole,
           nodecluster, metadatasynced, shouldhaveshards, nodeisclone, nodeprimarynodeid), ', '
           ORDER BY nodeid) || '; ', '')
    || format('UPDATE pg_catalog.pg_dist_local_group SET groupid = %s', target_group)
  FROM pg_catalog.pg_dist_node
$$;
CREATE FUNCTION citus_internal.sync_nodes() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  node record;
BEGIN
  FOR node IN SELECT * FROM citus_internal.other_nodes() LOOP
    PERFORM citus_internal.remote(node.nodename, node.nodeport,
                                  citus_internal.node_commands(node.groupid));
  END LOOP;
END $$;

-- What makes a role on another node like it is here; settings only when a node is new.
CREATE FUNCTION citus_internal.role_commands(role text, settings bool DEFAULT false) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT format('SELECT citus_internal.ensure_role(%L); ', rolname)
    || format('ALTER ROLE %I WITH %s %s %s %s %s %s %s CONNECTION LIMIT %s PASSWORD %s%s; ',
      rolname,
      CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
      CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
      CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
      CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
      CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
      CASE WHEN rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
      CASE WHEN rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
      rolconnlimit, coalesce(quote_literal(rolpassword), 'NULL'),
      ' VALID UNTIL ' || quote_literal(rolvaliduntil))
    || coalesce((
      SELECT string_agg(format('GRANT %I TO %I%s; ', granted.rolname, member.rolname,
                               CASE WHEN m.admin_option THEN ' WITH ADMIN OPTION' ELSE '' END), '')
      FROM pg_catalog.pg_auth_members m
      JOIN pg_catalog.pg_authid granted ON granted.oid = m.roleid
      JOIN pg_catalog.pg_authid member ON member.oid = m.member
      WHERE (m.member = a.oid OR m.roleid = a.oid)
        -- Its other side may not be there yet; then that one's turn brings the grant.
        AND EXISTS (SELECT FROM pg_catalog.pg_dist_object o WHERE o.classid = 'pg_authid'::regclass
                    AND o.objid = m.member)
        AND (granted.rolname LIKE 'pg\_%' OR EXISTS (SELECT FROM pg_catalog.pg_dist_object o
             WHERE o.classid = 'pg_authid'::regclass AND o.objid = m.roleid))), '')
    || CASE WHEN settings THEN coalesce(citus_internal.setting_commands(a.oid), '') ELSE '' END
  FROM pg_catalog.pg_authid a WHERE rolname = role
$$;
CREATE FUNCTION citus_internal.setting_commands(role oid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(format('ALTER %s%s SET %s TO %s; ',
      CASE WHEN s.setrole = 0 THEN format('DATABASE %I', d.datname)
           ELSE format('ROLE %I', r.rolname) END,
      CASE WHEN s.setrole <> 0 AND s.setdatabase <> 0 THEN format(' IN DATABASE %I', d.datname)
           ELSE '' END,
      split_part(setting, '=', 1),
      -- These hold lists whose elements are quoted already.
      CASE WHEN split_part(setting, '=', 1) IN ('search_path', 'temp_tablespaces',
             'session_preload_libraries', 'local_preload_libraries')
           THEN substr(setting, strpos(setting, '=') + 1)
           ELSE quote_literal(substr(setting, strpos(setting, '=') + 1)) END), '')
  FROM pg_catalog.pg_db_role_setting s
  CROSS JOIN unnest(s.setconfig) setting
  LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
  LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
  WHERE s.setrole = role AND (s.setdatabase = 0 OR d.datname = current_database())
$$;
CREATE FUNCTION citus_internal.mark_role(role text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO pg_catalog.pg_dist_object (classid, objid, objsubid)
  SELECT 'pg_authid'::regclass, oid, 0 FROM pg_catalog.pg_roles WHERE rolname = role
  ON CONFLICT DO NOTHING
$$;
CREATE FUNCTION citus_internal.ensure_role(role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
    EXECUTE format('CREATE ROLE %I', role);
  END IF;
  PERFORM citus_internal.mark_role(role);
END $$;
CREATE FUNCTION citus_internal.drop_roles(roles text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  role text;
BEGIN
  FOR role IN
    SELECT rolname FROM pg_catalog.pg_roles r JOIN pg_catalog.pg_dist_object o
      ON o.classid = 'pg_authid'::regclass AND o.objid = r.oid
    WHERE rolname = ANY (roles)
  LOOP
    EXECUTE format('DROP ROLE %I', role);
  END LOOP;
  PERFORM citus_internal.forget_roles();
END $$;
CREATE FUNCTION citus_internal.forget_roles() RETURNS void LANGUAGE sql AS $$
  DELETE FROM pg_catalog.pg_dist_object o WHERE classid = 'pg_authid'::regclass
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_authid a WHERE a.oid = o.objid)
$$;
CREATE FUNCTION citus_internal.everywhere_else(command text) RETURNS void LANGUAGE sql AS $$
  SELECT citus_internal.remote(nodename, nodeport, command) FROM citus_internal.other_nodes()
$$;
CREATE FUNCTION citus_internal.is_distributed_role(roles text[]) RETURNS bool LANGUAGE sql STABLE
AS $$
  SELECT roles = '{}' OR EXISTS (
    SELECT FROM pg_catalog.pg_roles r JOIN pg_catalog.pg_dist_object o
      ON o.classid = 'pg_authid'::regclass AND o.objid = r.oid
    WHERE r.rolname = ANY (roles))
$$;
-- Called by the library after a role statement.
CREATE FUNCTION citus_internal.role_created(roles text[]) RETURNS void LANGUAGE sql AS $$
  SELECT citus_internal.mark_role(role) FROM unnest(roles) role;
  SELECT citus_internal.everywhere_else(citus_internal.role_commands(role)) FROM unnest(roles) role
$$;
CREATE FUNCTION citus_internal.role_changed(roles text[]) RETURNS void LANGUAGE sql AS $$
  SELECT citus_internal.everywhere_else(citus_internal.role_commands(role)) FROM unnest(roles) role
  WHERE citus_internal.is_distributed_role(ARRAY[role])
$$;
CREATE FUNCTION citus_internal.role_statement(roles text[], statement text) RETURNS void
LANGUAGE sql AS $$
  SELECT citus_internal.everywhere_else(statement) WHERE citus_internal.is_distributed_role(roles)
$$;
CREATE FUNCTION citus_internal.role_dropped(roles text[]) RETURNS void LANGUAGE sql AS $$
  SELECT citus_internal.forget_roles();
  SELECT citus_internal.everywhere_else(format('SELECT citus_internal.drop_roles(%L)', roles))
$$;

-- Everything a node has to hold before it counts as synced.
CREATE FUNCTION citus_internal.sync_objects(name text, port int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  role text;
  commands text;
BEGIN
  -- All roles before the first grant.
  FOR role IN
    SELECT rolname FROM pg_catalog.pg_authid a JOIN pg_catalog.pg_dist_object o
      ON o.classid = 'pg_authid'::regclass AND o.objid = a.oid
    WHERE a.oid <> 10 ORDER BY a.oid
  LOOP
    PERFORM citus_internal.remote(name, port,
                                  format('SELECT citus_internal.ensure_role(%L)', role));
  END LOOP;
  FOR role IN
    SELECT rolname FROM pg_catalog.pg_authid a JOIN pg_catalog.pg_dist_object o
      ON o.classid = 'pg_authid'::regclass AND o.objid = a.oid
    WHERE a.oid <> 10 ORDER BY a.oid
  LOOP
    PERFORM citus_internal.remote(name, port, citus_internal.role_commands(role, true));
  END LOOP;
  commands := citus_internal.setting_commands(0);
  IF commands IS NOT NULL THEN
    PERFORM citus_internal.remote(name, port, commands);
  END IF;
END $$;

-- ------------------------------------------------------------ node management

CREATE FUNCTION pg_catalog.citus_set_coordinator_host(host text,
  port int DEFAULT current_setting('port')::int, node_role noderole DEFAULT 'primary',
  node_cluster name DEFAULT 'default') RETURNS void LANGUAGE plpgsql STRICT AS $$
DECLARE
  coordinator pg_catalog.pg_dist_node;
BEGIN
  PERFORM citus_internal.lock_nodes();
  SELECT * INTO coordinator FROM pg_catalog.pg_dist_node n
    WHERE n.groupid = 0 AND n.noderole = 'primary';
  IF NOT FOUND THEN
    INSERT INTO pg_catalog.pg_dist_node (groupid, nodename, nodeport, hasmetadata, isactive,
      noderole, nodecluster, metadatasynced, shouldhaveshards)
    VALUES (0, host, port, true, true, node_role, node_cluster, true, false);
  ELSIF coordinator.nodename <> host OR coordinator.nodeport <> port THEN
    UPDATE pg_catalog.pg_dist_node n SET nodename = host, nodeport = port
      WHERE n.nodeid = coordinator.nodeid;
  ELSE
    RETURN;
  END IF;
  PERFORM citus_internal.sync_nodes();
END $$;

CREATE FUNCTION citus_internal.check_new_node(name text, node_group int, role noderole)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF role <> 'primary' THEN
    RAISE EXCEPTION 'the rehearsal image knows primary nodes only'
      USING ERRCODE = 'feature_not_supported';
  END IF;
  IF node_group > 0 AND EXISTS (SELECT FROM pg_catalog.pg_dist_node n
                                WHERE n.groupid = node_group AND n.noderole = 'primary') THEN
    RAISE EXCEPTION 'group % already has a primary node', node_group
      USING ERRCODE = 'internal_error';
  END IF;
  IF node_group <> 0 AND name NOT IN ('localhost', '127.0.0.1') AND EXISTS (
       SELECT FROM pg_catalog.pg_dist_node n
       WHERE n.groupid = 0 AND n.nodename IN ('localhost', '127.0.0.1')) THEN
    RAISE EXCEPTION 'cannot add a worker node when the coordinator hostname is set to localhost'
      USING ERRCODE = 'object_not_in_prerequisite_state',
        DETAIL = 'Worker nodes need to be able to connect to the coordinator to transfer data.',
        HINT = 'Use SELECT citus_set_coordinator_host(''<hostname>'') to configure the coordinator hostname';
  END IF;
END $$;

CREATE FUNCTION pg_catalog.citus_add_node(nodename text, nodeport int, groupid int DEFAULT -1,
  noderole noderole DEFAULT 'primary', nodecluster name DEFAULT 'default') RETURNS int
LANGUAGE plpgsql STRICT AS $$
#variable_conflict use_column
DECLARE
  known int;
BEGIN
  PERFORM citus_internal.ensure_coordinator();
  PERFORM citus_internal.lock_nodes();
  SELECT nodeid INTO known FROM pg_catalog.pg_dist_node n
    WHERE n.nodename = $1 AND n.nodeport = $2;
  IF FOUND THEN
    RETURN known;
  END IF;
  PERFORM citus_internal.check_new_node($1, $3, $4);
  IF $3 = 0 THEN
    PERFORM pg_catalog.citus_set_coordinator_host($1, $2, $4, $5);
    RETURN pg_catalog.citus_coordinator_nodeid();
  END IF;
  IF citus_internal.remote($1, $2,
       'SELECT metadata->>''server_id'' FROM pg_catalog.pg_dist_node_metadata')
     = (SELECT metadata->>'server_id' FROM pg_catalog.pg_dist_node_metadata) THEN
    RAISE EXCEPTION 'Node cannot add itself as a worker.'
      USING ERRCODE = 'internal_error', HINT = format('Add the node as a coordinator by using: '
        'SELECT citus_set_coordinator_host(%L, %s);', $1, $2);
  END IF;
  INSERT INTO pg_catalog.pg_dist_node (groupid, nodename, nodeport, hasmetadata, isactive,
    noderole, nodecluster, metadatasynced, shouldhaveshards)
  VALUES (CASE WHEN $3 = -1 THEN nextval('pg_catalog.pg_dist_groupid_seq')::int ELSE $3 END,
          $1, $2, true, true, $4, $5, true, true)
  RETURNING nodeid INTO known;
  PERFORM citus_internal.sync_objects($1, $2);
  PERFORM citus_internal.sync_nodes();
  RETURN known;
END $$;

CREATE FUNCTION pg_catalog.citus_add_inactive_node(nodename text, nodeport int,
  groupid int DEFAULT -1, noderole noderole DEFAULT 'primary',
  nodecluster name DEFAULT 'default') RETURNS int LANGUAGE plpgsql STRICT AS $$
#variable_conflict use_column
DECLARE
  known int;
BEGIN
  PERFORM citus_internal.ensure_coordinator();
  PERFORM citus_internal.lock_nodes();
  SELECT nodeid INTO known FROM pg_catalog.pg_dist_node n
    WHERE n.nodename = $1 AND n.nodeport = $2;
  IF NOT FOUND THEN
    PERFORM citus_internal.check_new_node($1, $3, $4);
    INSERT INTO pg_catalog.pg_dist_node (groupid, nodename, nodeport, isactive, noderole,
      nodecluster)
    VALUES (CASE WHEN $3 = -1 THEN nextval('pg_catalog.pg_dist_groupid_seq')::int ELSE $3 END,
            $1, $2, false, $4, $5)
    RETURNING nodeid INTO known;
    PERFORM citus_internal.sync_nodes();
  END IF;
  RETURN known;
END $$;

CREATE FUNCTION pg_catalog.citus_activate_node(nodename text, nodeport int) RETURNS int
LANGUAGE plpgsql STRICT AS $$
DECLARE
  node pg_catalog.pg_dist_node;
BEGIN
  PERFORM citus_internal.ensure_coordinator();
  PERFORM citus_internal.lock_nodes();
  node := citus_internal.node_at($1, $2);
  UPDATE pg_catalog.pg_dist_node n
    SET isactive = true, hasmetadata = true, metadatasynced = true WHERE n.nodeid = node.nodeid;
  IF node.groupid <> 0 THEN
    PERFORM citus_internal.sync_objects($1, $2);
  END IF;
  PERFORM citus_internal.sync_nodes();
  RETURN node.nodeid;
END $$;

CREATE FUNCTION pg_catalog.citus_update_node(node_id int, new_node_name text, new_node_port int,
  force bool DEFAULT false, lock_cooldown int DEFAULT 10000) RETURNS void
LANGUAGE plpgsql STRICT AS $$
DECLARE
  node pg_catalog.pg_dist_node;
BEGIN
  PERFORM citus_internal.lock_nodes();
  SELECT * INTO node FROM pg_catalog.pg_dist_node n
    WHERE n.nodename = new_node_name AND n.nodeport = new_node_port;
  IF FOUND THEN
    IF node.nodeid = node_id THEN
      RETURN;
    END IF;
    RAISE EXCEPTION 'there is already another node with the specified hostname and port'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_dist_node n WHERE n.nodeid = node_id) THEN
    RAISE EXCEPTION 'node % not found', node_id USING ERRCODE = 'no_data_found';
  END IF;
  PERFORM citus_internal.ensure_coordinator();
  UPDATE pg_catalog.pg_dist_node n SET nodename = new_node_name, nodeport = new_node_port
    WHERE n.nodeid = node_id;
  -- Works while nodes are down: the maintenance daemon brings the others up to date.
  UPDATE pg_catalog.pg_dist_node n SET metadatasynced = false
    WHERE n.groupid <> 0 AND n.hasmetadata;
END $$;

CREATE FUNCTION pg_catalog.citus_disable_node(nodename text, nodeport int,
  synchronous bool DEFAULT false) RETURNS void LANGUAGE plpgsql STRICT AS $$
DECLARE
  node pg_catalog.pg_dist_node;
  first_node int;
BEGIN
  PERFORM citus_internal.ensure_coordinator();
  PERFORM citus_internal.lock_nodes();
  node := citus_internal.node_at($1, $2);
  IF node.groupid = 0 THEN
    RAISE EXCEPTION 'cannot change "isactive" field of the coordinator node'
      USING ERRCODE = 'internal_error';
  END IF;
  SELECT n.nodeid INTO first_node FROM pg_catalog.pg_dist_node n
    WHERE n.groupid <> 0 AND n.isactive ORDER BY n.nodename, n.nodeport LIMIT 1;
  IF node.nodeid = first_node AND NOT synchronous THEN
    RAISE EXCEPTION 'disabling the first worker node in the metadata is not allowed'
      USING ERRCODE = 'object_not_in_prerequisite_state',
        DETAIL = 'Citus uses the first worker node in the metadata for certain internal '
          'operations when replicated tables are modified. Synchronous mode ensures that all '
          'nodes have the same view of the first worker node, which is used for certain locking '
          'operations.',
        HINT = format('You can force disabling node, SELECT citus_disable_node(%L, %s, '
          'synchronous:=true);', $1, $2);
  END IF;
  UPDATE pg_catalog.pg_dist_node n SET isactive = false, metadatasynced = false
    WHERE n.nodeid = node.nodeid;
  PERFORM citus_internal.sync_nodes();
END $$;

CREATE FUNCTION pg_catalog.citus_remove_node(nodename text, nodeport int) RETURNS void
LANGUAGE plpgsql STRICT AS $$
DECLARE
  node pg_catalog.pg_dist_node;
BEGIN
  PERFORM citus_internal.ensure_coordinator();
  PERFORM citus_internal.lock_nodes();
  node := citus_internal.node_at($1, $2);
  -- The removed node is not told: it may be dead, and what it holds stays as it was.
  DELETE FROM pg_catalog.pg_dist_node n WHERE n.nodeid = node.nodeid;
  DELETE FROM pg_catalog.pg_dist_transaction t WHERE t.groupid = node.groupid;
  PERFORM citus_internal.sync_nodes();
END $$;

CREATE FUNCTION pg_catalog.citus_set_node_property(nodename text, nodeport int, property text,
  value bool) RETURNS void LANGUAGE plpgsql STRICT AS $$
DECLARE
  node pg_catalog.pg_dist_node;
BEGIN
  PERFORM citus_internal.ensure_coordinator();
  PERFORM citus_internal.lock_nodes();
  node := citus_internal.node_at($1, $2);
  IF property <> 'shouldhaveshards' THEN
    RAISE EXCEPTION 'only the ''shouldhaveshards'' property can be set using this function'
      USING ERRCODE = 'internal_error';
  END IF;
  UPDATE pg_catalog.pg_dist_node n SET shouldhaveshards = value WHERE n.nodeid = node.nodeid;
  PERFORM citus_internal.sync_nodes();
END $$;

CREATE FUNCTION pg_catalog.citus_drain_node(nodename text, nodeport int,
  shard_transfer_mode citus.shard_transfer_mode DEFAULT 'auto',
  rebalance_strategy name DEFAULT NULL) RETURNS void LANGUAGE sql
  AS 'SELECT pg_catalog.citus_set_node_property($1, $2, ''shouldhaveshards'', false)';

CREATE FUNCTION pg_catalog.start_metadata_sync_to_all_nodes() RETURNS bool LANGUAGE plpgsql STRICT
AS $$
BEGIN
  PERFORM citus_internal.ensure_coordinator();
  PERFORM citus_internal.lock_nodes();
  UPDATE pg_catalog.pg_dist_node SET metadatasynced = true WHERE isactive AND hasmetadata;
  PERFORM citus_internal.sync_objects(nodename, nodeport) FROM citus_internal.other_nodes();
  PERFORM citus_internal.sync_nodes();
  RETURN true;
END $$;

-- No shard is ever made, so none has a name; the planner of such statements wants the function.
CREATE FUNCTION pg_catalog.shard_name(object_name regclass, shard_id bigint,
  skip_qualify_public bool DEFAULT true) RETURNS text LANGUAGE sql STABLE STRICT AS
  'SELECT object_name::text || ''_'' || shard_id';
CREATE FUNCTION pg_catalog.start_metadata_sync_to_node(nodename text, nodeport int) RETURNS void
  LANGUAGE sql STRICT AS 'SELECT pg_catalog.citus_activate_node($1, $2)';

-- The maintenance daemon's duty.
CREATE FUNCTION citus_internal.sync_stale_nodes() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF citus_internal.local_group() <> 0 OR NOT EXISTS (
       SELECT FROM citus_internal.other_nodes() WHERE hasmetadata AND NOT metadatasynced) THEN
    RETURN;
  END IF;
  PERFORM citus_internal.lock_nodes();
  UPDATE pg_catalog.pg_dist_node SET metadatasynced = true
    WHERE hasmetadata AND isactive AND NOT metadatasynced;
  PERFORM citus_internal.sync_nodes();
END $$;

-- -------------------------------------------------------------------- asking

CREATE FUNCTION pg_catalog.citus_get_active_worker_nodes(OUT node_name text, OUT node_port bigint)
  RETURNS SETOF record LANGUAGE sql STRICT AS $$
  SELECT nodename, nodeport::bigint FROM pg_catalog.pg_dist_node
  WHERE groupid <> 0 AND isactive AND noderole = 'primary' ORDER BY nodename, nodeport
$$;
CREATE FUNCTION pg_catalog.master_get_active_worker_nodes(OUT node_name text, OUT node_port bigint)
  RETURNS SETOF record LANGUAGE sql STRICT
  AS 'SELECT * FROM pg_catalog.citus_get_active_worker_nodes()';
CREATE FUNCTION pg_catalog.citus_is_coordinator() RETURNS bool LANGUAGE sql STRICT AS $$
  SELECT citus_internal.local_group() = 0
    AND EXISTS (SELECT FROM pg_catalog.pg_dist_node WHERE isactive)
$$;
CREATE FUNCTION pg_catalog.citus_coordinator_nodeid() RETURNS int LANGUAGE sql STABLE STRICT AS $$
  SELECT coalesce((SELECT nodeid FROM pg_catalog.pg_dist_node
                   WHERE groupid = 0 AND noderole = 'primary'), 0)
$$;
CREATE FUNCTION pg_catalog.citus_nodename_for_nodeid(nodeid int) RETURNS text LANGUAGE sql STABLE
  STRICT AS 'SELECT n.nodename FROM pg_catalog.pg_dist_node n WHERE n.nodeid = $1';
CREATE FUNCTION pg_catalog.citus_nodeport_for_nodeid(nodeid int) RETURNS int LANGUAGE sql STABLE
  STRICT AS 'SELECT n.nodeport FROM pg_catalog.pg_dist_node n WHERE n.nodeid = $1';
CREATE FUNCTION pg_catalog.citus_local_disk_space_stats(OUT available_disk_size bigint,
  OUT total_disk_size bigint) RETURNS record LANGUAGE C STRICT
  AS 'MODULE_PATHNAME', 'rehearsal_disk_space';
CREATE FUNCTION pg_catalog.citus_is_primary_node() RETURNS bool LANGUAGE sql STRICT AS $$
  SELECT (SELECT noderole = 'primary' FROM pg_catalog.pg_dist_node
          WHERE groupid = citus_internal.local_group() LIMIT 1)
$$;
CREATE FUNCTION pg_catalog.citus_server_id() RETURNS uuid LANGUAGE sql STRICT
  AS 'SELECT gen_random_uuid()';
CREATE FUNCTION pg_catalog.citus_backend_gpid() RETURNS bigint LANGUAGE sql STRICT AS $$
  SELECT coalesce((SELECT min(nodeid) FROM pg_catalog.pg_dist_node
    WHERE groupid = citus_internal.local_group()), 0)::bigint * 10000000000 + pg_backend_pid()
$$;

CREATE FUNCTION pg_catalog.citus_check_connection_to_node(nodename text,
  nodeport int DEFAULT 5432) RETURNS bool LANGUAGE sql STRICT AS $$
  SELECT success FROM citus_internal.run(ARRAY[nodename], ARRAY[nodeport], ARRAY['SELECT 1'],
                                         true, true)
$$;

-- Every active node is asked to reach every active node.
CREATE FUNCTION pg_catalog.citus_check_cluster_node_health(OUT from_nodename text,
  OUT from_nodeport int, OUT to_nodename text, OUT to_nodeport int, OUT result bool)
RETURNS SETOF record LANGUAGE plpgsql STRICT AS $$
#variable_conflict use_column
DECLARE
  names text[];
  ports int[];
  question text;
BEGIN
  SELECT array_agg(nodename ORDER BY nodename, nodeport),
         array_agg(nodeport ORDER BY nodename, nodeport)
    INTO names, ports FROM pg_catalog.pg_dist_node WHERE isactive AND noderole = 'primary';
  IF names IS NULL THEN
    RETURN;
  END IF;
  question := format('SELECT array_agg(pg_catalog.citus_check_connection_to_node(n, p) ORDER BY i)'
    ' FROM unnest(%L::text[], %L::int[]) WITH ORDINALITY AS node(n, p, i)', names, ports);
  RETURN QUERY
    SELECT names[asked.place], ports[asked.place], names[reached.place], ports[reached.place],
           CASE WHEN asked.success THEN (asked.result::bool[])[reached.place] END
    FROM citus_internal.run(names, ports, array_fill(question, ARRAY[cardinality(names)]), true,
                            true) asked
    CROSS JOIN generate_series(1, cardinality(names)) AS reached(place)
    ORDER BY asked.place, reached.place;
END $$;

-- A node that has no row of its own yet is reached over the loopback.
CREATE FUNCTION citus_internal.nodes_to_run_on(workers bool, coordinator bool,
  OUT nodeid int, OUT nodename text, OUT nodeport int) RETURNS SETOF record LANGUAGE sql STABLE AS $$
  SELECT n.nodeid, n.nodename, n.nodeport FROM pg_catalog.pg_dist_node n
  WHERE n.isactive AND n.noderole = 'primary'
    AND ((workers AND n.groupid <> 0) OR (coordinator AND n.groupid = 0))
  UNION ALL
  SELECT 0, current_setting('citus.local_hostname'), current_setting('port')::int
  WHERE coordinator AND NOT EXISTS (SELECT FROM pg_catalog.pg_dist_node n
    WHERE n.isactive AND n.groupid = CASE WHEN workers THEN citus_internal.local_group() ELSE 0 END)
$$;
CREATE FUNCTION citus_internal.run_command(workers bool, coordinator bool, command text,
  parallel bool, give_warning bool, OUT nodeid int, OUT nodename text, OUT nodeport int,
  OUT success bool, OUT result text) RETURNS SETOF record LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  ids int[];
  names text[];
  ports int[];
  answer record;
BEGIN
  SELECT array_agg(n.nodeid), array_agg(n.nodename), array_agg(n.nodeport) INTO ids, names, ports
    FROM (SELECT * FROM citus_internal.nodes_to_run_on(workers, coordinator)
          ORDER BY nodeid = 0, nodeid) n;
  FOR answer IN
    SELECT * FROM citus_internal.run(coalesce(names, '{}'), coalesce(ports, '{}'),
      array_fill(command, ARRAY[coalesce(cardinality(names), 0)]), parallel, false)
  LOOP
    nodeid := ids[answer.place];
    nodename := names[answer.place];
    nodeport := ports[answer.place];
    success := answer.success;
    result := answer.result;
    IF give_warning AND NOT answer.success THEN
      RAISE WARNING 'Error on node with node id %: %', nodeid, result;
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;
CREATE FUNCTION pg_catalog.master_run_on_worker(worker_name text[], port int[], command text[],
  parallel bool DEFAULT false, OUT node_name text, OUT node_port int, OUT success bool,
  OUT result text) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT $1[r.place], $2[r.place], r.success, r.result
    FROM citus_internal.run($1, $2, $3, $4, false) r;
END $$;
CREATE FUNCTION pg_catalog.run_command_on_all_nodes(command text, parallel bool DEFAULT true,
  give_warning_for_connection_errors bool DEFAULT false, OUT nodeid int, OUT success bool,
  OUT result text) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT r.nodeid, r.success, r.result
    FROM citus_internal.run_command(true, true, $1, $2, $3) r;
END $$;
CREATE FUNCTION pg_catalog.run_command_on_workers(command text, parallel bool DEFAULT true,
  OUT nodename text, OUT nodeport int, OUT success bool, OUT result text)
RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT r.nodename, r.nodeport, r.success, r.result
    FROM citus_internal.run_command(true, false, $1, $2, false) r ORDER BY 1, 2;
END $$;
CREATE FUNCTION pg_catalog.run_command_on_coordinator(command text,
  give_warning_for_connection_errors bool DEFAULT false, OUT nodeid int, OUT success bool,
  OUT result text) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
  IF pg_catalog.citus_coordinator_nodeid() = 0 AND NOT pg_catalog.citus_is_coordinator() THEN
    RAISE EXCEPTION 'the coordinator is not added to the metadata'
      USING HINT = 'Add the node as a coordinator by using: '
        'SELECT citus_set_coordinator_host(''<hostname>'')';
  END IF;
  RETURN QUERY SELECT r.nodeid, r.success, r.result
    FROM citus_internal.run_command(false, true, $1, true, $2) r;
END $$;

CREATE VIEW citus.citus_nodes AS
  SELECT nodename, nodeport, CASE WHEN groupid = 0 THEN 'coordinator' ELSE 'worker' END AS role,
         isactive AS active
  FROM pg_catalog.pg_dist_node;
CREATE VIEW citus.pg_dist_shard_placement AS
  SELECT shardid, shardstate, shardlength, nodename, nodeport, placementid
  FROM pg_catalog.pg_dist_placement p JOIN pg_catalog.pg_dist_node n
    ON n.groupid = p.groupid AND n.noderole = 'primary';
CREATE VIEW citus.citus_shards AS
  SELECT NULL::regclass AS table_name, NULL::bigint AS shardid, NULL::text AS shard_name,
         NULL::text AS citus_table_type, NULL::int AS colocation_id, NULL::text AS nodename,
         NULL::int AS nodeport, NULL::bigint AS shard_size
  WHERE false;
CREATE VIEW public.citus_tables AS
  SELECT NULL::regclass AS table_name, NULL::text AS citus_table_type,
         NULL::text AS distribution_column, NULL::int AS colocation_id, NULL::text AS table_size,
         NULL::bigint AS shard_count, NULL::name AS table_owner, NULL::name AS access_method
  WHERE false;
CREATE VIEW citus.citus_lock_waits AS
  SELECT NULL::bigint AS waiting_gpid, NULL::bigint AS blocking_gpid,
         NULL::text AS blocked_statement, NULL::text AS current_statement_in_blocking_process,
         NULL::int AS waiting_nodeid, NULL::int AS blocking_nodeid
  WHERE false;
ALTER VIEW citus.citus_lock_waits SET SCHEMA pg_catalog;
ALTER VIEW citus.citus_nodes SET SCHEMA pg_catalog;
ALTER VIEW citus.pg_dist_shard_placement SET SCHEMA pg_catalog;
ALTER VIEW citus.citus_shards SET SCHEMA pg_catalog;
GRANT SELECT ON pg_catalog.citus_lock_waits, pg_catalog.citus_nodes, pg_catalog.pg_dist_shard_placement,
  pg_catalog.citus_shards, public.citus_tables TO public;

-- ------------------------------------------- jobs: there is never anything to do

CREATE FUNCTION pg_catalog.citus_rebalance_start(rebalance_strategy name DEFAULT NULL,
  drain_only bool DEFAULT false, shard_transfer_mode citus.shard_transfer_mode DEFAULT 'auto',
  parallel_transfer_reference_tables bool DEFAULT false,
  parallel_transfer_colocated_shards bool DEFAULT false) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  -- Citus' own answer where no table is distributed, and here none ever is.
  RAISE NOTICE 'No tables to rebalance';
  RETURN NULL;
END $$;
CREATE FUNCTION pg_catalog.citus_rebalance_status(raw bool DEFAULT false)
  RETURNS TABLE (job_id bigint, state citus_job_status, job_type name, description text,
                 started_at timestamptz, finished_at timestamptz, details jsonb)
  LANGUAGE sql STRICT AS $$
  SELECT NULL::bigint, NULL::citus_job_status, NULL::name, NULL::text, NULL::timestamptz,
         NULL::timestamptz, NULL::jsonb WHERE false
$$;
CREATE FUNCTION pg_catalog.citus_rebalance_wait() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE WARNING 'no ongoing rebalance that can be waited on';
END $$;
CREATE FUNCTION pg_catalog.citus_rebalance_stop() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'no ongoing rebalance that can be stopped'
    USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;
CREATE FUNCTION pg_catalog.citus_job_wait(jobid bigint,
  desired_status citus_job_status DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'no job found for job with jobid: %', jobid;
END $$;
CREATE FUNCTION pg_catalog.citus_job_cancel(jobid bigint) RETURNS void LANGUAGE plpgsql STRICT AS $$
BEGIN
  RAISE EXCEPTION 'could not find background jobs entry for job_id: %', jobid;
END $$;
CREATE FUNCTION pg_catalog.citus_job_list()
  RETURNS TABLE (job_id bigint, state citus_job_status, job_type name, description text,
                 started_at timestamptz, finished_at timestamptz) LANGUAGE sql AS $$
  SELECT j.job_id, j.state, j.job_type, j.description, j.started_at, j.finished_at
  FROM pg_catalog.pg_dist_background_job j ORDER BY j.job_id
$$;
CREATE FUNCTION pg_catalog.citus_job_status(job_id bigint, raw bool DEFAULT false)
  RETURNS TABLE (job_id bigint, state citus_job_status, job_type name, description text,
                 started_at timestamptz, finished_at timestamptz, details jsonb)
  LANGUAGE sql STRICT AS $$
  SELECT NULL::bigint, NULL::citus_job_status, NULL::name, NULL::text, NULL::timestamptz,
         NULL::timestamptz, NULL::jsonb WHERE false
$$;
CREATE FUNCTION pg_catalog.get_rebalance_table_shards_plan(relation regclass DEFAULT NULL,
  threshold real DEFAULT NULL, max_shard_moves int DEFAULT 1000000,
  excluded_shard_list bigint[] DEFAULT '{}', drain_only bool DEFAULT false,
  rebalance_strategy name DEFAULT NULL, improvement_threshold real DEFAULT NULL)
  RETURNS TABLE (table_name regclass, shardid bigint, shard_size bigint, sourcename text,
                 sourceport int, targetname text, targetport int) LANGUAGE sql AS $$
  SELECT NULL::regclass, NULL::bigint, NULL::bigint, NULL::text, NULL::int, NULL::text, NULL::int
  WHERE false
$$;
CREATE FUNCTION pg_catalog.get_rebalance_progress()
  RETURNS TABLE (sessionid int, table_name regclass, shardid bigint, shard_size bigint,
    sourcename text, sourceport int, targetname text, targetport int, progress bigint,
    source_shard_size bigint, target_shard_size bigint, operation_type text, source_lsn pg_lsn,
    target_lsn pg_lsn, status text) LANGUAGE sql STRICT AS $$
  SELECT NULL::int, NULL::regclass, NULL::bigint, NULL::bigint, NULL::text, NULL::int, NULL::text,
         NULL::int, NULL::bigint, NULL::bigint, NULL::bigint, NULL::text, NULL::pg_lsn,
         NULL::pg_lsn, NULL::text WHERE false
$$;
CREATE FUNCTION pg_catalog.replicate_reference_tables(
  shard_transfer_mode citus.shard_transfer_mode DEFAULT 'auto') RETURNS void LANGUAGE sql STRICT
  AS 'SELECT';
CREATE PROCEDURE pg_catalog.citus_cleanup_orphaned_resources() LANGUAGE sql AS 'SELECT';
CREATE PROCEDURE pg_catalog.citus_cleanup_orphaned_shards() LANGUAGE sql AS 'SELECT';
CREATE FUNCTION pg_catalog.recover_prepared_transactions() RETURNS int LANGUAGE sql STRICT
  AS 'SELECT 0';
CREATE PROCEDURE pg_catalog.citus_finish_citus_upgrade() LANGUAGE plpgsql AS $$
DECLARE
  installed text;
  last text;
BEGIN
  SELECT extversion INTO installed FROM pg_catalog.pg_extension WHERE extname = 'citus';
  SELECT metadata->>'last_upgrade_version' INTO last FROM pg_catalog.pg_dist_node_metadata;
  IF installed = last THEN
    RAISE NOTICE 'already at the latest distributed schema version (%)', last;
  ELSE
    UPDATE pg_catalog.pg_dist_node_metadata
      SET metadata = jsonb_set(metadata, '{last_upgrade_version}', to_jsonb(installed));
    RAISE NOTICE 'upgraded distributed schema to version %', installed;
  END IF;
END $$;
CREATE FUNCTION pg_catalog.citus_create_restore_point(text) RETURNS pg_lsn LANGUAGE plpgsql STRICT
AS $$
BEGIN
  PERFORM citus_internal.ensure_coordinator();
  PERFORM citus_internal.lock_nodes();
  PERFORM citus_internal.everywhere_else(format('SELECT pg_create_restore_point(%L)', $1));
  RETURN pg_create_restore_point($1);
END $$;

-- ----------------------------------------------- what it cannot do, it refuses

CREATE FUNCTION pg_catalog.create_distributed_table(table_name regclass, distribution_column text,
  distribution_type citus.distribution_type DEFAULT 'hash', colocate_with text DEFAULT 'default',
  shard_count int DEFAULT NULL) RETURNS void LANGUAGE sql
  AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.create_distributed_table_concurrently(table_name regclass,
  distribution_column text, distribution_type citus.distribution_type DEFAULT 'hash',
  colocate_with text DEFAULT 'default', shard_count int DEFAULT NULL) RETURNS void LANGUAGE sql
  AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass) RETURNS void LANGUAGE sql
  STRICT AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.citus_add_local_table_to_metadata(table_name regclass,
  cascade_via_foreign_keys bool DEFAULT false) RETURNS void LANGUAGE sql STRICT
  AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.undistribute_table(table_name regclass,
  cascade_via_foreign_keys bool DEFAULT false) RETURNS void LANGUAGE sql STRICT
  AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.citus_schema_distribute(schemaname regnamespace) RETURNS void
  LANGUAGE sql STRICT AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.citus_schema_undistribute(schemaname regnamespace) RETURNS void
  LANGUAGE sql STRICT AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.create_distributed_function(function_name regprocedure,
  distribution_arg_name text DEFAULT NULL, colocate_with text DEFAULT 'default',
  force_delegation bool DEFAULT NULL) RETURNS void LANGUAGE sql
  AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.citus_move_shard_placement(shard_id bigint, source_node_name text,
  source_node_port int, target_node_name text, target_node_port int,
  shard_transfer_mode citus.shard_transfer_mode DEFAULT 'auto') RETURNS void LANGUAGE sql STRICT
  AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.citus_copy_shard_placement(shard_id bigint, source_node_name text,
  source_node_port int, target_node_name text, target_node_port int,
  transfer_mode citus.shard_transfer_mode DEFAULT 'auto') RETURNS void LANGUAGE sql STRICT
  AS 'SELECT citus_internal.no_sharding()';
CREATE FUNCTION pg_catalog.rebalance_table_shards(relation regclass DEFAULT NULL,
  threshold real DEFAULT NULL, max_shard_moves int DEFAULT 1000000,
  excluded_shard_list bigint[] DEFAULT '{}',
  shard_transfer_mode citus.shard_transfer_mode DEFAULT 'auto', drain_only bool DEFAULT false,
  rebalance_strategy name DEFAULT NULL) RETURNS void LANGUAGE sql
  AS 'SELECT citus_internal.no_sharding()';

-- Node management is the superuser's.
REVOKE ALL ON FUNCTION
  pg_catalog.citus_set_coordinator_host(text, int, noderole, name),
  pg_catalog.citus_add_node(text, int, int, noderole, name),
  pg_catalog.citus_add_inactive_node(text, int, int, noderole, name),
  pg_catalog.citus_activate_node(text, int),
  pg_catalog.citus_update_node(int, text, int, bool, int),
  pg_catalog.citus_disable_node(text, int, bool),
  pg_catalog.citus_remove_node(text, int),
  pg_catalog.citus_set_node_property(text, int, text, bool),
  pg_catalog.citus_drain_node(text, int, citus.shard_transfer_mode, name),
  pg_catalog.start_metadata_sync_to_all_nodes(),
  pg_catalog.start_metadata_sync_to_node(text, int),
  pg_catalog.replicate_reference_tables(citus.shard_transfer_mode),
  pg_catalog.recover_prepared_transactions(),
  citus_internal.ensure_role(text), citus_internal.drop_roles(text[]),
  citus_internal.mark_role(text), citus_internal.forget_roles(),
  citus_internal.role_created(text[]), citus_internal.role_changed(text[]),
  citus_internal.role_statement(text[], text), citus_internal.role_dropped(text[]),
  citus_internal.sync_nodes(), citus_internal.sync_objects(text, int),
  citus_internal.everywhere_else(text), citus_internal.sync_stale_nodes()
FROM public;

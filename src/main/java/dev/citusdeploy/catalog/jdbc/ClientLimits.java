package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.postgres.SqlQuoting;
import java.time.Duration;

/// What keeps client roles from a superuser's rights, on each node by itself. When Citus sends such
/// statements on, it calls functions without naming their schema, in the very sessions that are not
/// restricted yet.
///
/// Citus lets every role execute its internal functions and relies on the name that a session gives
/// itself ("citus_internal gpid=…"), which is anybody's to choose. With them a client could take a
/// placement out of the coordinator's metadata, so that Citus copied the table anew over a
/// superuser's connection, and with it called the functions of the table's checks; or take its role
/// out of the objects that are kept alike on all nodes. Citus calls them on workers as the client's
/// role, so there they must stay open; on the coordinator it does not.
final class ClientLimits {
  /// Number of functions that clients should not execute on this node, and can; as text.
  static final String OPEN_FUNCTIONS =
      """
      (SELECT pg_catalog.count(*)::pg_catalog.text FROM pg_catalog.pg_proc AS one
        WHERE $FUNCTIONS
          AND EXISTS (SELECT FROM pg_catalog.aclexplode(coalesce(one.proacl,
              pg_catalog.acldefault('f', one.proowner))) AS given
            WHERE given.grantee OPERATOR(pg_catalog.=) 0::pg_catalog.oid
              AND given.privilege_type OPERATOR(pg_catalog.=) 'EXECUTE'))
      """
          .replace("$FUNCTIONS", functions());

  private ClientLimits() {}

  /// Only Citus' own, by their schemas: a client may give such a name to a function too, and must
  /// not be able to keep a cluster from being as desired. Those that show who blocks whom stay
  /// open: views that clients may read call them.
  private static String functions() {
    return """
    (EXISTS (SELECT FROM pg_catalog.pg_namespace AS home
        WHERE home.oid OPERATOR(pg_catalog.=) one.pronamespace
          AND ((home.nspname OPERATOR(pg_catalog.=) 'pg_catalog'
              AND one.proname OPERATOR(pg_catalog.=) 'citus_unmark_object_distributed')
            OR ((SELECT groupid FROM pg_catalog.pg_dist_local_group) OPERATOR(pg_catalog.=) 0
              AND one.proname OPERATOR(pg_catalog.!~~) '%blocked_processes'
              AND (home.nspname OPERATOR(pg_catalog.=) 'citus_internal'
                OR (home.nspname OPERATOR(pg_catalog.=) 'pg_catalog'
                  AND one.proname OPERATOR(pg_catalog.~~) 'citus\\_internal\\_%'))))))
    """;
  }

  /// A command for one node; repeating it does no harm.
  ///
  /// @param lock how long it may wait for a lock
  static String command(String superuser, String database, Duration lock) {
    return "DO "
        + SqlQuoting.literal(
            """
            DECLARE
              closed pg_catalog.regprocedure;
            BEGIN
              PERFORM pg_catalog.set_config('lock_timeout', '$LOCK', true);
              PERFORM pg_catalog.set_config('citus.enable_ddl_propagation', 'off', true);
              PERFORM pg_catalog.set_config(
                'citus.enable_alter_role_set_propagation', 'off', true);
              PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
              ALTER ROLE $SUPERUSER IN DATABASE $DATABASE SET search_path TO pg_catalog, pg_temp;
              FOR closed IN SELECT one.oid FROM pg_catalog.pg_proc AS one WHERE $FUNCTIONS LOOP
                EXECUTE pg_catalog.format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', closed);
              END LOOP;
            END\
            """
                .replace("$LOCK", String.valueOf(lock.toMillis()))
                .replace("$SUPERUSER", SqlQuoting.identifier(superuser))
                .replace("$DATABASE", SqlQuoting.identifier(database))
                .replace("$FUNCTIONS", functions()));
  }
}

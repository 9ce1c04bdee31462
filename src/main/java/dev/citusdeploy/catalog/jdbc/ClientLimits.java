package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.postgres.SqlQuoting;
import java.time.Duration;

/// Prevents client roles from gaining a superuser's rights. The statements run on each node
/// separately: when Citus propagates them, it calls functions without their schema, in sessions
/// that are not restricted yet.
///
/// Citus lets every role execute its internal functions and checks only the session's application
/// name ("citus_internal gpid=…"), which every client can set. With them a client could remove a
/// placement from the coordinator's metadata, so that Citus would copy the table again over a
/// superuser's connection and execute functions of the table's constraints with it; or remove its
/// role from the objects that Citus propagates. On workers Citus calls them as the client's role,
/// so they must stay executable there; on the coordinator it does not.
final class ClientLimits {
  /// Number of functions on this node that clients can execute and should not, as text.
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

  /// Only functions in Citus' schemas count: a client may create a function of such a name, which
  /// must not make the cluster differ from the desired state. Functions that show blocking
  /// processes stay executable, since views that clients may read call them.
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

  /// A command for one node; it may be repeated.
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

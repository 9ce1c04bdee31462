package dev.citusdeploy.catalog.jdbc.session;

import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of SQL on a node.
public final class CatalogProblemCodes {
  static final ProblemCode CATALOG_UNREACHABLE =
      new ProblemCode(
          "catalog-unreachable",
          Kind.UNREACHABLE,
          "No connection to the database of a node could be opened.",
          "Check that its container runs and is healthy: `citus-deploy status INVENTORY`.");

  static final ProblemCode CATALOG_CONNECT_FAILED =
      new ProblemCode(
          "catalog-connect-failed",
          Kind.STEP_FAILED,
          "The database of a node answered a login with an error.",
          "Read the server's log: `docker logs CLUSTER-NODE` on its host.");

  static final ProblemCode CATALOG_TOO_MANY_CLIENTS =
      new ProblemCode(
          "catalog-too-many-clients",
          Kind.STEP_FAILED,
          "All connections of a node are taken, those reserved for superusers too.",
          "End sessions that are not needed, or raise `max_connections` or `superuser_reserved_connections`.");

  static final ProblemCode CATALOG_NOT_READY =
      new ProblemCode(
          "catalog-not-ready",
          Kind.STEP_FAILED,
          "A node starts up, recovers or shuts down.",
          "Wait until it has ended, then run the same command again.");

  static final ProblemCode CATALOG_TLS =
      new ProblemCode(
          "catalog-tls",
          Kind.STEP_FAILED,
          "A node and this program do not accept each other's certificate.",
          "Make sure that the secrets file is this cluster's and that the clocks are right; `citus-deploy apply INVENTORY` writes new certificates.");

  static final ProblemCode CATALOG_LOGIN_REFUSED =
      new ProblemCode(
          "catalog-login-refused",
          Kind.STEP_FAILED,
          "A node refused the program's login.",
          "Read the server's log, which names the line of pg_hba.conf that counted.");

  static final ProblemCode CATALOG_NO_DATABASE =
      new ProblemCode(
          "catalog-no-database",
          Kind.STEP_FAILED,
          "The database does not exist on the node.",
          "Put the former name back into the inventory: the cluster's database is never renamed. Otherwise name one that exists there.");

  /// Citus did not sync an address in time.
  public static final ProblemCode SQL_NOT_SYNCED =
      new ProblemCode(
          "sql-not-synced",
          Kind.STEP_FAILED,
          "After an address was changed, not all nodes received it in time.",
          "Start all nodes, then run the same command again.");

  /// No answer in time.
  public static final ProblemCode SQL_TIMEOUT =
      new ProblemCode(
          CitusCatalog.NO_ANSWER,
          Kind.STEP_FAILED,
          "A statement got no answer in time.",
          "Read the node's log, then run the same command again.");

  static final ProblemCode SQL_CONNECTION_LOST =
      new ProblemCode(
          "sql-connection-lost",
          Kind.STEP_FAILED,
          "The connection was cut in the middle of a statement.",
          "Run the same command again; what is done already is not done again.");

  static final ProblemCode SQL_LOCK_TIMEOUT =
      new ProblemCode(
          "sql-lock-timeout",
          Kind.STEP_FAILED,
          "A statement waited too long for a lock that another one holds.",
          "Let the other session end (`SELECT * FROM citus_lock_waits`), then run the same command again.");

  /// The server refused a statement.
  public static final ProblemCode SQL_FAILED =
      new ProblemCode(
          "sql-failed",
          Kind.STEP_FAILED,
          "PostgreSQL or Citus refused a statement; its message is shown.",
          "Remove the cause, then run the same command again; the node's log has the details.");

  private CatalogProblemCodes() {}
}

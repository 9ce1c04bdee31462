package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.catalog.RoleCatalog;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.session.CatalogProblemCodes;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.SecretMask;
import dev.citusdeploy.postgres.ScramVerifier;
import dev.citusdeploy.postgres.SqlQuoting;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The client roles over one session with the coordinator.
final class JdbcRoleCatalog implements RoleCatalog {
  private final JdbcSession session;
  private final SecureRandom random;
  private final Timeouts timeouts;

  /// @param random where salts of password verifiers come from
  JdbcRoleCatalog(JdbcSession session, SecureRandom random, Timeouts timeouts) {
    this.session = session;
    this.random = random;
    this.timeouts = timeouts;
  }

  @Override
  public void create(String role, Secret password, String database) {
    String name = SqlQuoting.identifier(role);
    String verifier = SqlQuoting.literal(ScramVerifier.create(password, random).text());
    @Nullable ClientRole there = CatalogQuery.roles(session, List.of(role)).get(role);
    if (there == null) {
      run(role, "CREATE ROLE " + name + " LOGIN");
    }
    run(
        role,
        "GRANT CONNECT, TEMPORARY ON DATABASE " + SqlQuoting.identifier(database) + " TO " + name);
    if (there == null || !there.isConfined()) {
      confine(role, name);
    }
    // On each node separately: a client can remove its role from the objects that Citus propagates.
    onEachNode("setting the password of role " + role, passwordCommand(role, name, verifier));
    // Last, because a plan recognises a finished role by its password.
    run(role, "ALTER ROLE " + name + " LOGIN PASSWORD " + verifier);
  }

  /// The schema of a role's name is first in PostgreSQL's usual search path. Citus propagates all
  /// of this to all nodes; rights on a schema only once it contains a distributed table, together
  /// with the first one.
  private void confine(String role, String name) {
    run(role, "CREATE SCHEMA IF NOT EXISTS " + name + " AUTHORIZATION " + name);
    run(role, "GRANT USAGE, CREATE ON SCHEMA " + name + " TO " + name);
    run(role, "REVOKE CREATE ON SCHEMA public FROM PUBLIC, " + name);
  }

  private String passwordCommand(String role, String name, String verifier) {
    return "DO "
        + SqlQuoting.literal(
            """
            BEGIN
              PERFORM pg_catalog.set_config('lock_timeout', '$LOCK', true);
              PERFORM pg_catalog.set_config('citus.enable_alter_role_propagation', 'off', true);
              IF EXISTS (SELECT FROM pg_catalog.pg_roles
                  WHERE rolname OPERATOR(pg_catalog.=) $TEXT) THEN
                ALTER ROLE $NAME LOGIN PASSWORD $VERIFIER;
              END IF;
            END\
            """
                .replace("$LOCK", String.valueOf(timeouts.lock().toMillis()))
                .replace("$TEXT", SqlQuoting.literal(role))
                .replace("$NAME", name)
                .replace("$VERIFIER", verifier));
  }

  @Override
  public void restrictClients(String superuser, String database) {
    onEachNode(
        "restricting what client roles reach",
        ClientLimits.command(superuser, database, timeouts.lock()));
  }

  /// Runs a command on every node separately. A node's error message may quote the command, and so
  /// a password's verifier.
  ///
  /// @throws ProblemException when it fails on a node
  private void onEachNode(String title, String command) {
    List<String> failures =
        session.query(
            Sql.of(
                    title,
                    "SELECT nodeid, result FROM run_command_on_all_nodes(?) WHERE NOT success",
                    command)
                .within(JdbcCitusCatalog.CLUSTER_WIDE),
            row -> "node " + row.getInt("nodeid") + ": " + row.getString("result"));
    if (!failures.isEmpty()) {
      throw new ProblemException(
          new Problem(
              CatalogProblemCodes.SQL_FAILED,
              title + " failed",
              session.endpoint().toString(),
              "it failed on these nodes:"
                  + ForeignText.block(SecretMask.of(String.join("\n", failures))),
              "make sure that these nodes run (`citus-deploy status INVENTORY`), then run the same"
                  + " command again"));
    }
  }

  private void run(String role, String statement) {
    session.execute(
        Sql.of("setting up role " + role, statement).within(JdbcCitusCatalog.CLUSTER_WIDE));
  }
}

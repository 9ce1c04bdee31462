package dev.citusdeploy.catalog.jdbc.session;

import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// The problems of a failed statement: the server's message, its detail and its SQLSTATE, and
/// remedies for known failures of Citus.
final class SqlProblems {
  private static final String AGAIN = "run the same command again";

  /// Fragments of Citus' messages with their remedies; the first match counts.
  private static final List<Advice> KNOWN =
      List.of(
          new Advice(
              "cannot add itself as a worker",
              "the data directory was copied from the coordinator's after its first start: give the"
                  + " worker an empty one"),
          new Advice(
              "could not open extension control file",
              "install the same extensions on every node, best by one image for all"),
          new Advice(
              "differs from installed extension version",
              "let the extension of each node follow its image: `citus-deploy status INVENTORY` shows"
                  + " the versions; in the database of a node that lags: `ALTER EXTENSION citus"
                  + " UPDATE`"),
          new Advice(
              "maximum number of prepared transactions reached",
              "finish prepared transactions that nobody finishes (`citus-deploy status INVENTORY`"
                  + " names those of clients): ROLLBACK PREPARED, on the node named in the message;"
                  + " then "
                  + AGAIN),
          new Advice("parallel operation", "wait until the other change has ended, then " + AGAIN),
          new Advice(
              "out of sync",
              "wait until the coordinator has synced its metadata (`citus-deploy status INVENTORY`),"
                  + " then "
                  + AGAIN),
          new Advice(
              "connection to the remote node",
              "make sure that the named node runs (`citus-deploy status INVENTORY`) and that the"
                  + " coordinator's server reaches its port, then "
                  + AGAIN),
          new Advice(
              "pg_dist_node_metadata",
              "the Citus extension is missing in this database on the worker: `CREATE EXTENSION"
                  + " citus WITH SCHEMA pg_catalog` there, then "
                  + AGAIN));

  private SqlProblems() {}

  /// The problem of a statement that failed.
  ///
  /// @param lost whether the session is over
  static Problem of(Sql sql, Endpoint where, SQLException failure, boolean lost) {
    String title = sql.title();
    Optional<Throwable> interrupt = cause(failure, InterruptedIOException.class);
    if (interrupt.isPresent()) {
      return interrupt.get() instanceof SocketTimeoutException
          ? problem(
              CatalogProblemCodes.SQL_TIMEOUT,
              title + " got no answer in time",
              where,
              answered(failure),
              log(where))
          : interrupted(title, where);
    }
    Duration limit = sql.limit();
    boolean late = "57014".equals(failure.getSQLState()) && (limit == null || limit.isPositive());
    // The SQLSTATE alone is not enough: Citus uses the same ones for its own connections to the
    // nodes. A server that cannot end a statement because a node hangs reports the cancellation and
    // then nothing more.
    if (lost && !late) {
      return problem(
          CatalogProblemCodes.SQL_CONNECTION_LOST,
          title + " was cut off: the connection to " + where.name() + " is lost",
          where,
          answered(failure),
          AGAIN + "; what is done already is not done again");
    }
    if (late) {
      return problem(
          CatalogProblemCodes.SQL_TIMEOUT,
          title
              + (limit == null ? " took too long" : " took longer than " + limit.toSeconds() + " s")
              + " and was given up",
          where,
          "a node does not answer, or another session holds a lock that it waits for; "
              + answered(failure),
          "see which nodes answer (`citus-deploy status INVENTORY`) and who holds locks (`SELECT *"
              + " FROM citus_lock_waits`, `TABLE pg_locks` on each node), then "
              + AGAIN);
    }
    if ("55P03".equals(failure.getSQLState())) {
      return problem(
          CatalogProblemCodes.SQL_LOCK_TIMEOUT,
          title + " waited too long for a lock",
          where,
          answered(failure),
          "let the statement that holds it end (`SELECT * FROM citus_lock_waits`), then " + AGAIN);
    }
    return problem(
        CatalogProblemCodes.SQL_FAILED,
        title + " failed",
        where,
        answered(failure),
        remedy(where, failure));
  }

  /// The problem of a statement that was not sent because the time limit of all statements has
  /// passed.
  static Problem late(Sql sql, Endpoint where) {
    return problem(
        CatalogProblemCodes.SQL_TIMEOUT,
        sql.title() + " was not started: no time is left",
        where,
        "the statements before it used up the time limit",
        "see which nodes answer (`citus-deploy status INVENTORY`), then " + AGAIN);
  }

  /// The same as the cause of a problem. It may contain text chosen by a client or a node.
  private static String answered(SQLException failure) {
    return answered(failure, words(failure));
  }

  /// A failure's message as the cause of a problem.
  static String answered(SQLException failure, String words) {
    boolean server =
        failure instanceof PSQLException known && known.getServerErrorMessage() != null;
    return (server ? "PostgreSQL answered:" : "the connection ended with:")
        + ForeignText.block(words);
  }

  /// The server's message, detail, hint and SQLSTATE as far as there are any.
  static String words(SQLException failure) {
    ServerErrorMessage server =
        failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
    List<String> parts = new ArrayList<>();
    if (server == null) {
      add(parts, "", failure.getMessage());
      innermost(failure).ifPresent(message -> add(parts, "", message));
    } else {
      add(parts, "", server.getMessage());
      add(parts, "DETAIL: ", server.getDetail());
      add(parts, "HINT: ", server.getHint());
    }
    add(parts, "SQLSTATE ", failure.getSQLState());
    return String.join("; ", parts);
  }

  /// The first exception of a kind among an exception and its causes.
  static Optional<Throwable> cause(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (kind.isInstance(next)) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> innermost(Throwable failure) {
    Throwable last = failure;
    for (Throwable next = failure.getCause(); next != null; next = next.getCause()) {
      last = next;
    }
    String message = last.getMessage();
    return message == null || message.equals(failure.getMessage())
        ? Optional.empty()
        : Optional.of(message);
  }

  private static void add(List<String> parts, String prefix, @Nullable String part) {
    if (part != null && !part.isBlank()) {
      parts.add(prefix + part.strip());
    }
  }

  private static String log(Endpoint where) {
    return where.readLog() + "then " + AGAIN;
  }

  private static String remedy(Endpoint where, SQLException failure) {
    String words = words(failure);
    return KNOWN.stream()
        .filter(advice -> words.contains(advice.fragment()))
        .map(Advice::remedy)
        .findFirst()
        .orElse(log(where));
  }

  private static Problem interrupted(String title, Endpoint where) {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        title + " was interrupted",
        where.toString(),
        "the run was interrupted and its connection closed: the server gives the statement up as"
            + " soon as it notices, and may still finish it until then",
        AGAIN);
  }

  private static Problem problem(
      ProblemCode code, String what, Endpoint where, String why, String remedy) {
    return new Problem(code, what, where.toString(), why, remedy);
  }

  private record Advice(String fragment, String remedy) {}
}

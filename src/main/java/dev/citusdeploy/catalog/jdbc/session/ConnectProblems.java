package dev.citusdeploy.catalog.jdbc.session;

import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// The problems of opening a session: the cause, and what to check.
final class ConnectProblems {
  /// Class of the SQLSTATEs of connections that could not be opened or broke.
  private static final String CONNECTION_CLASS = "08";

  private static final String AGAIN = "then run the same command again";

  private ConnectProblems() {}

  /// The problem of a connection that could not be opened.
  ///
  /// @param where the server's host and address
  /// @param own whether the cluster's database was asked for
  static Problem of(Endpoint where, boolean own, SQLException failure) {
    Optional<Throwable> known = SqlProblems.cause(failure, ProblemException.class);
    if (known.isPresent()) {
      return tunnel(where, ((ProblemException) known.get()).problems().getFirst());
    }
    Optional<Throwable> interrupt = SqlProblems.cause(failure, InterruptedIOException.class);
    if (interrupt.isPresent() && !(interrupt.get() instanceof SocketTimeoutException)) {
      return SqlProblems.of(Sql.of("connecting to " + where.name(), ""), where, failure, true);
    }
    String words = SqlProblems.words(failure);
    if (isTls(failure, words)) {
      return tls(where, SqlProblems.answered(failure, words));
    }
    return server(
        where,
        own,
        Objects.requireNonNullElse(failure.getSQLState(), ""),
        SqlProblems.answered(failure, words));
  }

  private static Problem tunnel(Endpoint where, Problem cause) {
    return cause.kind() == Problem.Kind.INTERRUPTED
        ? cause
        : new Problem(
            cause.type(),
            where.name() + " cannot be asked: " + cause.what(),
            cause.where(),
            cause.why(),
            cause.remedy());
  }

  private static boolean isTls(SQLException failure, String words) {
    return SqlProblems.cause(failure, SSLException.class).isPresent()
        || SqlProblems.cause(failure, CertificateException.class).isPresent()
        || words.contains("hostnameverifier")
        || words.contains("does not support SSL")
        // The server asked for a certificate of another authority, so none was sent.
        || words.contains("requires a valid client certificate");
  }

  private static Problem tls(Endpoint where, String why) {
    return problem(
        CatalogProblemCodes.CATALOG_TLS,
        where.name() + " and this program do not accept each other's certificate",
        where,
        why,
        "make sure that the secrets file belongs to this cluster, that the clocks are right, and"
            + " that the certificate of the node names "
            + where.address().host()
            + "; `citus-deploy apply INVENTORY` writes new certificates");
  }

  private static Problem server(Endpoint where, boolean own, String state, String why) {
    return switch (state) {
      case "28000", "28P01" ->
          problem(
              CatalogProblemCodes.CATALOG_LOGIN_REFUSED,
              where.name() + " refused the program's login",
              where,
              why,
              where.readLog()
                  + "it names the line of pg_hba.conf that counted; `citus-deploy apply INVENTORY`"
                  + " rewrites that file");
      case "3D000" ->
          problem(
              CatalogProblemCodes.CATALOG_NO_DATABASE,
              "the database does not exist on " + where.name(),
              where,
              why,
              own
                  ? renamed(where)
                  : "name a database that exists there (`SELECT datname FROM pg_database`)");
      case "53300" ->
          problem(
              CatalogProblemCodes.CATALOG_TOO_MANY_CLIENTS,
              where.name() + " has too many clients: all its connections are taken",
              where,
              why,
              "end sessions that are not needed, or wait until some end, "
                  + AGAIN
                  + "; `citus-deploy apply INVENTORY` keeps `superuser_reserved_connections` for"
                  + " administration");
      case "57P03" ->
          problem(
              CatalogProblemCodes.CATALOG_NOT_READY,
              where.name() + " is not ready yet",
              where,
              why,
              "wait until it has started or recovered, "
                  + AGAIN
                  + "; to see its progress, "
                  + where.readLog());
      default ->
          new Problem(
              state.startsWith(CONNECTION_CLASS)
                  ? CatalogProblemCodes.CATALOG_UNREACHABLE
                  : CatalogProblemCodes.CATALOG_CONNECT_FAILED,
              where.name() + " does not answer SQL",
              where.toString(),
              why,
              "see whether its container runs and is healthy (`citus-deploy status INVENTORY`), and "
                  + where.readLog()
                  + AGAIN);
    };
  }

  private static String renamed(Endpoint where) {
    return "put the former name back at `database:` in the inventory, if it was changed: the"
        + " database is never renamed; otherwise "
        + where.readLog()
        + "because the first start was cut off";
  }

  private static Problem problem(
      ProblemCode code, String what, Endpoint where, String why, String remedy) {
    return new Problem(code, what, where.toString(), why, remedy);
  }
}

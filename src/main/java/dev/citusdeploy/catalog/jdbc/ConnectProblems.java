package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.model.NodeAddress;
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

/// Tells why there is no session, and what to check.
final class ConnectProblems {
  /// Class of the SQLSTATEs of connections that did not come about or broke.
  private static final String CONNECTION_CLASS = "08";

  private static final String AGAIN = ", then run the command again";

  private ConnectProblems() {}

  /// The problem of a connection that did not come about.
  ///
  /// @param where the coordinator's address
  static Problem of(NodeAddress where, SQLException failure) {
    Optional<Throwable> known = SqlProblems.cause(failure, ProblemException.class);
    if (known.isPresent()) {
      return tunnel(where, ((ProblemException) known.get()).problems().getFirst());
    }
    Optional<Throwable> interrupt = SqlProblems.cause(failure, InterruptedIOException.class);
    if (interrupt.isPresent() && !(interrupt.get() instanceof SocketTimeoutException)) {
      return SqlProblems.of("connecting to the coordinator", where, failure, true);
    }
    String words = SqlProblems.words(failure);
    if (isTls(failure, words)) {
      return tls(where, words);
    }
    return server(where, Objects.requireNonNullElse(failure.getSQLState(), ""), words);
  }

  private static Problem tunnel(NodeAddress where, Problem cause) {
    return cause.kind() == Problem.Kind.INTERRUPTED
        ? cause
        : new Problem(
            cause.type(),
            "no connection to the coordinator's port",
            where.toString(),
            cause.why().isEmpty() ? cause.what() : cause.what() + ": " + cause.why(),
            cause.remedy());
  }

  private static boolean isTls(SQLException failure, String words) {
    return SqlProblems.cause(failure, SSLException.class).isPresent()
        || SqlProblems.cause(failure, CertificateException.class).isPresent()
        || words.contains("hostnameverifier")
        || words.contains("does not support SSL");
  }

  private static Problem tls(NodeAddress where, String words) {
    return problem(
        CatalogProblemCodes.CATALOG_TLS,
        "the coordinator and this program do not accept each other's certificate",
        where,
        words,
        "make sure that the secrets file belongs to this cluster, that the clocks are right, and"
            + " that the certificate of the node names "
            + where.host()
            + "; citus-deploy apply INVENTORY writes certificates anew");
  }

  private static Problem server(NodeAddress where, String state, String words) {
    return switch (state) {
      case "28000", "28P01" ->
          problem(
              CatalogProblemCodes.CATALOG_LOGIN_REFUSED,
              "the coordinator refused the program's login",
              where,
              words,
              "read the server's log, which tells the line of pg_hba.conf that counted (on the"
                  + " coordinator's host: docker logs CLUSTER-NODE)");
      case "3D000" ->
          problem(
              CatalogProblemCodes.CATALOG_NO_DATABASE,
              "the database does not exist on the coordinator",
              where,
              words,
              "the first start was cut off, or the inventory names another database than it did"
                  + " then; the database is never renamed");
      case "57P03" ->
          problem(
              CatalogProblemCodes.CATALOG_NOT_READY,
              "the coordinator is not ready yet",
              where,
              words,
              "wait until it has started or recovered" + AGAIN);
      default ->
          new Problem(
              state.startsWith(CONNECTION_CLASS)
                  ? CatalogProblemCodes.CATALOG_UNREACHABLE
                  : CatalogProblemCodes.CATALOG_CONNECT_FAILED,
              "the coordinator does not answer SQL",
              where.toString(),
              words,
              "make sure that its container runs and is healthy (citus-deploy status INVENTORY)"
                  + AGAIN);
    };
  }

  private static Problem problem(
      ProblemCode code, String what, NodeAddress where, String why, String remedy) {
    return new Problem(code, what, where.toString(), why, remedy);
  }
}

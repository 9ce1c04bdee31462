package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.model.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs statements one by one in autocommit, and turns their failures into problems.
final class SqlSession implements AutoCloseable {
  /// What the server may take to give up a statement whose limit has passed.
  private static final Duration CANCELLATION = Duration.ofSeconds(10);

  private final Connection connection;
  private final Coordinator coordinator;
  private final Duration readTimeout;

  /// How long a server that hangs is waited for when the time of all statements is over.
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// `statement_timeout` as it is now.
  private Duration limit;

  /// When all statements must have ended (`System.nanoTime`); null while nobody has said.
  private @Nullable Long end;

  /// @param readTimeout how long a statement without a limit of its own may keep silent
  /// @param limit `statement_timeout` of the session
  SqlSession(Connection connection, Coordinator coordinator, Duration readTimeout, Duration limit) {
    this.connection = connection;
    this.coordinator = coordinator;
    this.readTimeout = readTimeout;
    this.limit = limit;
  }

  /// All rows of a query.
  ///
  /// @throws ProblemException in the server's own words when it fails
  <R> List<R> query(Sql asked, RowReader<R> reader) {
    Sql sql = timed(asked);
    try (PreparedStatement statement = prepare(sql);
        ResultSet found = statement.executeQuery()) {
      List<R> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(reader.read(found));
      }
      return rows;
    } catch (SQLException e) {
      throw problem(sql, e);
    }
  }

  /// Runs a statement whose rows, if it has any, do not matter.
  ///
  /// @throws ProblemException in the server's own words when it fails
  void execute(Sql asked) {
    Sql sql = timed(asked);
    try (PreparedStatement statement = prepare(sql)) {
      statement.execute();
    } catch (SQLException e) {
      throw problem(sql, e);
    }
  }

  /// Ends the session. Does not throw: there is nothing left to lose in autocommit.
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // The tunnel ends with its SSH connection at the latest.
    }
  }

  private ProblemException problem(Sql sql, SQLException failure) {
    return new ProblemException(SqlProblems.of(sql, coordinator, failure, isOver()), failure);
  }

  /// The driver closes its side when the connection breaks or the server ends the session.
  private boolean isOver() {
    try {
      return connection.isClosed();
    } catch (SQLException _) {
      return true;
    }
  }

  /// Sets how long all statements from now on may take together.
  void within(Duration all) {
    end = System.nanoTime() + all.toNanos();
  }

  /// The same statement with its share of the time that is left, so that others can follow.
  ///
  /// @param parts how many such shares there are
  Sql shared(Sql sql, int parts) {
    Duration left = left();
    return left == null ? sql : sql.within(shorter(sql.limit(), left.dividedBy(parts)));
  }

  private PreparedStatement prepare(Sql sql) throws SQLException {
    Duration wanted = sql.limit();
    if (wanted != null && !wanted.equals(limit)) {
      patience(readTimeout);
      try (Statement setting = connection.createStatement()) {
        setting.execute(
            "SET statement_timeout = " + Math.max(wanted.isZero() ? 0 : 1, wanted.toMillis()));
      }
      limit = wanted;
    }
    patience(wanted == null ? readTimeout : wanted.isZero() ? wanted : wanted.plus(CANCELLATION));
    PreparedStatement statement = connection.prepareStatement(sql.text());
    try {
      for (int i = 0; i < sql.parameters().size(); i++) {
        statement.setObject(i + 1, sql.parameters().get(i));
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /// The statement with the limit that the time of all allows.
  ///
  /// @throws ProblemException when no time is left
  private Sql timed(Sql sql) {
    Duration left = left();
    if (left == null) {
      return sql;
    }
    if (!left.isPositive()) {
      throw new ProblemException(SqlProblems.late(sql, coordinator));
    }
    Duration own = sql.limit();
    return own == null ? sql : sql.within(shorter(own, left));
  }

  private @Nullable Duration left() {
    return end == null ? null : Duration.ofNanos(end - System.nanoTime());
  }

  /// @param one no limit when it is null or zero
  private static Duration shorter(@Nullable Duration one, Duration other) {
    return one == null || one.isZero() || one.compareTo(other) > 0 ? other : one;
  }

  /// How long the server may keep silent; zero for ever.
  private void patience(Duration usual) throws SQLException {
    Duration left = left();
    Duration patience = left == null ? usual : shorter(usual, left.plus(GRACE));
    connection.setNetworkTimeout(
        Runnable::run, Math.toIntExact(Math.max(patience.isZero() ? 0 : 1, patience.toMillis())));
  }

  /// Reads the row a result set stands on.
  interface RowReader<R> {
    R read(ResultSet row) throws SQLException;
  }
}

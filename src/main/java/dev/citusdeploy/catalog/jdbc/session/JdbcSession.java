package dev.citusdeploy.catalog.jdbc.session;

import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.SqlRow;
import dev.citusdeploy.catalog.SqlSession;
import dev.citusdeploy.model.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs statements one by one in autocommit, and turns their failures into problems. For one thread
/// at a time.
public final class JdbcSession implements SqlSession {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcSession.class);

  /// What the server may take to give up a statement whose limit has passed.
  private static final Duration CANCELLATION = Duration.ofSeconds(10);

  /// How long to wait for a hanging server after the time limit of all statements.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Connection connection;
  private final Endpoint endpoint;
  private final Duration readTimeout;

  /// `statement_timeout` as it is now.
  private Duration limit;

  /// When all statements must have ended (`System.nanoTime`); null when there is no limit.
  private @Nullable Long end;

  /// @param readTimeout how long a statement without a limit of its own may take to answer
  /// @param limit `statement_timeout` of the session
  JdbcSession(Connection connection, Endpoint endpoint, Duration readTimeout, Duration limit) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.readTimeout = readTimeout;
    this.limit = limit;
  }

  /// The server that this session is with.
  public Endpoint endpoint() {
    return endpoint;
  }

  /// All rows of a query, as they are read.
  ///
  /// @throws ProblemException in the server's own words when it fails
  public <R> List<R> query(Sql asked, RowReader<R> reader) {
    Sql sql = timed(asked);
    long begin = System.nanoTime();
    try (PreparedStatement statement = prepare(sql);
        ResultSet found = statement.executeQuery()) {
      List<R> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(reader.read(found));
      }
      log(sql, begin);
      return rows;
    } catch (SQLException e) {
      throw problem(sql, e);
    }
  }

  @Override
  public List<SqlRow> rows(Sql sql) {
    return query(sql, JdbcSession::row);
  }

  private static SqlRow row(ResultSet found) throws SQLException {
    ResultSetMetaData columns = found.getMetaData();
    SequencedMap<String, @Nullable String> cells = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      cells.put(columns.getColumnLabel(i), found.getString(i));
    }
    return new SqlRow(cells);
  }

  @Override
  public void execute(Sql asked) {
    Sql sql = timed(asked);
    long begin = System.nanoTime();
    try (PreparedStatement statement = prepare(sql)) {
      statement.execute();
      log(sql, begin);
    } catch (SQLException e) {
      throw problem(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // In autocommit nothing can be lost. The tunnel ends with its SSH connection at the latest.
    }
  }

  /// The text only where it is asked for, and never the parameters: there are passwords among them.
  private void log(Sql sql, long begin) {
    LOG.debug(
        "{}: {}: done after {} ms",
        endpoint.name(),
        sql.title(),
        Duration.ofNanos(System.nanoTime() - begin).toMillis());
    LOG.trace("{}", sql.text());
  }

  private ProblemException problem(Sql sql, SQLException failure) {
    return new ProblemException(SqlProblems.of(sql, endpoint, failure, isOver()), failure);
  }

  /// The driver closes its side when the connection breaks or the server ends the session.
  private boolean isOver() {
    try {
      return connection.isClosed();
    } catch (SQLException _) {
      return true;
    }
  }

  @Override
  public void within(Duration all) {
    end = System.nanoTime() + all.toNanos();
  }

  /// The same statement with its share of the remaining time, so that others can follow.
  ///
  /// @param parts how many such shares there are
  public Sql shared(Sql sql, int parts) {
    Duration left = left();
    return left == null ? sql : sql.within(shorter(sql.limit(), left.dividedBy(parts)));
  }

  private PreparedStatement prepare(Sql sql) throws SQLException {
    Duration wanted = sql.limit();
    if (wanted != null && !wanted.equals(limit)) {
      patience(readTimeout);
      try (Statement setting = connection.createStatement()) {
        setting.execute("SET statement_timeout = " + Math.max(1, wanted.toMillis()));
      }
      limit = wanted;
    }
    patience(wanted == null ? readTimeout : wanted.plus(CANCELLATION));
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

  /// The statement with the limit that the session's remaining time allows. A statement without a
  /// limit of its own runs under the previous one's, which saves a round trip: when less time is
  /// left, the connection is closed in time, and the server notices.
  ///
  /// @throws ProblemException when no time is left
  private Sql timed(Sql sql) {
    Duration left = left();
    if (left != null && !left.isPositive()) {
      throw new ProblemException(SqlProblems.late(sql, endpoint));
    }
    Duration own = sql.limit();
    return own == null ? sql : sql.within(shorter(own, left == null ? Timeouts.LONGEST : left));
  }

  private @Nullable Duration left() {
    return end == null ? null : Duration.ofNanos(end - System.nanoTime());
  }

  /// @param one no limit when it is null or zero
  private static Duration shorter(@Nullable Duration one, Duration other) {
    return one == null || one.isZero() || one.compareTo(other) > 0 ? other : one;
  }

  /// How long the server may take to answer.
  private void patience(Duration usual) throws SQLException {
    Duration left = left();
    Duration patience = left == null ? usual : shorter(usual, left.plus(GRACE));
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(Math.max(1, patience.toMillis())));
  }

  /// Reads the current row of a result set.
  public interface RowReader<R> {
    /// Reads it.
    ///
    /// @throws SQLException when it has no such column or another type
    R read(ResultSet row) throws SQLException;
  }
}

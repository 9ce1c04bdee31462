package dev.citusdeploy.integration.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// The three kinds of clients that a cluster's changes are judged by, side by side and without
/// pause, each of which checks its acknowledgements afterwards: rows of one shard, rows of several
/// shards in one transaction, and rows of a reference table, which every node holds.
public final class Writers implements AutoCloseable {
  private final List<Writer> all;

  /// Makes the tables of the writers, in schema `public`.
  ///
  /// @param sql runs a statement on the coordinator as superuser and gives what psql said
  public static void makeTables(UnaryOperator<String> sql) {
    for (Writer.Kind kind : Writer.Kind.values()) {
      String table = kind.table();
      String made =
          sql.apply(
                  "create table if not exists public."
                      + table
                      + " (id bigint primary key, writer text)")
              + sql.apply("select " + kind.distribution())
              + sql.apply("grant select, insert on public." + table + " to app");
      if (made.contains("ERROR")) {
        throw new AssertionError(made);
      }
    }
  }

  /// Starts all three.
  ///
  /// @param url of the coordinator
  /// @param password of the client role `app`
  public Writers(String url, String password) {
    all = Arrays.stream(Writer.Kind.values()).map(kind -> new Writer(kind, url, password)).toList();
  }

  /// One of them.
  public Writer of(Writer.Kind kind) {
    return all.stream().filter(writer -> writer.kind() == kind).findFirst().orElseThrow();
  }

  /// Waits until each has so many rows more acknowledged.
  public void awaitMore(int rows) {
    all.forEach(writer -> writer.awaitMore(rows));
  }

  /// Lets the transactions under way end.
  public void stop() {
    all.forEach(Writer::stop);
  }

  /// Stops all and compares what was acknowledged with what is there.
  public List<Report> reports() throws SQLException {
    stop();
    return List.of(
        of(Writer.Kind.ONE_SHARD).report(),
        of(Writer.Kind.SEVERAL_SHARDS).report(),
        of(Writer.Kind.REFERENCE).report());
  }

  @Override
  public void close() {
    stop();
  }

  /// What became of one writer's rows.
  ///
  /// @param kind of the writer
  /// @param acknowledged rows whose commit was acknowledged
  /// @param lost acknowledged rows that are not there
  /// @param extra rows that are there and were not acknowledged, of transactions whose outcome the
  ///   client never learned; not wrong
  /// @param torn transactions of which some rows are there and others are not
  /// @param failed transactions that failed
  /// @param longestWait the longest time between two acknowledgements
  /// @param failures the first failures, in the server's words
  public record Report(
      Writer.Kind kind,
      int acknowledged,
      int lost,
      int extra,
      int torn,
      int failed,
      Duration longestWait,
      List<String> failures) {
    /// Whether every acknowledgement was true, and no transaction is there by halves.
    public boolean isSound() {
      return lost == 0 && torn == 0;
    }
  }

  /// On how many placements the rows of a table differ from those of the first one; 0 where all
  /// copies of a reference table are alike.
  public static int differingCopies(String url, String password, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "app", password);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select count(distinct result) - 1 from run_command_on_placements('public."
                    + table
                    + "', 'select md5(string_agg(id::text, '','' order by id)) from %s')")) {
      found.next();
      return found.getInt(1);
    }
  }
}

package dev.citusdeploy.integration.load;

import dev.citusdeploy.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A client that writes through the coordinator without pause, one row in one transaction and four
/// in the next, and connects again when its connection is gone. It remembers what was acknowledged.
public final class WriteLoad implements AutoCloseable {
  /// A transaction of several statements goes to several shards, so it is committed in two phases.
  private static final int ROWS = 4;

  private final String url;
  private final String password;
  private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean ended;
  private final AtomicInteger reconnects = new AtomicInteger();

  /// @param table with the columns `id bigint` and `what text`
  public WriteLoad(String url, String password, String table) {
    this.url = url;
    this.password = password;
    this.thread = Thread.ofPlatform().name("write-load").start(() -> write(table));
  }

  private void write(String table) {
    long next = 1;
    while (!ended) {
      try (Connection connection = DriverManager.getConnection(url, "app", password)) {
        connection.setAutoCommit(false);
        for (boolean several = false; !ended; several = !several) {
          int rows = several ? ROWS : 1;
          long first = next;
          next += rows;
          try (Statement statement = connection.createStatement()) {
            for (long id = first; id < next; id++) {
              statement.executeUpdate("insert into %s values (%d, 'x')".formatted(table, id));
            }
          }
          connection.commit();
          for (long id = first; id < next; id++) {
            acknowledged.add(id);
          }
        }
      } catch (SQLException e) {
        // Nobody knows what became of these rows; their ids are not used again.
        reconnects.incrementAndGet();
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  /// How many rows were acknowledged so far.
  public int rows() {
    return acknowledged.size();
  }

  /// Waits until so many rows more were acknowledged.
  public void awaitMore(int rows) {
    int wanted = rows() + rows;
    Await.value("so many rows: " + wanted, this::rows, now -> now >= wanted);
  }

  /// How often the connection was lost, or could not be made.
  public int failures() {
    return reconnects.get();
  }

  /// The acknowledged rows that a query does not find.
  public Set<Long> lost(String table) throws SQLException {
    Set<Long> lost = new HashSet<>(acknowledged);
    try (Connection connection = DriverManager.getConnection(url, "app", password);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select id from " + table)) {
      while (found.next()) {
        lost.remove(found.getLong(1));
      }
    }
    return lost;
  }

  /// Lets the transaction under way end.
  public void stop() {
    ended = true;
    try {
      thread.join(Duration.ofSeconds(60));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}

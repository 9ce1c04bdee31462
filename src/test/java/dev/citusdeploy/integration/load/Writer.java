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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A client that writes rows of one kind through the coordinator without pause, connects again when
/// its connection is gone, and remembers each row whose commit was acknowledged. An id is never
/// used twice, so a row that is there without an acknowledgement is one whose outcome nobody
/// reported.
public final class Writer implements AutoCloseable {
  private static final int KEPT_FAILURES = 5;
  private static final Duration BEFORE_AGAIN = Duration.ofMillis(20);

  private final Kind kind;
  private final String url;
  private final String password;
  private final ConcurrentLinkedQueue<Long> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger rows = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong longestWait = new AtomicLong();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean ended;
  private long lastAcknowledged = System.nanoTime();

  /// Where the rows of a transaction go.
  public enum Kind {
    /// One row, on one shard.
    ONE_SHARD("writer_one", 1, "create_distributed_table('public.writer_one', 'id')"),
    /// Two rows of different shards, committed in two phases.
    SEVERAL_SHARDS("writer_several", 2, "create_distributed_table('public.writer_several', 'id')"),
    /// One row, on every node.
    REFERENCE("writer_reference", 1, "create_reference_table('public.writer_reference')");

    private final String table;
    private final int together;
    private final String distribution;

    Kind(String table, int together, String distribution) {
      this.table = table;
      this.together = together;
      this.distribution = distribution;
    }

    String table() {
      return table;
    }

    String distribution() {
      return distribution;
    }
  }

  public Writer(Kind kind, String url, String password) {
    this.kind = kind;
    this.url = url;
    this.password = password;
    this.thread = Thread.ofPlatform().name("writer-" + kind).start(this::write);
  }

  private void write() {
    long next = System.currentTimeMillis() * 1000;
    while (!ended) {
      try (Connection connection = DriverManager.getConnection(url, "app", password)) {
        connection.setAutoCommit(false);
        while (!ended) {
          long first = next;
          next += kind.together;
          commit(connection, first, next);
        }
      } catch (SQLException e) {
        // Nobody knows what became of these rows.
        failed.incrementAndGet();
        if (failures.size() < KEPT_FAILURES) {
          failures.add(
              e.getSQLState() + " " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        LockSupport.parkNanos(BEFORE_AGAIN.toNanos());
      }
    }
    acknowledgedNow();
  }

  private void commit(Connection connection, long first, long next) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (long id = first; id < next; id++) {
        statement.executeUpdate("insert into public.%s values (%d, 'w')".formatted(kind.table, id));
      }
    }
    connection.commit();
    for (long id = first; id < next; id++) {
      acknowledged.add(id);
    }
    rows.addAndGet(kind.together);
    acknowledgedNow();
  }

  private void acknowledgedNow() {
    long now = System.nanoTime();
    longestWait.accumulateAndGet(now - lastAcknowledged, Math::max);
    lastAcknowledged = now;
  }

  public Kind kind() {
    return kind;
  }

  /// How many rows were acknowledged so far.
  public int rows() {
    return rows.get();
  }

  /// How many transactions failed so far.
  public int failed() {
    return failed.get();
  }

  /// Waits until so many rows more were acknowledged.
  public void awaitMore(int more) {
    int wanted = rows() + more;
    Await.value("so many rows: " + wanted, this::rows, now -> now >= wanted);
  }

  /// Lets the transaction under way end.
  public void stop() {
    ended = true;
    try {
      thread.join(Duration.ofMinutes(2));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (thread.isAlive()) {
      throw new AssertionError(kind + ": a transaction does not end");
    }
  }

  /// Stops and compares what was acknowledged with what is there.
  public Writers.Report report() throws SQLException {
    stop();
    Set<Long> there = new HashSet<>();
    try (Connection connection = DriverManager.getConnection(url, "app", password);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select id from public." + kind.table)) {
      while (found.next()) {
        there.add(found.getLong(1));
      }
    }
    Set<Long> kept = new HashSet<>(acknowledged);
    Set<Long> lost = new HashSet<>(kept);
    lost.removeAll(there);
    long begin = acknowledged.isEmpty() ? Long.MAX_VALUE : acknowledged.peek();
    Set<Long> extra = new HashSet<>(there);
    extra.removeAll(kept);
    // Rows of an earlier writer on the same table are none of ours.
    extra.removeIf(id -> id < begin);
    int torn =
        (int)
            extra.stream()
                .filter(id -> kind.together == 2)
                .filter(id -> !there.contains(((id - begin) % 2 == 0) ? id + 1 : id - 1))
                .count();
    return new Writers.Report(
        kind,
        kept.size(),
        lost.size(),
        extra.size(),
        torn,
        failed.get(),
        Duration.ofNanos(longestWait.get()),
        List.copyOf(failures));
  }

  @Override
  public void close() {
    stop();
  }
}

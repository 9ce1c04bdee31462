package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;
import dev.citusdeploy.catalog.jdbc.session.CatalogProblemCodes;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Queries on all nodes: normally in one statement, and node by node when that statement got no
/// answer in time. Citus waits for every node without a limit, so one that accepts connections and
/// never answers would hide all others.
final class NodeQueries {
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /// A node that was given less time than this, because little was left, may only be slow.
  private static final Duration LEAST = Duration.ofSeconds(2);

  private static final String ALONE =
      """
      SELECT success, left(result, %d) AS result
      FROM %s
      """
          .formatted(NodeSql.LIMIT, NodeSql.ONE);

  /// Nodes that did not answer, by id, and when that was (`System.nanoTime`).
  private final Map<Integer, Long> silent = new HashMap<>();

  /// The rows of a statement that queries all nodes; empty when it got no answer in time, or when
  /// some node did not answer a query a moment ago. Then each node must be queried alone.
  <R> Optional<List<R>> all(JdbcSession session, Sql sql, JdbcSession.RowReader<R> reader) {
    silent.values().removeIf(since -> System.nanoTime() - since > REMEMBERED.toNanos());
    if (!silent.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(session.query(session.shared(sql, 2), reader));
    } catch (ProblemException e) {
      if (isTimeout(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Queries the active ones of some nodes one by one and returns rows of the kind `answer` with
  /// the node's id and the cells success and result.
  ///
  /// @param text SQL that is sent to each
  /// @param limit how long one node may take
  List<CatalogRow> each(JdbcSession session, List<CatalogNode> nodes, String text, Duration limit) {
    List<CatalogRow> rows = new ArrayList<>();
    int left = nodes.size() + 1;
    for (CatalogNode node : nodes) {
      if (node.active()) {
        rows.add(new CatalogRow("answer", node.id(), alone(session, node, text, limit, left)));
      }
      left--;
    }
    return rows;
  }

  private Cells alone(
      JdbcSession session, CatalogNode node, String text, Duration limit, int left) {
    if (silent.containsKey(node.id())) {
      return new Cells(List.of("false", "no answer to an earlier question"));
    }
    Sql sql =
        session.shared(
            Sql.of(
                    "asking " + node.address(),
                    ALONE,
                    node.address().host(),
                    node.address().port(),
                    text)
                .within(limit),
            left);
    try {
      return session
          .query(
              sql,
              row ->
                  new Cells(
                      List.of(
                          String.valueOf(row.getBoolean("success")),
                          Objects.requireNonNullElse(row.getString("result"), ""))))
          .getFirst();
    } catch (ProblemException e) {
      if (!isTimeout(e)) {
        throw e;
      }
      Duration given = Objects.requireNonNullElse(sql.limit(), limit);
      if (given.compareTo(LEAST) >= 0) {
        silent.put(node.id(), System.nanoTime());
      }
      long seconds = Math.max(1, given.toSeconds());
      return new Cells(List.of("false", "no answer within " + seconds + " s"));
    }
  }

  private static boolean isTimeout(ProblemException failure) {
    return failure.problems().getFirst().type().equals(CatalogProblemCodes.SQL_TIMEOUT);
  }
}

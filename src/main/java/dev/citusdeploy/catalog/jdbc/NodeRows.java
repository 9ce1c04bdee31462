package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.model.NodeAddress;
import java.util.List;

/// The rows of `pg_dist_node`, read alone or as part of another statement.
final class NodeRows {
  /// All rows, of the kind `node`.
  static final String SELECT =
      """
      SELECT 'node' AS kind, nodeid AS id,
        ARRAY[groupid::text, nodename, nodeport::text,
          isactive::text, metadatasynced::text, shouldhaveshards::text] AS cells
      FROM pg_dist_node
      """;

  /// The condition of a node that takes part.
  static final String ACTIVE = "isactive AND noderole = 'primary'";

  private NodeRows() {}

  /// All rows in the order of their ids.
  static List<CatalogNode> all(JdbcSession session) {
    Sql sql = Sql.of("reading the list of nodes", SELECT + "ORDER BY nodeid\n");
    return of(session.query(sql, CatalogRow::read));
  }

  /// The nodes among rows of several kinds.
  static List<CatalogNode> of(List<CatalogRow> rows) {
    return CatalogRow.of("node", rows).stream().map(row -> node(row.id(), row.cells())).toList();
  }

  private static CatalogNode node(int id, Cells cells) {
    return new CatalogNode(
        id,
        cells.count(0),
        new NodeAddress(cells.get(1), cells.count(2)),
        cells.isTrue(3),
        cells.isTrue(4),
        cells.isTrue(5));
  }
}

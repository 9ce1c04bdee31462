package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.Known;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.model.NodeAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The one statement that shows nodes, versions and roles, and how its rows are read.
final class CatalogLook {
  /// Rows of three kinds with their cells as an array of text. Without a registered node nobody is
  /// asked for versions: Citus would then dial `localhost`. The setting ends with the statement,
  /// and the lateral join makes it come before the nodes are asked.
  private static final String TEXT =
      """
      WITH quick AS MATERIALIZED (
        SELECT set_config('citus.node_connection_timeout', ?, true) AS value
        FROM (SELECT FROM pg_dist_node LIMIT 1) AS registered)
      SELECT 'node' AS kind, nodeid AS id,
        ARRAY[groupid::text, nodename, nodeport::text,
          isactive::text, metadatasynced::text, shouldhaveshards::text] AS cells
      FROM pg_dist_node
      UNION ALL
      SELECT 'version', answer.nodeid, answer.result::text[]
      FROM quick CROSS JOIN LATERAL run_command_on_all_nodes(
        CASE WHEN quick.value IS NOT NULL THEN
          'SELECT ARRAY[current_setting(''server_version''), citus_version(), extversion]::text
           FROM pg_extension WHERE extname = ''citus'''
        END) AS answer
      WHERE answer.success AND answer.result LIKE '{%'
      UNION ALL
      SELECT 'role', 0, ARRAY[rolname::text, coalesce(rolpassword, '')]
      FROM pg_authid WHERE rolname = ANY (?)
      ORDER BY kind, id
      """;

  private static final String NODES =
      """
      SELECT 'node' AS kind, nodeid AS id,
        ARRAY[groupid::text, nodename, nodeport::text,
          isactive::text, metadatasynced::text, shouldhaveshards::text] AS cells
      FROM pg_dist_node ORDER BY nodeid
      """;

  private CatalogLook() {}

  /// The nodes alone.
  static List<CatalogNode> nodes(SqlSession session) {
    return session.query(Sql.of("reading the list of nodes", NODES), CatalogLook::row).stream()
        .map(row -> node(row.id(), row.cells()))
        .toList();
  }

  /// @param node how long one node may take to be reached
  static Known of(SqlSession session, List<String> roles, Duration node) {
    Sql sql =
        Sql.of(
            "reading the catalog",
            TEXT,
            String.valueOf(node.toMillis()),
            roles.toArray(String[]::new));
    List<CatalogNode> nodes = new ArrayList<>();
    SequencedMap<Integer, NodeVersions> versions = new LinkedHashMap<>();
    SequencedMap<String, String> verifiers = new LinkedHashMap<>();
    for (Row row : session.query(sql, CatalogLook::row)) {
      List<String> cells = row.cells();
      switch (row.kind()) {
        case "node" -> nodes.add(node(row.id(), cells));
        case "version" ->
            versions.put(row.id(), new NodeVersions(cells.get(0), cells.get(1), cells.get(2)));
        case "role" -> verifiers.put(cells.get(0), cells.get(1));
        default -> throw new IllegalStateException("a row of kind " + row.kind());
      }
    }
    return new Known(nodes, versions, verifiers);
  }

  private static CatalogNode node(int id, List<String> cells) {
    return new CatalogNode(
        id,
        Integer.parseInt(cells.get(0)),
        new NodeAddress(cells.get(1), Integer.parseInt(cells.get(2))),
        Boolean.parseBoolean(cells.get(3)),
        Boolean.parseBoolean(cells.get(4)),
        Boolean.parseBoolean(cells.get(5)));
  }

  private static Row row(ResultSet found) throws SQLException {
    String[] cells = (String[]) found.getArray("cells").getArray();
    return new Row(found.getString("kind"), found.getInt("id"), List.of(cells));
  }

  private record Row(String kind, int id, List<String> cells) {}
}

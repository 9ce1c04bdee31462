package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.Known;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import dev.citusdeploy.model.NodeAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The one statement that shows nodes, versions, settings and roles, and how its rows are read.
final class CatalogLook {
  /// What a node says of itself: its versions, and of its settings those that are not as its
  /// postgresql.conf says. A setting that only a restart changes bears an error in
  /// `pg_file_settings` until then; others do when they are wrong. No file decides what the command
  /// line gives. What may hold a password is masked there already.
  private static final String SAYING =
      """
      WITH known AS MATERIALIZED (
        SELECT name, context = 'postmaster' AS late, pending_restart,
          source = 'command line' AS given FROM pg_settings),
      line AS MATERIALIZED (
        SELECT file.seqno, file.sourcefile, file.sourceline, file.name, file.error,
          CASE WHEN file.name IN ('primary_conninfo', 'ssl_passphrase_command')
                 OR file.setting ~* 'passw|secret'
               THEN '***' ELSE file.setting END AS value,
          file.sourcefile LIKE '%/postgresql.auto.conf' AS own,
          coalesce(known.late, false) AS late, coalesce(known.pending_restart, false) AS pending
        FROM pg_file_settings AS file
        LEFT JOIN known ON lower(known.name) = lower(file.name)
        WHERE known.given IS NOT TRUE),
      own AS MATERIALIZED (
        SELECT DISTINCT ON (name) name, value, pending OR error IS NOT NULL AS waits
        FROM line WHERE own AND (error IS NULL OR late)
        ORDER BY name, seqno DESC),
      beaten AS (
        SELECT DISTINCT ON (name) name, value FROM line WHERE NOT own ORDER BY name, seqno DESC),
      finding AS (
        SELECT 1 AS rank, own.name AS key, json_build_array('own', own.name, own.value, own.waits)
          AS cells FROM own WHERE own.name NOT IN (SELECT name FROM beaten WHERE name IS NOT NULL)
        UNION ALL
        SELECT 1, own.name,
          json_build_array('own', own.name, own.value, own.waits, beaten.value)
        FROM own JOIN beaten USING (name)
        UNION ALL
        SELECT 2, name, json_build_array('restart', name)
        FROM (SELECT name FROM known WHERE pending_restart AND NOT given
              UNION SELECT name FROM line WHERE late AND error IS NOT NULL) AS waiting
        WHERE name NOT IN (SELECT name FROM own)
        UNION ALL
        SELECT 3, sourcefile || to_char(sourceline, ':000000000'),
          json_build_array('error', sourcefile, sourceline, name, error)
        FROM line WHERE error IS NOT NULL AND NOT late)
      SELECT json_build_object(
        'versions',
        json_build_array(current_setting('server_version'), citus_version(), extversion),
        'connections', current_setting('max_connections'),
        'findings',
        (SELECT coalesce(json_agg(cells ORDER BY rank, key), '[]') FROM finding))::text
      FROM pg_extension WHERE extname = 'citus'
      """;

  /// Rows of four kinds with their cells as an array of text. Without a registered node nobody is
  /// asked anything: Citus would then dial `localhost`. The setting ends with the statement, and
  /// the lateral join makes it come before the nodes are asked.
  private static final String TEXT =
      """
      WITH quick AS MATERIALIZED (
        SELECT set_config('citus.node_connection_timeout', ?, true) AS value
        FROM (SELECT FROM pg_dist_node LIMIT 1) AS registered),
      answer AS MATERIALIZED (
        SELECT said.nodeid, said.result::json AS result
        FROM quick CROSS JOIN LATERAL run_command_on_all_nodes(
          CASE WHEN quick.value IS NOT NULL THEN ? END) AS said
        WHERE said.success AND said.result LIKE '{%')
      SELECT 'node' AS kind, nodeid AS id, 0 AS rank,
        ARRAY[groupid::text, nodename, nodeport::text,
          isactive::text, metadatasynced::text, shouldhaveshards::text] AS cells
      FROM pg_dist_node
      UNION ALL
      SELECT 'version', nodeid, 0, ARRAY[result -> 'versions' ->> 0, result -> 'versions' ->> 1,
        result -> 'versions' ->> 2, result ->> 'connections']
      FROM answer
      UNION ALL
      SELECT 'finding', answer.nodeid, finding.rank,
        ARRAY(SELECT coalesce(cell, '')
          FROM json_array_elements_text(finding.cells) WITH ORDINALITY AS one (cell, place)
          ORDER BY place)
      FROM answer CROSS JOIN LATERAL
        json_array_elements(answer.result -> 'findings') WITH ORDINALITY AS finding (cells, rank)
      UNION ALL
      SELECT 'role', 0, 0, ARRAY[rolname::text, coalesce(rolpassword, '')]
      FROM pg_authid WHERE rolname = ANY (?)
      ORDER BY kind, id, rank
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
            SAYING,
            roles.toArray(String[]::new));
    List<CatalogNode> nodes = new ArrayList<>();
    SequencedMap<Integer, NodeVersions> versions = new LinkedHashMap<>();
    SequencedMap<Integer, Integer> connections = new LinkedHashMap<>();
    SequencedMap<Integer, List<SettingFinding>> findings = new LinkedHashMap<>();
    SequencedMap<String, String> verifiers = new LinkedHashMap<>();
    for (Row row : session.query(sql, CatalogLook::row)) {
      List<String> cells = row.cells();
      switch (row.kind()) {
        case "node" -> nodes.add(node(row.id(), cells));
        case "version" -> {
          versions.put(row.id(), new NodeVersions(cells.get(0), cells.get(1), cells.get(2)));
          connections.put(row.id(), Integer.valueOf(cells.get(3)));
        }
        case "finding" ->
            findings.computeIfAbsent(row.id(), _ -> new ArrayList<>()).add(finding(cells));
        case "role" -> verifiers.put(cells.get(0), cells.get(1));
        default -> throw new IllegalStateException("a row of kind " + row.kind());
      }
    }
    SequencedMap<Integer, NodeSettings> settings = new LinkedHashMap<>();
    connections.forEach((id, limit) ->
        settings.put(id, new NodeSettings(limit, findings.getOrDefault(id, List.of()))));
    return new Known(nodes, versions, verifiers, settings);
  }

  private static SettingFinding finding(List<String> cells) {
    String first = cells.get(1);
    return switch (cells.getFirst()) {
      case "own" ->
          new SettingFinding.SetInDataFolder(
              first,
              cells.get(2),
              cells.size() > 4 ? cells.get(4) : null,
              Boolean.parseBoolean(cells.get(3)));
      case "restart" -> new SettingFinding.AwaitsRestart(first);
      case "error" ->
          new SettingFinding.WrongLine(
              first, Integer.parseInt(cells.get(2)), cells.get(3), cells.get(4));
      default -> throw new IllegalStateException("a finding of kind " + cells.getFirst());
    };
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

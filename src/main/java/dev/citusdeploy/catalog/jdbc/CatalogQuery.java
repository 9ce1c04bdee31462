package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.catalog.CatalogFacts.Known;
import dev.citusdeploy.catalog.CatalogFacts.NodeSessions;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.MetadataFacts.NodeMetadata;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// The one statement that shows nodes, what each reports of itself, and roles; and how its rows are
/// read.
final class CatalogQuery {
  private static final String ROLES =
      """
      SELECT 'role' AS kind, 0 AS id, ARRAY[role.rolname::text, role.rolpassword,
        EXISTS (SELECT FROM pg_namespace AS own WHERE own.nspname = role.rolname
          AND has_schema_privilege(role.oid, own.oid, 'CREATE')
          AND has_schema_privilege(role.oid, own.oid, 'USAGE'))::text,
        EXISTS (SELECT FROM pg_namespace AS open
          CROSS JOIN LATERAL aclexplode(open.nspacl) AS given
          WHERE open.nspname = 'public' AND given.privilege_type = 'CREATE'
            AND given.grantee IN (0, role.oid))::text,
        (SELECT count(*) FROM pg_class AS kept
          WHERE kept.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'public')
            AND kept.relowner = role.oid AND kept.relkind IN ('r', 'p', 'm', 'f'))::text,
        role.rolcanlogin::text,
        (has_database_privilege(role.oid, current_database()::text, 'CONNECT')
          AND has_database_privilege(role.oid, current_database()::text, 'TEMPORARY'))::text] AS cells
      FROM pg_authid AS role WHERE role.rolname = ANY (?)
      """;

  /// Roles with a password that belong to no client of the inventory.
  private static final String OTHERS =
      """
      SELECT 'stranger' AS kind, 0 AS id, ARRAY[listed.name] AS cells FROM (
        SELECT role.rolname::text AS name FROM pg_authid AS role
        WHERE role.rolcanlogin AND NOT role.rolsuper AND NOT role.rolreplication
          AND role.rolpassword IS NOT NULL AND role.rolname !~ '^pg_' AND role.rolname <> ALL (?)
        ORDER BY role.rolname LIMIT 50) AS listed
      """;

  /// Rows of some kinds with their cells as an array of text. A role's own schema is the one of its
  /// name, which is first in PostgreSQL's usual search path.
  private static final String TEXT =
      """
      WITH $ASK
      $NODES
      UNION ALL
      $ANSWERS
      UNION ALL
      $ROLES
      UNION ALL
      $OTHERS
      UNION ALL
      $ORPHANS
      ORDER BY kind, id
      """
          .replace("$ASK", NodeSql.ASK)
          .replace("$NODES", NodeRows.SELECT)
          .replace("$ANSWERS", NodeSql.ANSWERS)
          .replace("$OTHERS", OTHERS)
          .replace("$ORPHANS", MetadataSql.ORPHANS)
          .replace("$ROLES", ROLES);

  private CatalogQuery() {}

  /// Those of the given roles that exist, by name.
  static SequencedMap<String, ClientRole> roles(JdbcSession session, List<String> names) {
    Object array = names.toArray(String[]::new);
    return roles(session.query(Sql.of("reading roles", ROLES, array), CatalogRow::read));
  }

  private static SequencedMap<String, ClientRole> roles(List<CatalogRow> rows) {
    SequencedMap<String, ClientRole> roles = new LinkedHashMap<>();
    for (CatalogRow row : rows) {
      Cells cells = row.cells();
      roles.put(
          cells.get(0),
          new ClientRole(
              cells.get(1),
              cells.isTrue(2),
              cells.isTrue(3),
              cells.number(4),
              cells.isTrue(5),
              cells.isTrue(6)));
    }
    return roles;
  }

  /// Reads the catalog and asks all nodes. A node that does not answer in time is among the
  /// failures.
  static Known of(
      JdbcSession session, NodeQueries questions, List<String> roles, Timeouts timeouts) {
    Sql sql =
        Sql.of(
            "reading the catalog",
            TEXT,
            String.valueOf(timeouts.node().toMillis()),
            NodeReport.text(roles),
            roles.toArray(String[]::new),
            roles.toArray(String[]::new));
    Optional<List<CatalogRow>> rows =
        questions.all(session, sql.within(timeouts.statement()), CatalogRow::read);
    if (rows.isEmpty()) {
      List<CatalogNode> nodes = NodeRows.all(session);
      return withReports(
          nodes,
          roles(session, roles),
          questions.each(session, nodes, NodeReport.text(roles), timeouts.alone()),
          session.query(
              Sql.of(
                  "reading orphaned placements and other roles",
                  MetadataSql.ORPHANS + " UNION ALL " + OTHERS,
                  (Object) roles.toArray(String[]::new)),
              CatalogRow::read));
    }
    return withReports(
        NodeRows.of(rows.get()),
        roles(CatalogRow.of("role", rows.get())),
        CatalogRow.of("answer", rows.get()),
        rows.get());
  }

  private static Known withReports(
      List<CatalogNode> nodes,
      SequencedMap<String, ClientRole> roles,
      List<CatalogRow> answers,
      List<CatalogRow> rest) {
    Set<Integer> groups = nodes.stream().map(CatalogNode::group).collect(Collectors.toSet());
    SequencedMap<Integer, NodeVersions> versions = new LinkedHashMap<>();
    SequencedMap<Integer, NodeSettings> settings = new LinkedHashMap<>();
    SequencedMap<Integer, NodeSessions> sessions = new LinkedHashMap<>();
    SequencedMap<Integer, String> failures = new LinkedHashMap<>();
    SequencedMap<Integer, NodeMetadata> metadata = new LinkedHashMap<>();
    SequencedMap<Integer, Long> orphans = new LinkedHashMap<>();
    CatalogRow.of("orphans", rest).forEach(row -> orphans.put(row.id(), row.cells().number(0)));
    Map<Integer, List<String>> closed = new LinkedHashMap<>();
    List<String> others =
        CatalogRow.of("stranger", rest).stream().map(row -> row.cells().get(0)).toList();
    for (CatalogRow row : answers) {
      String result = row.cells().get(1);
      Optional<NodeReport> report =
          row.cells().isTrue(0) ? NodeReport.read(result, groups) : Optional.empty();
      if (report.isEmpty()) {
        failures.put(row.id(), row.cells().isTrue(0) ? "its answer is not understood" : result);
        continue;
      }
      versions.put(row.id(), report.get().versions());
      settings.put(row.id(), report.get().settings());
      sessions.put(row.id(), report.get().sessions());
      closed.put(row.id(), report.get().closedRoles());
      if (report.get().metadata() != null) {
        metadata.put(row.id(), report.get().metadata());
      }
    }
    return new Known(
        nodes,
        versions,
        roles,
        settings,
        sessions,
        failures,
        new MetadataFacts(metadata, orphans, Map.of()),
        new RoleFacts(closed, others));
  }
}

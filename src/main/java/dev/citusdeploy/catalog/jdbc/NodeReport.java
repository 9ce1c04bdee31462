package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.NodeSessions;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.catalog.MetadataFacts.NodeMetadata;
import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;
import dev.citusdeploy.model.RecordedCollation;
import dev.citusdeploy.postgres.SqlQuoting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a node reports of itself: versions, settings that differ from its postgresql.conf, sessions
/// and prepared transactions.
///
/// @param versions of server and extension
/// @param settings of the running server
/// @param sessions of the running server
/// @param metadata its copy of Citus' metadata; null when it did not report it
/// @param closedRoles the requested roles that exist there and cannot log in or connect
record NodeReport(
    NodeVersions versions,
    NodeSettings settings,
    NodeSessions sessions,
    @Nullable NodeMetadata metadata,
    List<String> closedRoles) {
  /// The `search_path` of the superuser's sessions, as the server stores it.
  static final String SEARCH_PATH = "search_path=pg_catalog, pg_temp";

  /// In `pg_file_settings` a changed setting that needs a restart has an error until then; any
  /// other setting has one only if it is wrong. Settings of the command line win over files. Values
  /// that may contain a password are masked by the query already.
  private static final String TEXT =
      """
      WITH known AS MATERIALIZED (
        SELECT name, context OPERATOR(pg_catalog.=) 'postmaster' AS late, pending_restart,
          source OPERATOR(pg_catalog.=) 'command line' AS given
        FROM pg_catalog.pg_settings),
      line AS MATERIALIZED (
        SELECT file.seqno, file.sourcefile, file.sourceline, file.name, file.error,
          CASE WHEN file.name OPERATOR(pg_catalog.=) 'primary_conninfo'
                 OR file.name OPERATOR(pg_catalog.=) 'ssl_passphrase_command'
                 OR file.setting OPERATOR(pg_catalog.~*) 'passw|secret'
               THEN '***' ELSE file.setting END AS value,
          file.sourcefile OPERATOR(pg_catalog.~~) '%/postgresql.auto.conf' AS own,
          coalesce(known.late, false) AS late, coalesce(known.pending_restart, false) AS pending
        FROM pg_catalog.pg_file_settings AS file
        LEFT JOIN known
          ON pg_catalog.lower(known.name) OPERATOR(pg_catalog.=) pg_catalog.lower(file.name)
        WHERE known.given IS NOT TRUE),
      own AS MATERIALIZED (
        SELECT DISTINCT ON (name) name, value, pending OR error IS NOT NULL AS waits
        FROM line WHERE own AND (error IS NULL OR late)
        ORDER BY name, seqno DESC),
      beaten AS (
        SELECT DISTINCT ON (name) name, value FROM line WHERE NOT own ORDER BY name, seqno DESC),
      $KEPT,
      record (rank, key, cells) AS (
        SELECT 0, '', ARRAY['self', pg_catalog.current_setting('server_version'),
          pg_catalog.citus_version(),
          (SELECT extversion FROM pg_catalog.pg_extension
            WHERE extname OPERATOR(pg_catalog.=) 'citus'),
          pg_catalog.current_setting('max_connections'),
          (SELECT pg_catalog.count(*)::pg_catalog.text FROM pg_catalog.pg_stat_activity
            WHERE backend_type OPERATOR(pg_catalog.=) 'client backend'),
          (SELECT one.setting FROM pg_catalog.pg_db_role_setting AS given
            CROSS JOIN LATERAL pg_catalog.unnest(given.setconfig) AS one (setting)
            WHERE given.setrole OPERATOR(pg_catalog.=) (SELECT oid FROM pg_catalog.pg_roles
                WHERE rolname OPERATOR(pg_catalog.=) CURRENT_USER)
              AND given.setdatabase OPERATOR(pg_catalog.=) (SELECT oid FROM pg_catalog.pg_database
                WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
              AND one.setting OPERATOR(pg_catalog.~~) 'search_path=%'),
          $RECOVERY, $OPEN, $COLLATIONS]
        UNION ALL
        SELECT 1, own.name, ARRAY['own', own.name, own.value, own.waits::pg_catalog.text,
          (beaten.name IS NOT NULL)::pg_catalog.text, beaten.value]
        FROM own LEFT JOIN beaten ON beaten.name OPERATOR(pg_catalog.=) own.name
        UNION ALL
        SELECT 2, waiting.name, ARRAY['restart', waiting.name]
        FROM (SELECT name FROM known WHERE pending_restart AND NOT given
              UNION SELECT name FROM line WHERE late AND error IS NOT NULL) AS waiting
        WHERE NOT EXISTS (SELECT FROM own WHERE own.name OPERATOR(pg_catalog.=) waiting.name)
        UNION ALL
        SELECT 3, pg_catalog.concat(sourcefile, pg_catalog.to_char(sourceline, ':000000000')),
          ARRAY['error', sourcefile, sourceline::pg_catalog.text, name, error]
        FROM line WHERE error IS NOT NULL AND NOT late
        UNION ALL
        $METADATA
        UNION ALL
        SELECT 5, role.rolname::pg_catalog.text, ARRAY['role', role.rolname::pg_catalog.text]
        FROM pg_catalog.pg_roles AS role
        WHERE role.rolname OPERATOR(pg_catalog.=) ANY ($CLIENTS)
          AND NOT (role.rolcanlogin AND pg_catalog.has_database_privilege(role.oid,
            pg_catalog.current_database()::pg_catalog.text, 'CONNECT'))
        UNION ALL
        $PREPARED)
      $JOIN
      """
          .replace("$RECOVERY", NodeSql.RECOVERY)
          .replace("$OPEN", ClientLimits.OPEN_FUNCTIONS)
          .replace("$KEPT", MetadataSql.KEPT)
          .replace("$METADATA", MetadataSql.RECORD)
          .replace("$COLLATIONS", NodeSql.COLLATIONS)
          .replace("$PREPARED", NodeSql.PREPARED)
          .replace("$JOIN", NodeSql.JOIN);

  /// The query.
  ///
  /// @param roles the client roles to read
  static String text(List<String> roles) {
    return TEXT.replace(
        "$CLIENTS",
        "ARRAY["
            + roles.stream().map(SqlQuoting::literal).collect(Collectors.joining(", "))
            + "]::pg_catalog.name[]");
  }

  /// Reads a node's answer to [#text]; empty when it is not valid.
  ///
  /// @param groups `groupid` of all nodes of the catalog
  static Optional<NodeReport> read(String answer, Set<Integer> groups) {
    List<Cells> records = NodeSql.records(answer);
    Cells self = records.getFirst();
    if (!self.get(0).equals("self") || self.count(4) == 0) {
      return Optional.empty();
    }
    List<SettingFinding> findings = new ArrayList<>();
    List<PreparedTransaction> prepared = new ArrayList<>();
    List<String> closed = new ArrayList<>();
    @Nullable NodeMetadata metadata = null;
    for (Cells record : records.subList(1, records.size())) {
      switch (record.get(0)) {
        case "own" -> findings.add(setInDataFolder(record));
        case "restart" -> findings.add(new SettingFinding.AwaitsRestart(record.get(1)));
        case "error" ->
            findings.add(
                new SettingFinding.WrongLine(
                    record.get(1), record.count(2), record.get(3), record.get(4)));
        case "role" -> closed.add(record.get(1));
        case "metadata" -> metadata = MetadataSql.read(record);
        case "prepared" -> prepared.add(PreparedTransactions.read(record, groups));
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(
        new NodeReport(
            new NodeVersions(self.get(1), self.get(2), self.get(3)),
            new NodeSettings(self.count(4), findings, RecordedCollation.parse(self.get(9))),
            new NodeSessions(
                self.get(6).equals(SEARCH_PATH) && self.get(8).equals("0"),
                self.count(5),
                Duration.ofMillis(self.number(7)),
                prepared),
            metadata,
            closed));
  }

  private static SettingFinding setInDataFolder(Cells record) {
    return new SettingFinding.SetInDataFolder(
        record.get(1), record.get(2), record.isTrue(4) ? record.get(5) : null, record.isTrue(3));
  }
}

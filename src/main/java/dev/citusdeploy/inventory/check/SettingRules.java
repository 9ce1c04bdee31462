package dev.citusdeploy.inventory.check;

import dev.citusdeploy.model.Role;
import java.util.List;

/// What citus-deploy and Citus require of PostgreSQL's settings, as tables: the only source of
/// [SettingsCheck] and of the reference page. Names and values are in their normal form.
final class SettingRules {
  /// A setting that the user cannot set.
  ///
  /// @param name its name; a star at the end matches any suffix
  /// @param remedy what to do instead; empty when there is nothing to set
  record Owned(String name, String why, String remedy) {
    boolean covers(String setting) {
      return name.endsWith("*")
          ? setting.startsWith(name.substring(0, name.length() - 1))
          : setting.equals(name);
    }
  }

  /// A setting with one possible value.
  record Fixed(String name, String value, String why) {}

  /// A value that risks data or stops what keeps a cluster working: allowed in a rehearsal only.
  record Risk(String name, String value, String why) {}

  /// A number with a least value, by role.
  record Floor(String name, int coordinator, int worker, String why) {
    int least(Role role) {
      return switch (role) {
        case COORDINATOR -> coordinator;
        case WORKER -> worker;
      };
    }
  }

  /// A setting that has an effect on one role only.
  record OneRole(String name, Role role, String why) {}

  static final List<Owned> OWNED =
      List.of(
          new Owned(
              "listen_addresses",
              "it follows from `advertise`, `listen` and `network`",
              "set `listen`"),
          new Owned(
              "port",
              "it is part of a node's address",
              "set `port` of the host, or `postgres.port`"),
          new Owned("hba_file", "it is written from `hosts` and `clients`", "add to `clients`"),
          new Owned("ident_file", "it is written from `hosts`", ""),
          new Owned("config_file", "it is part of the container", ""),
          new Owned("data_directory", "it is part of the container", "set `paths.data`"),
          new Owned("external_pid_file", "it is part of the container", ""),
          new Owned("unix_socket_*", "local administration depends on it", ""),
          new Owned("ssl", "nodes log in to each other by certificates only", ""),
          new Owned("ssl_*", "certificates and their files come from the secrets file", ""),
          new Owned(
              "include", "a further file would escape every check", "write the settings here"),
          new Owned(
              "include_*", "a further file would escape every check", "write the settings here"),
          new Owned("citus.node_conninfo", "it carries the nodes' certificates", ""),
          new Owned("citus.local_hostname", "it follows from `clients`", ""));

  static final List<Fixed> FIXED =
      List.of(
          new Fixed("wal_level", "logical", "Citus moves shards by logical replication"),
          new Fixed("password_encryption", "scram-sha-256", "clients log in with SCRAM only"),
          new Fixed(
              "default_transaction_read_only", "off", "a node that is read-only cannot be changed"),
          new Fixed("citus.use_secondary_nodes", "never", "sessions would become read-only"),
          new Fixed("citus.cluster_name", "default", "every node is registered under it"),
          new Fixed("citus.enable_ddl_propagation", "on", "the nodes' schemas would drift apart"),
          new Fixed("citus.enable_metadata_sync", "on", "workers could not take queries"),
          new Fixed("citus.enable_create_role_propagation", "on", "workers need clients' roles"),
          new Fixed("citus.enable_alter_role_propagation", "on", "workers need clients' passwords"),
          new Fixed(
              "citus.enable_alter_role_set_propagation",
              "on",
              "workers need the superuser's search path"));

  static final List<Risk> RISKS =
      List.of(
          new Risk("fsync", "off", "a crash of the server's machine destroys the data"),
          new Risk("full_page_writes", "off", "a crash of the server's machine destroys the data"),
          new Risk("zero_damaged_pages", "on", "it deletes what is damaged"),
          new Risk("ignore_checksum_failure", "on", "it spreads what is damaged"),
          new Risk("ignore_invalid_pages", "on", "it loses what is damaged"),
          new Risk("autovacuum", "off", "tables grow until the server stops taking writes"),
          new Risk("track_counts", "off", "autovacuum and the rebalancer depend on it"),
          new Risk(
              "citus.recover_2pc_interval",
              "-1",
              "transactions that a failure cut off would hold their locks for ever"),
          new Risk(
              "citus.distributed_deadlock_detection_factor",
              "-1",
              "transactions that wait for each other across nodes would wait for ever"),
          new Risk(
              "citus.defer_shard_delete_interval", "-1", "moved shards would never be deleted"),
          new Risk("citus.background_task_queue_interval", "-1", "no rebalance would ever start"));

  static final List<Floor> FLOORS =
      List.of(
          new Floor(
              "max_worker_processes", 32, 32, "a rebalance that finds none free never starts"),
          new Floor(
              "max_wal_senders", 20, 20, "each shard that is moved to another node takes one"),
          new Floor(
              "max_replication_slots",
              20,
              20,
              "each shard that is moved to another node takes one"),
          new Floor(
              "max_active_replication_origins",
              10,
              10,
              "each shard that is moved from another node takes one"),
          new Floor(
              "max_logical_replication_workers",
              8,
              16,
              "each shard that is moved from another node takes one"));

  static final List<OneRole> ONE_ROLE =
      List.of(
          new OneRole(
              "citus.shard_count", Role.COORDINATOR, "tables are created on the coordinator"),
          new OneRole(
              "citus.shard_replication_factor",
              Role.COORDINATOR,
              "tables are created on the coordinator"));

  private SettingRules() {}

  /// The part of the reference page on settings.
  static String markdown() {
    var page = new StringBuilder(OWNED_PAGE);
    for (Owned owned : OWNED) {
      row(
          page,
          owned.name(),
          owned.why() + (owned.remedy().isEmpty() ? "" : "; " + owned.remedy()));
    }
    for (Fixed fixed : FIXED) {
      row(page, fixed.name(), "always `" + fixed.value() + "`: " + fixed.why());
    }
    for (Floor floor : FLOORS) {
      String least =
          floor.coordinator() == floor.worker()
              ? "at least " + floor.worker()
              : "at least %d on the coordinator and %d on a worker"
                  .formatted(floor.coordinator(), floor.worker());
      row(page, floor.name(), least + ": " + floor.why());
    }
    for (OneRole one : ONE_ROLE) {
      row(page, one.name(), "not for " + otherThan(one.role()) + " alone: " + one.why());
    }
    page.append(RISKS_PAGE);
    for (Risk risk : RISKS) {
      page.append("| `").append(risk.name()).append(": ").append(risk.value());
      page.append("` | ").append(risk.why()).append(" |\n");
    }
    return page.append(RELATIONS_PAGE).toString();
  }

  /// The nodes that are not of a role.
  static String otherThan(Role role) {
    return role == Role.COORDINATOR ? "a worker" : "the coordinator";
  }

  private static void row(StringBuilder page, String name, String text) {
    page.append("| `").append(name).append("` | ").append(text).append(" |\n");
  }

  private static final String OWNED_PAGE =
      """

      ## PostgreSQL's settings

      Names and values are checked as the server would check them: PostgreSQL 16 to 18, the modules
      that come with it, and Citus 13 and 14, by the version in the image's tag. A name with a
      dot may be another extension's. `shared_preload_libraries` may be given too: `citus` is put
      first in it. What citus-deploy or Citus depends on is limited:

      | setting | limit |
      |---|---|
      """;

  private static final String RISKS_PAGE =
      """

      These values are refused unless the inventory has `lab: true`:

      | value | why |
      |---|---|
      """;

  private static final String RELATIONS_PAGE =
      """

      Between settings: a worker's `max_connections` is at least the coordinator's, and on each node
      `max_connections` is at least `citus.max_client_connections`, at most
      `max_prepared_transactions`, and above `superuser_reserved_connections` and
      `reserved_connections` together.
      """;
}

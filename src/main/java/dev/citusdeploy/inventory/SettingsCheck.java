package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Findings.Code;
import dev.citusdeploy.inventory.Value.Entry;
import dev.citusdeploy.inventory.Value.Scalar;
import java.util.List;
import java.util.Locale;

/// Refuses PostgreSQL settings that citus-deploy writes itself, and values without which Citus does
/// not work.
final class SettingsCheck {
  private static final List<Owned> OWNED =
      List.of(
          new Owned("listen_addresses", "it follows from `advertise` and `network`", ""),
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
          new Owned("ssl", "certificates are the only way nodes log in to each other", ""),
          new Owned("ssl_*", "certificates and their files come from the secrets file", ""),
          new Owned(
              "include", "a further file would escape every check", "write the settings here"),
          new Owned(
              "include_*", "a further file would escape every check", "write the settings here"),
          new Owned("citus.node_conninfo", "it carries the nodes' certificates", ""),
          new Owned("citus.local_hostname", "certificates are made for `localhost`", ""));

  private static final List<Fixed> FIXED =
      List.of(
          new Fixed("wal_level", "logical", "Citus moves shards by logical replication"),
          new Fixed("password_encryption", "scram-sha-256", "clients log in with SCRAM only"));

  private final Findings findings;

  SettingsCheck(Findings findings) {
    this.findings = findings;
  }

  /// A setting that is not the user's to give.
  ///
  /// @param name its name; a star at the end stands for any end
  /// @param remedy what to do instead; empty when there is nothing to set
  private record Owned(String name, String why, String remedy) {
    boolean covers(String setting) {
      return name.endsWith("*")
          ? setting.startsWith(name.substring(0, name.length() - 1))
          : setting.equals(name);
    }
  }

  /// A setting with one possible value.
  private record Fixed(String name, String value, String why) {}

  /// Looks at the settings of the cluster, of each role and of every host.
  void run(Checked root, List<HostDraft> hosts) {
    Checked postgres = root.section(InventorySchema.POSTGRES);
    check(postgres.section(InventorySchema.POSTGRES_SETTINGS));
    check(
        postgres.section(InventorySchema.COORDINATOR_ONLY).section(InventorySchema.ROLE_SETTINGS));
    check(postgres.section(InventorySchema.WORKER_ONLY).section(InventorySchema.ROLE_SETTINGS));
    for (HostDraft host : hosts) {
      check(host.keys().section(InventorySchema.HOST_SETTINGS));
    }
  }

  private void check(Checked settings) {
    for (Entry entry : settings.mapping().entries()) {
      OWNED.stream()
          .filter(owned -> owned.covers(entry.key()))
          .findFirst()
          .ifPresent(owned -> refuse(entry, owned));
      FIXED.stream()
          .filter(fixed -> fixed.name().equals(entry.key()))
          .forEach(fixed -> compare(entry, fixed));
    }
  }

  private void refuse(Entry entry, Owned owned) {
    findings.add(
        Code.CONFLICT,
        entry.at(),
        "the setting `" + entry.key() + "` cannot be given",
        "citus-deploy writes it itself: " + owned.why(),
        owned.remedy().isEmpty() ? "remove it" : owned.remedy());
  }

  private void compare(Entry entry, Fixed fixed) {
    if (entry.value() instanceof Scalar scalar
        && !scalar.text().toLowerCase(Locale.ROOT).equals(fixed.value())) {
      findings.add(
          Code.CONFLICT,
          scalar.position(),
          "`" + fixed.name() + "` can only be `" + fixed.value() + "`",
          fixed.why(),
          "remove it: it is `" + fixed.value() + "` anyway");
    }
  }

  /// The part of the reference page on settings.
  static String markdown() {
    var page = new StringBuilder(SETTINGS_PAGE);
    for (Owned owned : OWNED) {
      page.append("| `").append(owned.name()).append("` | ").append(owned.why());
      page.append(owned.remedy().isEmpty() ? "" : "; " + owned.remedy()).append(" |\n");
    }
    for (Fixed fixed : FIXED) {
      page.append("| `").append(fixed.name()).append("` | always `").append(fixed.value());
      page.append("`: ").append(fixed.why()).append(" |\n");
    }
    return page.toString();
  }

  private static final String SETTINGS_PAGE =
      """

      ## Settings that cannot be given

      Any PostgreSQL setting may stand under `settings`, `shared_preload_libraries` too (`citus` is put
      first in it), except those that citus-deploy writes itself:

      | setting | why |
      |---|---|
      """;
}

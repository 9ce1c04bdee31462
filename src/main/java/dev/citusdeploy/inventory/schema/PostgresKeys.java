package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.schema.Shape.Entries;
import dev.citusdeploy.inventory.schema.Shape.Section;
import dev.citusdeploy.inventory.schema.Shape.Source;
import dev.citusdeploy.inventory.schema.Shape.Text;
import dev.citusdeploy.inventory.schema.Shape.Verbatim;
import dev.citusdeploy.inventory.schema.Shape.Whole;
import java.util.List;

/// PostgreSQL on all nodes: the keys below `postgres`.
public final class PostgresKeys {
  static final Entries SETTINGS_OF_ANY_NAME =
      new Entries(Forms.SETTING_NAME, new Verbatim(Forms.SETTING_VALUE), Entries.Size.ANY);

  public static final Key POSTGRES_PORT =
      Key.optional("port", Whole.PORT, "TCP port of PostgreSQL on every host.", "6432")
          .orElse("5432");

  public static final Key SUPERUSER =
      Key.optional(
              "superuser",
              new Text(Forms.ROLE),
              "Name of the bootstrap superuser. It cannot change once there is data.",
              "postgres")
          .orElse("postgres");

  public static final Key POSTGRES_SETTINGS =
      Key.optional(
          "settings",
          SETTINGS_OF_ANY_NAME,
          "PostgreSQL settings of every node, by name. Values are taken over exactly as they are"
              + " written.",
          "{ work_mem: 32MB }");

  public static final Key SUPERUSER_PASSWORD =
      Key.optional(
          "password",
          new Source(),
          "Where the superuser's password comes from. It is used when a node's data is made; without"
              + " it there is none, and none is needed: citus-deploy logs in by certificate.",
          "{ env: SHOP_SUPERUSER_PASSWORD }");

  public static final Key ROLE_SETTINGS =
      Key.optional(
          "settings",
          SETTINGS_OF_ANY_NAME,
          "PostgreSQL settings of these nodes; they win over `postgres.settings`, and a host's own"
              + " win over them.",
          "{ work_mem: 64MB }");

  public static final Key COORDINATOR_ONLY =
      Key.optional(
          "coordinator",
          new Section(List.of(ROLE_SETTINGS)),
          "Applies to the coordinator only.",
          "{ settings: { work_mem: 128MB } }");

  public static final Key WORKER_ONLY =
      Key.optional(
          "worker",
          new Section(List.of(ROLE_SETTINGS)),
          "Applies to the workers only.",
          "{ settings: { work_mem: 64MB } }");

  private PostgresKeys() {}
}

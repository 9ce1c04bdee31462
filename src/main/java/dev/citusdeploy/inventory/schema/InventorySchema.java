package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.schema.Shape.Choice;
import dev.citusdeploy.inventory.schema.Shape.Entries;
import dev.citusdeploy.inventory.schema.Shape.Flag;
import dev.citusdeploy.inventory.schema.Shape.Items;
import dev.citusdeploy.inventory.schema.Shape.OneOrMany;
import dev.citusdeploy.inventory.schema.Shape.Section;
import dev.citusdeploy.inventory.schema.Shape.Text;
import java.util.List;

/// Every key of an inventory: the only source of the check, of defaults and of the reference page.
/// The keys of the top level are here, those below them in classes of their own. Rules between
/// several keys are in [ContradictionCheck] and [SettingsCheck].
public final class InventorySchema {
  public static final Key PROGRAM =
      Key.optional(
              "program",
              new Text(Forms.SERVER_FOLDER),
              "Root of configuration and state on the servers.",
              "/home/deploy/citus")
          .orElse(Inventory.Paths.DEFAULT.program());

  public static final Key DATA =
      Key.optional(
              "data",
              new Text(Forms.SERVER_FOLDER),
              "Root of the data folders on the servers.",
              "/srv/citus")
          .orElse(Inventory.Paths.DEFAULT.data());

  public static final Key CLUSTER =
      Key.required(
          "cluster",
          new Text(Forms.NAME),
          "Name of the cluster. It is part of every path and container name and cannot change.",
          "shop");

  public static final Key IMAGE =
      Key.required(
          "image",
          new Text(Forms.IMAGE),
          "The database image with a tag or digest that does not move: never `latest`, `nightly`,"
              + " `alpine` or `postgres_…`, unless `lab` is true.",
          "citusdata/citus:14.1.0");

  public static final Key DATABASE =
      Key.required(
          "database",
          new Text(Forms.DATABASE),
          "Name of the one database that Citus distributes.",
          "shop");

  public static final Key NETWORK =
      Key.optional(
              "network",
              new Choice(List.of("host", "bridge")),
              "How containers reach the network: the server's own, or a Docker bridge with the port"
                  + " published on the advertised address.",
              "bridge")
          .orElse("host");

  public static final Key LAB =
      Key.optional(
              "lab", new Flag(), "Whether this is a rehearsal, where any image is allowed.", "true")
          .orElse("false");

  public static final Key LISTEN =
      Key.optional(
              "listen",
              new OneOrMany(new Text(Forms.LISTEN)),
              "Addresses that PostgreSQL listens on besides localhost and the advertised one, or `all`"
                  + " that a server has. Who may log in is another matter: see `clients`.",
              "all")
          .orElseFrom("none besides");

  public static final Key CLUSTER_NETWORKS =
      Key.optional(
          "cluster_networks",
          new OneOrMany(new Text(Forms.NETWORK)),
          "Networks that the nodes' own connections may come from, besides their advertised"
              + " addresses: where addresses are translated, or nodes are advertised by name. Everyone"
              + " there needs a node's certificate, so no client can be in them.",
          "[10.0.0.0/24]");

  public static final Key INCLUDE =
      Key.optional(
          "include",
          new OneOrMany(new Text(Forms.LOCAL_FILE)),
          "Files whose keys apply where this one has none, such as defaults shared by several"
              + " clusters. Groups of keys are merged, everything else is replaced; of several files"
              + " the later wins.",
          "[defaults.yml]");

  public static final Key OVERRIDES =
      Key.optional(
              "overrides",
              new Text(Forms.LOCAL_FILE),
              "Folder with files that replace templates of the same path.",
              "./overrides")
          .orElseFrom("`overrides/` beside the inventory, if there is one");

  public static final Key SAME_MACHINE =
      Key.optional(
          "same_machine",
          new Choice(List.of("allowed")),
          "Lets several hosts be one machine, each with a port of its own. Without it that is"
              + " taken for a mistake.",
          "allowed");

  public static final Key SSH =
      Key.optional(
          "ssh",
          LoginKeys.SSH_KEYS,
          "How to log in to the servers.",
          "{ user: deploy, sudo: true }");

  public static final Key POSTGRES =
      Key.optional(
          "postgres",
          new Section(
              List.of(
                  PostgresKeys.POSTGRES_PORT,
                  PostgresKeys.SUPERUSER,
                  PostgresKeys.SUPERUSER_PASSWORD,
                  PostgresKeys.POSTGRES_SETTINGS,
                  PostgresKeys.COORDINATOR_ONLY,
                  PostgresKeys.WORKER_ONLY)),
          "PostgreSQL on all nodes.",
          "{ settings: { work_mem: 32MB } }");

  public static final Key CLIENTS =
      Key.optional(
          "clients",
          new Items(
              new Section(
                  List.of(
                      ClientKeys.FROM,
                      ClientKeys.CLIENT_DATABASE,
                      ClientKeys.CLIENT_ROLE,
                      ClientKeys.CLIENT_PASSWORD))),
          "Who may connect from outside, over TLS and with a password. No one else may.",
          "[{ from: 10.1.0.0/16, database: shop, role: app }]");

  public static final Key PATHS =
      Key.optional(
          "paths",
          new Section(List.of(PROGRAM, DATA)),
          "Folders on the servers. They cannot move once there is data.",
          "{ data: /srv/citus }");

  public static final Key HOSTS =
      Key.required(
          "hosts",
          new Entries(
              Forms.NAME,
              new Section(
                  List.of(
                      ServerKeys.ADDRESS,
                      ServerKeys.ADVERTISE,
                      ServerKeys.ROLE,
                      ServerKeys.PORT,
                      ServerKeys.HOST_NODES,
                      ServerKeys.HOST_LISTEN,
                      ServerKeys.HOST_SSH,
                      ServerKeys.HOST_SETTINGS)),
              Entries.Size.AT_LEAST_ONE_AND_RANGES),
          "The servers by name. The name is the node's identity for life; addresses may change. A"
              + " name with a range stands for several.",
          "{ pg-c1: { address: 10.0.0.10, role: coordinator } }");

  /// The whole file.
  public static final Section ROOT =
      new Section(
          List.of(
              CLUSTER,
              IMAGE,
              DATABASE,
              NETWORK,
              LISTEN,
              CLUSTER_NETWORKS,
              LAB,
              SAME_MACHINE,
              SSH,
              POSTGRES,
              CLIENTS,
              PATHS,
              HOSTS,
              INCLUDE,
              OVERRIDES));

  private InventorySchema() {}
}

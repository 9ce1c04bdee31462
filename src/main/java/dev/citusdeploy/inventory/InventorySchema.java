package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Shape.Choice;
import dev.citusdeploy.inventory.Shape.Entries;
import dev.citusdeploy.inventory.Shape.Flag;
import dev.citusdeploy.inventory.Shape.Items;
import dev.citusdeploy.inventory.Shape.Section;
import dev.citusdeploy.inventory.Shape.Text;
import dev.citusdeploy.inventory.Shape.Verbatim;
import dev.citusdeploy.inventory.Shape.Whole;
import java.util.List;

/// Every key of an inventory: the one source of the check, of defaults and of the reference page.
/// Rules between several keys are in [ContradictionCheck] and [SettingsCheck].
final class InventorySchema {
  static final Key SSH_USER =
      Key.optional("user", new Text(Forms.LOGIN), "Login name on the servers.", "deploy")
          .orElseFrom("who runs the program");
  static final Key SSH_PORT =
      Key.optional("port", Whole.PORT, "TCP port of sshd.", "2222").orElse("22");
  static final Key IDENTITY =
      Key.optional(
              "identity",
              new Text(Forms.LOCAL_FILE),
              "Private key to log in with. A relative path starts at the inventory's folder.",
              "~/.ssh/id_ed25519")
          .orElseFrom("the usual files below `~/.ssh`");
  static final Key KNOWN_HOSTS =
      Key.optional(
              "known_hosts",
              new Text(Forms.LOCAL_FILE),
              "Host keys to accept, in OpenSSH's format; others are refused. A relative path"
                  + " starts at the inventory's folder.",
              "./known_hosts")
          .orElse("~/.ssh/known_hosts");
  static final Key SUDO =
      Key.optional(
              "sudo",
              new Flag(),
              "Whether to work through `sudo -n`, for a login that is not root.",
              "true")
          .orElse("false");

  static final Section SSH_KEYS =
      new Section(List.of(SSH_USER, SSH_PORT, IDENTITY, KNOWN_HOSTS, SUDO));

  static final Entries SETTINGS_OF_ANY_NAME =
      new Entries(Forms.SETTING_NAME, new Verbatim(Forms.SETTING_VALUE), false);

  static final Key POSTGRES_PORT =
      Key.optional("port", Whole.PORT, "TCP port of PostgreSQL on every host.", "6432")
          .orElse("5432");
  static final Key SUPERUSER =
      Key.optional(
              "superuser",
              new Text(Forms.ROLE),
              "Name of the bootstrap superuser. It cannot change once there is data.",
              "postgres")
          .orElse("postgres");
  static final Key POSTGRES_SETTINGS =
      Key.optional(
          "settings",
          SETTINGS_OF_ANY_NAME,
          "PostgreSQL settings of every node, by name. Values are taken over exactly as they are"
              + " written.",
          "{ work_mem: 32MB }");

  static final Key FROM =
      Key.required(
          "from",
          new Text(Forms.NETWORK),
          "The network the clients come from, in CIDR form.",
          "10.0.0.0/8");
  static final Key CLIENT_DATABASE =
      Key.required(
          "database",
          new Text(Forms.DATABASE),
          "The database they may open: the cluster's.",
          "shop");
  static final Key CLIENT_ROLE =
      Key.required(
          "role",
          new Text(Forms.ROLE),
          "The role they log in as, with a password. It is created if there is none; it cannot be"
              + " the superuser.",
          "app");

  static final Key PROGRAM =
      Key.optional(
              "program",
              new Text(Forms.SERVER_FOLDER),
              "Root of configuration and state on the servers.",
              "/home/deploy/citus")
          .orElse(Inventory.Paths.DEFAULT.program());
  static final Key DATA =
      Key.optional(
              "data",
              new Text(Forms.SERVER_FOLDER),
              "Root of the data folders on the servers.",
              "/srv/citus")
          .orElse(Inventory.Paths.DEFAULT.data());

  static final Key ADDRESS =
      Key.required(
          "address",
          new Text(Forms.ADDRESS),
          "What SSH dials: an IPv4 address, an IPv6 address or a DNS name.",
          "10.0.0.10");
  static final Key ADVERTISE =
      Key.optional(
              "advertise",
              new Text(Forms.ADDRESS),
              "What every node dials to reach PostgreSQL here, the node itself included.",
              "192.168.7.10")
          .orElseFrom("`address`");
  static final Key ROLE =
      Key.required(
          "role",
          new Choice(List.of("coordinator", "worker")),
          "What its node is for. Exactly one host is the coordinator.",
          "worker");
  static final Key PORT =
      Key.optional("port", Whole.PORT, "TCP port of PostgreSQL on this host.", "5433")
          .orElseFrom("`postgres.port`");
  static final Key HOST_SSH =
      Key.optional(
          "ssh",
          SSH_KEYS,
          "How to log in to this host; keys that are given here win over the top level's.",
          "{ user: root }");
  static final Key HOST_SETTINGS =
      Key.optional(
          "settings",
          SETTINGS_OF_ANY_NAME,
          "PostgreSQL settings of this host's node; they win over `postgres.settings`.",
          "{ work_mem: 64MB }");

  static final Key CLUSTER =
      Key.required(
          "cluster",
          new Text(Forms.NAME),
          "Name of the cluster. It is part of every path and container name and cannot change.",
          "shop");
  static final Key IMAGE =
      Key.required(
          "image",
          new Text(Forms.IMAGE),
          "The database image with a tag or digest that does not move: never `latest`, `nightly`,"
              + " `alpine` or `postgres_…`, unless `lab` is true.",
          "citusdata/citus:14.1.0");
  static final Key DATABASE =
      Key.required(
          "database",
          new Text(Forms.DATABASE),
          "Name of the one database that Citus distributes.",
          "shop");
  static final Key NETWORK =
      Key.optional(
              "network",
              new Choice(List.of("host", "bridge")),
              "How containers reach the network: the server's own, or a Docker bridge with the port"
                  + " published on the advertised address.",
              "bridge")
          .orElse("host");
  static final Key LAB =
      Key.optional(
              "lab", new Flag(), "Whether this is a rehearsal, where any image is allowed.", "true")
          .orElse("false");
  static final Key SAME_MACHINE =
      Key.optional(
          "same_machine",
          new Choice(List.of("allowed")),
          "Lets several hosts be one machine, each with a port of its own. Without it that is"
              + " taken for a mistake.",
          "allowed");
  static final Key SSH =
      Key.optional(
          "ssh", SSH_KEYS, "How to log in to the servers.", "{ user: deploy, sudo: true }");
  static final Key POSTGRES =
      Key.optional(
          "postgres",
          new Section(List.of(POSTGRES_PORT, SUPERUSER, POSTGRES_SETTINGS)),
          "PostgreSQL on all nodes.",
          "{ settings: { work_mem: 32MB } }");
  static final Key CLIENTS =
      Key.optional(
          "clients",
          new Items(new Section(List.of(FROM, CLIENT_DATABASE, CLIENT_ROLE))),
          "Who may connect from outside, over TLS and with a password. Nothing else is let in.",
          "[{ from: 10.0.0.0/8, database: shop, role: app }]");
  static final Key PATHS =
      Key.optional(
          "paths",
          new Section(List.of(PROGRAM, DATA)),
          "Where things lie on the servers. They cannot move once there is data.",
          "{ data: /srv/citus }");
  static final Key HOSTS =
      Key.required(
          "hosts",
          new Entries(
              Forms.NAME,
              new Section(List.of(ADDRESS, ADVERTISE, ROLE, PORT, HOST_SSH, HOST_SETTINGS)),
              true),
          "The servers by name. The name is the node's identity for life; addresses may change.",
          "{ pg-c1: { address: 10.0.0.10, role: coordinator } }");

  /// The whole file.
  static final Section ROOT =
      new Section(
          List.of(
              CLUSTER,
              IMAGE,
              DATABASE,
              NETWORK,
              LAB,
              SAME_MACHINE,
              SSH,
              POSTGRES,
              CLIENTS,
              PATHS,
              HOSTS));

  private InventorySchema() {}
}

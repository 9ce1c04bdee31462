package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Shape.Choice;
import dev.citusdeploy.inventory.Shape.Entries;
import dev.citusdeploy.inventory.Shape.Flag;
import dev.citusdeploy.inventory.Shape.Items;
import dev.citusdeploy.inventory.Shape.OneOrMany;
import dev.citusdeploy.inventory.Shape.Section;
import dev.citusdeploy.inventory.Shape.Source;
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
              "Private key to log in with.",
              "~/.ssh/id_ed25519")
          .orElseFrom("the usual files below `~/.ssh`");
  static final Key KNOWN_HOSTS =
      Key.optional(
              "known_hosts",
              new Text(Forms.LOCAL_FILE),
              "Host keys to accept, in OpenSSH's format; others are refused.",
              "./known_hosts")
          .orElse("~/.ssh/known_hosts");
  static final Key SUDO =
      Key.optional(
              "sudo",
              new Flag(),
              "Whether to work through `sudo -n`, for a login that is not root.",
              "true")
          .orElse("false");

  static final Key JUMP =
      Key.optional(
          "jump",
          new OneOrMany(new Text(Forms.JUMP)),
          "Server to go through, or a list of them for a chain, the nearest first. The login name is"
              + " `ssh.user` unless it is given, the port 22. An empty list goes straight.",
          "deploy@bastion.example.com");

  static final Section SSH_KEYS =
      new Section(List.of(SSH_USER, SSH_PORT, IDENTITY, KNOWN_HOSTS, SUDO, JUMP));

  static final Entries SETTINGS_OF_ANY_NAME =
      new Entries(Forms.SETTING_NAME, new Verbatim(Forms.SETTING_VALUE), Entries.Size.ANY);

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

  static final Key SUPERUSER_PASSWORD =
      Key.optional(
          "password",
          new Source(),
          "Where the superuser's password comes from. It is used when a node's data is made; without"
              + " it nobody knows one, and nobody needs to: citus-deploy logs in by certificate.",
          "{ env: SHOP_SUPERUSER_PASSWORD }");

  static final Key ROLE_SETTINGS =
      Key.optional(
          "settings",
          SETTINGS_OF_ANY_NAME,
          "PostgreSQL settings of these nodes; they win over `postgres.settings`, and a host's own"
              + " win over them.",
          "{ work_mem: 64MB }");

  static final Key COORDINATOR_ONLY =
      Key.optional(
          "coordinator",
          new Section(List.of(ROLE_SETTINGS)),
          "What holds for the coordinator only.",
          "{ settings: { work_mem: 128MB } }");

  static final Key WORKER_ONLY =
      Key.optional(
          "worker",
          new Section(List.of(ROLE_SETTINGS)),
          "What holds for the workers only.",
          "{ settings: { work_mem: 64MB } }");

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

  static final Key CLIENT_PASSWORD =
      Key.optional(
              "password",
              new Source(),
              "Where the role's password comes from. Changing it there changes it in the cluster.",
              "{ file: ./app.password }")
          .orElseFrom("made once and kept in the secrets file");

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
          new Text(Forms.SSH_ADDRESS),
          "What SSH dials: an IPv4 address, an IPv6 address or a DNS name.",
          "10.0.0.10");
  static final Key ADVERTISE =
      Key.optional(
              "advertise",
              new Text(Forms.ADDRESS),
              "What every node dials to reach PostgreSQL here, the node itself included. With a"
                  + " name, `cluster_networks` must be given.",
              "192.168.7.10")
          .orElseFrom("`address`");

  static final Key HOST_LISTEN =
      Key.optional(
              "listen",
              new OneOrMany(new Text(Forms.LISTEN)),
              "Addresses of this host that PostgreSQL listens on besides localhost and the advertised"
                  + " one, or `all`.",
              "[192.0.2.10]")
          .orElseFrom("the top level's `listen`");

  static final Key HOST_NODES =
      Key.optional(
              "nodes",
              new Whole(1, 64),
              "How many nodes run here, each on the next port. The first bears the host's name, the"
                  + " next ones `<host>-2`, `<host>-3` and so on. A coordinator's host has one.",
              "2")
          .orElse("1");
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
          "PostgreSQL settings of this host's nodes; they win over all others.",
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
  static final Key LISTEN =
      Key.optional(
              "listen",
              new OneOrMany(new Text(Forms.LISTEN)),
              "Addresses that PostgreSQL listens on besides localhost and the advertised one, or `all`"
                  + " that a server has. Who may log in is another matter: see `clients`.",
              "all")
          .orElseFrom("none besides");

  static final Key CLUSTER_NETWORKS =
      Key.optional(
          "cluster_networks",
          new OneOrMany(new Text(Forms.NETWORK)),
          "Networks that the nodes' own connections may come from, besides their advertised"
              + " addresses: where addresses are translated, or nodes are advertised by name. Everyone"
              + " there needs a node's certificate, so no client can be in them.",
          "[10.0.0.0/24]");

  static final Key INCLUDE =
      Key.optional(
          "include",
          new OneOrMany(new Text(Forms.LOCAL_FILE)),
          "Files whose keys hold where this one has none, such as defaults shared by several"
              + " clusters. Groups of keys are merged, everything else is replaced; of several files"
              + " the later wins.",
          "[defaults.yml]");

  static final Key OVERRIDES =
      Key.optional(
              "overrides",
              new Text(Forms.LOCAL_FILE),
              "Folder with files that replace templates of the same path.",
              "./overrides")
          .orElseFrom("`overrides/` beside the inventory, if there is one");

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
          new Section(
              List.of(
                  POSTGRES_PORT,
                  SUPERUSER,
                  SUPERUSER_PASSWORD,
                  POSTGRES_SETTINGS,
                  COORDINATOR_ONLY,
                  WORKER_ONLY)),
          "PostgreSQL on all nodes.",
          "{ settings: { work_mem: 32MB } }");
  static final Key CLIENTS =
      Key.optional(
          "clients",
          new Items(new Section(List.of(FROM, CLIENT_DATABASE, CLIENT_ROLE, CLIENT_PASSWORD))),
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
              new Section(
                  List.of(
                      ADDRESS,
                      ADVERTISE,
                      ROLE,
                      PORT,
                      HOST_NODES,
                      HOST_LISTEN,
                      HOST_SSH,
                      HOST_SETTINGS)),
              Entries.Size.AT_LEAST_ONE_AND_RANGES),
          "The servers by name. The name is the node's identity for life; addresses may change. A"
              + " name with a range stands for several.",
          "{ pg-c1: { address: 10.0.0.10, role: coordinator } }");

  /// The whole file.
  static final Section ROOT =
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

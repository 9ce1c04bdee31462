package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.schema.Shape.Choice;
import dev.citusdeploy.inventory.schema.Shape.OneOrMany;
import dev.citusdeploy.inventory.schema.Shape.Text;
import dev.citusdeploy.inventory.schema.Shape.Whole;
import java.util.List;

/// A server: the keys of each of `hosts`.
public final class ServerKeys {
  public static final Key ADDRESS =
      Key.required(
          "address",
          new Text(Forms.SSH_ADDRESS),
          "What SSH dials: an IPv4 address, an IPv6 address or a DNS name.",
          "10.0.0.10");

  public static final Key ADVERTISE =
      Key.optional(
              "advertise",
              new Text(Forms.ADDRESS),
              "What every node dials to reach PostgreSQL here, the node itself included. With a"
                  + " name, `cluster_networks` must be given.",
              "192.168.7.10")
          .orElseFrom("`address`");

  public static final Key HOST_LISTEN =
      Key.optional(
              "listen",
              new OneOrMany(new Text(Forms.LISTEN)),
              "Addresses of this host that PostgreSQL listens on besides localhost and the advertised"
                  + " one, or `all`.",
              "[192.0.2.10]")
          .orElseFrom("the top level's `listen`");

  public static final Key HOST_NODES =
      Key.optional(
              "nodes",
              new Whole(1, 64),
              "How many nodes run here, each on the next port. The first has the host's name, the"
                  + " next ones `<host>-2`, `<host>-3` and so on. A coordinator's host has one.",
              "2")
          .orElse("1");

  public static final Key ROLE =
      Key.required(
          "role",
          new Choice(List.of("coordinator", "worker")),
          "The role of its nodes. Exactly one host is the coordinator.",
          "worker");

  public static final Key PORT =
      Key.optional("port", Whole.PORT, "TCP port of PostgreSQL on this host.", "5433")
          .orElseFrom("`postgres.port`");

  public static final Key HOST_SSH =
      Key.optional(
          "ssh",
          LoginKeys.SSH_KEYS,
          "How to log in to this host; keys that are given here win over the top level's.",
          "{ user: root }");

  public static final Key HOST_SETTINGS =
      Key.optional(
          "settings",
          PostgresKeys.SETTINGS_OF_ANY_NAME,
          "PostgreSQL settings of this host's nodes; they win over all others.",
          "{ work_mem: 64MB }");

  private ServerKeys() {}
}

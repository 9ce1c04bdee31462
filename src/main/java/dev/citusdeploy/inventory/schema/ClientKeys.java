package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.schema.Shape.Source;
import dev.citusdeploy.inventory.schema.Shape.Text;

/// Who may connect from outside: the keys of each of `clients`.
public final class ClientKeys {
  public static final Key FROM =
      Key.required(
          "from",
          new Text(Forms.CLIENT_NETWORK),
          "The network the clients come from, in CIDR form; `local` for programs on the nodes' own"
              + " servers, which connect to 127.0.0.1. From a node's address, which a network may"
              + " contain, only nodes are let in.",
          "10.1.0.0/16");

  public static final Key CLIENT_DATABASE =
      Key.required(
          "database",
          new Text(Forms.DATABASE),
          "The database they may open: the cluster's.",
          "shop");

  public static final Key CLIENT_ROLE =
      Key.required(
          "role",
          new Text(Forms.ROLE),
          "The role they log in as, with a password. It is created if there is none; it cannot be"
              + " the superuser.",
          "app");

  public static final Key CLIENT_PASSWORD =
      Key.optional(
              "password",
              new Source(),
              "Where the role's password comes from. Changing it there changes it in the cluster.",
              "{ file: ./app.password }")
          .orElseFrom("made once and kept in the secrets file");

  private ClientKeys() {}
}

package dev.citusdeploy.inventory.reference;

import dev.citusdeploy.inventory.check.SettingsCheck;
import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.Key.Presence;
import dev.citusdeploy.inventory.schema.SchemaPlace;
import dev.citusdeploy.inventory.schema.Shape;
import dev.citusdeploy.inventory.schema.Shape.Entries;

/// The reference page of the inventory, made from the schema that the check uses, so that the two
/// cannot drift apart.
public final class InventoryReference {
  private InventoryReference() {}

  /// The page `docs/inventory.md`, whole.
  public static String markdown() {
    var page = new StringBuilder(INTRODUCTION);
    for (SchemaPlace place : SchemaPlace.all()) {
      section(page, place);
    }
    return page.append(SettingsCheck.markdown()).toString();
  }

  private static final String INTRODUCTION =
      """
      # The inventory

      <!-- Made from the schema in the program: change InventorySchema or InventoryReference, not this
      page. -->

      An inventory is one YAML 1.2 file that describes the cluster: its servers, how to log in to
      them, and PostgreSQL's settings. `citus-deploy validate FILE` checks one without contacting any
      server; `-o json` gives each mistake as data, with `file`, `line` and `column`. Examples to start
      from:

      | example | cluster |
      |---|---|
      | [one-machine.yml](../inventory/one-machine.yml) | a coordinator and two workers on one machine, to try things out |
      | [small.yml](../inventory/small.yml) | three servers |
      | [ranges.yml](../inventory/ranges.yml) | thirteen servers in a few lines, two workers on each of twelve |
      | [bastion.yml](../inventory/bastion.yml) | servers behind a bastion, containers on a bridge network |
      | [everything.yml](../inventory/everything.yml) | every key, once |

      The check is strict. Unknown keys, keys given twice, wrong types and contradictions are all reported
      at once, each with `file:line:column` and what to do about it. Words are taken literally:
      `no` is the text "no", `0644` stays `0644`, and only `true` and `false` are truth values. Aliases
      (`&name`, `*name`) work; merge keys (`<<`) and tags (`!name`) don't. Keys that begin with `x-` are
      your own, in every group of keys: nobody reads them.

      For editors there is a JSON Schema, [inventory.schema.json](../schema/inventory.schema.json), made
      from the same source as this page: `# yaml-language-server: $schema=…` in the first line names it
      to VS Code, IntelliJ and others.

      A server's name, like the cluster's, has 1 to 40 characters of `a-z`, `0-9` and hyphens, no hyphen
      at the ends. Paths of files on this machine may begin with `~/`; relative ones start at the folder
      of the file they are written in, and in an inventory from standard input at the working folder.

      ## Ranges

      `pg-w[01:12]` as a host's name stands for `pg-w01`, `pg-w02` … `pg-w12`: both bounds are in it, and
      what the first is padded to, all are. A name may have several ranges; the rightmost runs fastest.
      Texts in such a host (`address`, `advertise`, `listen`, files) may have ranges too, with as many
      values in all as there are hosts, and `port: "[5432:5443]"` gives each its own port. A value without
      a range is the same for all hosts. Between `{ }`, YAML needs quotes around a value with a range:
      `{ address: "10.0.1.[1:12]" }`. An IPv6 address in brackets is no range: `[fd00::1]` is an address,
      `fd00::[10:12]` stands for three.

      ## Included files and the environment

      `include` names files whose keys apply where the inventory has none. Groups of keys are merged, key
      by key; lists and single values are replaced whole. Mistakes in an included file are reported at their
      position there, after the mistakes of the inventory.

      `{ env: NAME }` in the place of a text, a number or a truth value takes it from that variable of the
      environment, `{ env: NAME, default: value }` with a default when it is not set. Variables are used
      nowhere else.

      ## Secrets

      Certificates and passwords are made once and kept beside the inventory: the secrets of `shop.yml`
      are in `shop.secrets.yml`. A password of your own is never in an inventory; the inventory
      has its source:

      | place | where the password comes from |
      |---|---|
      | `{ env: NAME }` | a variable of the environment |
      | `{ file: path }` | a file that holds it and nothing else; one that everyone may read is refused |
      | `{ command: [program, argument] }` | the standard output of a command, such as that of a password manager; `{ command: "text" }` goes through `/bin/sh`. It runs in the inventory's folder, without input, and has 30 seconds |

      One newline at its end is left out. A client role's password that changes there is changed in the
      cluster by the next `apply`; the superuser's is used when a node's data is made, and not again.

      ## Networks and logins

      PostgreSQL listens on localhost, on what a host advertises, and on what `listen` adds. Two kinds of
      logins are let in, both over TLS only: nodes, by certificate, from the addresses that `advertise`,
      `address` and `listen` give, and from `cluster_networks`; and clients, by password, from the
      networks under `clients`. Nodes are matched first, so whoever connects from a node's address or
      a cluster network needs a certificate: keep clients outside of those.

      Where an IP address is advertised with the server's own network, the server must have that address:
      a node's container waits for it when it starts, as after a boot before a VPN is up, and its health
      check goes there. Where another machine passes connections on to the server (NAT), set
      `listen: all`, and add the addresses that its connections come from to `cluster_networks`.

      A node that is advertised by a name needs `cluster_networks`: to recognise a name, PostgreSQL would
      have to look up the name of every address that connects, and that address's name again, which few
      networks answer. Its certificate has the name as well as the address.

      An IPv6 address may be in brackets. A zone, as in `fe80::1%eth0`, means something only to the
      machine that dials: `address` may have one, `advertise` may not.
      """;

  private static void section(StringBuilder page, SchemaPlace place) {
    String title = place.path().isEmpty() ? "Top level" : "`" + place.path() + "`";
    page.append("\n## ").append(title).append("\n\n");
    page.append("| key | value | if left out | meaning | example | since |\n");
    page.append("|---|---|---|---|---|---|\n");
    for (Key key : place.section().keys()) {
      page.append("| `").append(key.name()).append("` | ");
      page.append(value(key.shape())).append(" | ");
      page.append(absent(key.presence())).append(" | ");
      page.append(key.doc()).append(" | `");
      page.append(key.example()).append("` | ");
      page.append(key.since()).append(" |\n");
    }
  }

  private static String value(Shape shape) {
    return switch (shape) {
      case Shape.Text text -> text.form().what();
      case Shape.Choice choice -> "`" + String.join("` or `", choice.words()) + "`";
      case Shape.Whole whole -> whole.least() + " to " + whole.most();
      case Shape.Flag _ -> "`true` or `false`";
      case Shape.Verbatim any -> any.form().what();
      case Shape.Section _ -> "a group of keys, below";
      case Entries entries ->
          "by name, "
              + (entries.size() == Entries.Size.ANY ? "each " : "at least one: ")
              + value(entries.value());
      case Shape.Items items -> "a list, each item " + value(items.item());
      case Shape.OneOrMany many -> value(many.item()) + "; one, or a list of them";
      case Shape.Source _ -> "the place of a secret, [below](#secrets)";
    };
  }

  private static String absent(Presence presence) {
    return switch (presence) {
      case Presence.Required _ -> "**required**";
      case Presence.Optional _ -> "none";
      case Presence.Default given -> "`" + given.text() + "`";
      case Presence.Derived derived -> derived.from();
    };
  }
}

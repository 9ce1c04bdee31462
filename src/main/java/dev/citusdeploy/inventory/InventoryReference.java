package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Key.Presence;
import dev.citusdeploy.inventory.Shape.Entries;

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

      <!-- Made from the schema in the program: change InventorySchema, not this page. -->

      An inventory is one YAML 1.2 file that says what the cluster is: its servers, how to log in to
      them, and what PostgreSQL is told. [inventory/small.yml](../inventory/small.yml) is one to start
      from; [inventory/one-machine.yml](../inventory/one-machine.yml) puts a whole cluster on one
      machine. `citus-deploy validate FILE` checks one without contacting any server.

      The check is strict. Unknown keys, keys given twice, wrong types and contradictions are all told
      at once, each with `file:line:column` and what to do about it. Words are what they look like:
      `no` is the text "no", `0644` stays `0644`, and only `true` and `false` are truth values. Aliases
      (`&name`, `*name`) work; merge keys (`<<`) and tags (`!name`) don't.

      A server's name, like the cluster's, has 1 to 40 characters of `a-z`, `0-9` and hyphens, no hyphen
      at the ends. Paths of files on this machine may begin with `~/`; relative ones start at the
      inventory's folder.

      Secrets are not part of the inventory. They are made once and kept beside it: the secrets of
      `shop.yml` are in `shop.secrets.yml`.
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

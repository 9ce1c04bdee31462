package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.Forms;
import dev.citusdeploy.inventory.text.Form;
import dev.citusdeploy.inventory.text.Suggestion;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.KeyPath;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Broken;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Kind;
import dev.citusdeploy.inventory.yaml.Value.Mapping;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import java.util.List;

/// Checks the place that a secret comes from; the secret itself is not allowed. No message shows
/// what was written instead.
final class SourceCheck {
  /// The kinds of places.
  static final List<String> KINDS = List.of("env", "file", "command");

  private static final String EXAMPLES =
      "`{ env: NAME }`, `{ file: path }` or `{ command: [program, argument] }`";

  private final InventoryProblems findings;

  SourceCheck(InventoryProblems findings) {
    this.findings = findings;
  }

  /// The value, or [Broken] when it is not a valid source.
  Value check(KeyPath spot, Value value) {
    if (value instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
      return broken(
          spot,
          value,
          "must not be written in the inventory itself",
          "an inventory is shared and kept in version control, and a secret must not be",
          "change that secret if the file was shared, then write where it comes from: " + EXAMPLES);
    }
    if (!(value instanceof Mapping mapping) || mapping.entries().size() != 1) {
      return broken(spot, value, "does not name one source", "", "write " + EXAMPLES);
    }
    Entry entry = mapping.entries().getFirst();
    if (!KINDS.contains(entry.key())) {
      return broken(
          spot,
          value,
          "cannot come from `" + entry.key() + "`",
          "it must be one of " + String.join(", ", KINDS),
          Suggestion.nearest(entry.key(), KINDS)
              .map(kind -> "did you mean `" + kind + "`?")
              .orElse("write " + EXAMPLES));
    }
    return switch (entry.key()) {
      case "env" -> formed(spot, mapping, Forms.VARIABLE);
      case "file" -> formed(spot, mapping, Forms.LOCAL_FILE);
      default -> command(spot, mapping);
    };
  }

  private Value formed(KeyPath spot, Mapping mapping, Form form) {
    Entry entry = mapping.entries().getFirst();
    boolean good =
        entry.value() instanceof Scalar scalar
            && scalar.kind() == Kind.TEXT
            && form.faultOf(scalar.text()).isEmpty();
    return good
        ? mapping
        : broken(
            spot,
            entry.value(),
            "has no usable `" + entry.key() + "`",
            "it must be " + form.what(),
            "write " + EXAMPLES);
  }

  private Value command(KeyPath spot, Mapping mapping) {
    Value value = mapping.entries().getFirst().value();
    boolean good =
        switch (value) {
          case Scalar scalar -> scalar.kind() == Kind.TEXT && !scalar.text().isBlank();
          case Value.Sequence words ->
              !words.items().isEmpty()
                  && words.items().stream()
                      .allMatch(
                          word -> word instanceof Scalar scalar && scalar.kind() != Kind.NOTHING);
          case Mapping _, Broken _ -> false;
        };
    return good
        ? mapping
        : broken(
            spot,
            value,
            "has no usable `command`",
            "it must be a list of the program and its arguments, or one line for the shell",
            "write `{ command: [pass, show, shop/app] }`");
  }

  private Value broken(KeyPath spot, Value value, String what, String why, String remedy) {
    findings.add(Code.BAD_VALUE, value.position(), spot + " " + what, why, remedy);
    return new Broken(value.position());
  }
}

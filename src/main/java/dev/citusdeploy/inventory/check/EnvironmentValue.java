package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.Forms;
import dev.citusdeploy.inventory.schema.Shape;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.KeyPath;
import dev.citusdeploy.inventory.yaml.Position;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Broken;
import dev.citusdeploy.inventory.yaml.Value.Kind;
import dev.citusdeploy.inventory.yaml.Value.Mapping;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.model.ShellCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes single values from the environment where the inventory asks for it: `{env: NAME}`, or
/// `{env: NAME, default: x}`. Variables are used nowhere else.
public final class EnvironmentValue {
  /// Key of the variable's name.
  public static final String VARIABLE = "env";

  /// Key of the default, used while the variable is not set.
  public static final String DEFAULT = "default";

  private final InventoryProblems findings;
  private final Map<String, String> environment;

  public EnvironmentValue(InventoryProblems findings, Map<String, String> environment) {
    this.findings = findings;
    this.environment = environment;
  }

  /// The value itself, or the variable's value if it asks for one, typed as YAML would type its
  /// text. [Broken], and reported, when there is none.
  public Value resolved(KeyPath spot, Value value, Shape shape) {
    if (!(value instanceof Mapping mapping) || mapping.find(VARIABLE).isEmpty()) {
      return value;
    }
    Optional<String> unknown =
        mapping.entries().stream()
            .map(Value.Entry::key)
            .filter(key -> !List.of(VARIABLE, DEFAULT).contains(key))
            .findFirst();
    String name = text(mapping, VARIABLE);
    if (unknown.isPresent() || name == null || !Forms.VARIABLE.pattern().matcher(name).matches()) {
      return malformed(spot, mapping);
    }
    String text = environment.get(name);
    if (text == null) {
      text = text(mapping, DEFAULT);
    }
    return text == null ? unset(spot, mapping, name) : scalar(mapping.position(), text, shape);
  }

  private static @Nullable String text(Mapping mapping, String key) {
    return mapping
        .find(key)
        .map(Value.Entry::value)
        .filter(Scalar.class::isInstance)
        .map(value -> ((Scalar) value).text())
        .orElse(null);
  }

  private Value malformed(KeyPath spot, Mapping mapping) {
    findings.add(
        Code.BAD_VALUE,
        mapping.position(),
        spot + " does not name a variable of the environment",
        "its keys are `env`, the variable's name, and `default`",
        "write `" + spot.name() + ": { env: NAME }`");
    return new Broken(mapping.position());
  }

  private Value unset(KeyPath spot, Mapping mapping, String name) {
    findings.add(
        Code.BAD_VALUE,
        mapping.position(),
        spot + " comes from the environment variable `" + name + "`, which is not set",
        "without it there is no value",
        "set it ("
            + ShellCommand.of("export").word(name + "=VALUE").inline()
            + "), or add a `default`");
    return new Broken(mapping.position());
  }

  private static Scalar scalar(Position where, String text, Shape shape) {
    boolean whole = shape instanceof Shape.Whole && text.matches("[0-9]+");
    boolean truth = shape instanceof Shape.Flag && text.matches("true|false");
    return new Scalar(where, text, whole ? Kind.WHOLE : truth ? Kind.TRUTH : Kind.TEXT, false);
  }
}

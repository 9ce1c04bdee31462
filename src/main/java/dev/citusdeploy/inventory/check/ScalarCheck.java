package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.Shape;
import dev.citusdeploy.inventory.text.Form;
import dev.citusdeploy.inventory.text.Suggestion;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.KeyPath;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Broken;
import dev.citusdeploy.inventory.yaml.Value.Kind;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import java.util.Optional;

/// Checks single values against their shapes. As strict as a JSON Schema: text that YAML reads as a
/// number needs quotes, and `"5432"` in quotes is not a number.
final class ScalarCheck {
  private final InventoryProblems findings;

  ScalarCheck(InventoryProblems findings) {
    this.findings = findings;
  }

  /// The value, or [Broken] when it does not fit.
  Value check(KeyPath spot, Value value, Shape shape) {
    if (!(value instanceof Scalar scalar)) {
      return wrongType(spot, value, shape);
    }
    return switch (shape) {
      case Shape.Text text when scalar.kind() == Kind.TEXT -> formed(spot, scalar, text.form());
      case Shape.Verbatim any when scalar.kind() != Kind.NOTHING ->
          formed(spot, scalar, any.form());
      case Shape.Whole whole when scalar.kind() == Kind.WHOLE -> within(spot, scalar, whole);
      case Shape.Flag _ when scalar.kind() == Kind.TRUTH -> scalar;
      case Shape.Choice choice when scalar.kind() == Kind.TEXT -> chosen(spot, scalar, choice);
      default -> wrongType(spot, value, shape);
    };
  }

  /// Reports that a value is of another kind than its shape requires.
  Value wrongType(KeyPath spot, Value value, Shape shape) {
    findings.add(
        Code.WRONG_TYPE,
        value.position(),
        spot + " must be " + wanted(shape) + ", but is " + given(value),
        "",
        remedy(spot, value, shape));
    return new Broken(value.position());
  }

  private Value formed(KeyPath spot, Scalar scalar, Form form) {
    Optional<Form.Fault> fault = form.faultOf(scalar.text());
    if (fault.isEmpty()) {
      return scalar;
    }
    String remedy = fault.get().remedy();
    return bad(
        spot,
        scalar,
        "cannot be `" + scalar.text() + "`",
        new Form.Fault(fault.get().why(), remedy.isEmpty() ? "correct it" : remedy));
  }

  private Value within(KeyPath spot, Scalar scalar, Shape.Whole whole) {
    // Longer than any int: out of every range, and parseInt would throw.
    boolean fits = scalar.text().length() <= 9;
    long number = fits ? Long.parseLong(scalar.text()) : Long.MAX_VALUE;
    if (number >= whole.least() && number <= whole.most()) {
      return scalar;
    }
    String range = "from " + whole.least() + " to " + whole.most();
    return bad(
        spot,
        scalar,
        "cannot be " + scalar.text(),
        new Form.Fault("it must be a whole number " + range, "choose one " + range));
  }

  private Value chosen(KeyPath spot, Scalar scalar, Shape.Choice choice) {
    if (choice.words().contains(scalar.text())) {
      return scalar;
    }
    String remedy =
        Suggestion.nearest(scalar.text(), choice.words())
            .map(word -> "did you mean `" + word + "`?")
            .orElse("write `" + spot.name() + ": " + choice.words().getFirst() + "`");
    return bad(
        spot,
        scalar,
        "cannot be `" + scalar.text() + "`",
        new Form.Fault("it must be " + wanted(choice), remedy));
  }

  private Value bad(KeyPath spot, Scalar scalar, String what, Form.Fault fault) {
    findings.add(Code.BAD_VALUE, scalar.position(), spot + " " + what, fault.why(), fault.remedy());
    return new Broken(scalar.position());
  }

  private static String wanted(Shape shape) {
    return switch (shape) {
      case Shape.Text _ -> "text";
      case Shape.Choice choice -> "`" + String.join("` or `", choice.words()) + "`";
      case Shape.Whole _ -> "a whole number";
      case Shape.Flag _ -> "true or false";
      case Shape.Verbatim _ -> "a single value";
      case Shape.Section _, Shape.Entries _ -> "a group of keys";
      case Shape.Items _ -> "a list";
      case Shape.OneOrMany(Shape item) -> wanted(item);
      case Shape.Source _ -> "the place of a secret";
    };
  }

  private static String given(Value value) {
    return switch (value) {
      case Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT ->
                "the text " + (scalar.quoted() ? quoted(scalar) : "`" + scalar.text() + "`");
            case WHOLE, FRACTION -> "the number " + scalar.text();
            case TRUTH -> "the truth value " + scalar.text();
            case NOTHING -> "empty";
          };
      case Value.Sequence _ -> "a list";
      case Value.Mapping _ -> "a group of keys";
      case Broken _ -> "broken";
    };
  }

  private static String remedy(KeyPath spot, Value value, Shape shape) {
    if (value instanceof Scalar scalar && scalar.kind() == Kind.NOTHING) {
      return "give it a value, or remove the key";
    }
    return switch (shape) {
      case Shape.Text _ when value instanceof Scalar scalar ->
          "put it in quotes: `" + spot.name() + ": " + quoted(scalar) + "`";
      case Shape.Whole _, Shape.Flag _ when value instanceof Scalar scalar && scalar.quoted() ->
          "leave the quotes out";
      case Shape.Flag _ -> "write `" + spot.name() + ": true` or `" + spot.name() + ": false`";
      case Shape.Items _ -> "begin each item with a hyphen";
      case Shape.Section section -> "keys there are: " + String.join(", ", section.names());
      case Shape.Text _, Shape.Whole _ when looksLikeRange(value) ->
          "put a range in quotes: `" + spot.name() + ": \"[1:3]\"`";
      case Shape.Text _,
          Shape.Choice _,
          Shape.Whole _,
          Shape.Verbatim _,
          Shape.Entries _,
          Shape.OneOrMany _,
          Shape.Source _ ->
          "write " + wanted(shape);
    };
  }

  /// In YAML, brackets without quotes are a list.
  private static boolean looksLikeRange(Value value) {
    return value instanceof Value.Sequence list
        && list.items().size() == 1
        && list.items().getFirst() instanceof Scalar scalar
        && scalar.text().matches("[0-9]+:[0-9]+");
  }

  private static String quoted(Scalar scalar) {
    return '"' + scalar.text() + '"';
  }
}

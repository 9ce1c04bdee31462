package dev.citusdeploy.inventory.read;

import dev.citusdeploy.inventory.schema.Forms;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.InventoryText;
import dev.citusdeploy.inventory.yaml.LocalFiles;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Mapping;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.inventory.yaml.Value.Sequence;
import dev.citusdeploy.inventory.yaml.YamlText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Merges the files that an inventory includes into it. Every value keeps its position. One for
/// each reading; not thread-safe.
public final class Includes {
  private final Path home;
  private final InventoryProblems findings;
  private final List<String> files = new ArrayList<>();

  public Includes(Path home, InventoryProblems findings) {
    this.home = home;
    this.findings = findings;
  }

  /// The inventory with all that it includes.
  ///
  /// @param name file of the inventory, as the user named it
  /// @throws ProblemException when an included file can't be read or is no YAML
  public Value merged(Value inventory, Path name) {
    Value merged = with(inventory, name, List.of(absolute(name)));
    findings.files(Stream.concat(Stream.of(name.toString()), files.stream()).distinct().toList());
    return merged;
  }

  private Value with(Value value, Path name, List<Path> including) {
    if (!(value instanceof Mapping own)) {
      return value;
    }
    Mapping merged = own;
    // A later file wins over an earlier one, so it is read first.
    for (Scalar included : included(own).reversed()) {
      Value other = read(included, name, including);
      merged = other instanceof Mapping below ? ValueMerge.over(merged, below) : merged;
    }
    return merged;
  }

  private static List<Scalar> included(Mapping inventory) {
    return inventory.find(InventorySchema.INCLUDE.name()).map(Entry::value).stream()
        .flatMap(value -> value instanceof Sequence list ? list.items().stream() : Stream.of(value))
        .filter(Scalar.class::isInstance)
        .map(Scalar.class::cast)
        .filter(scalar -> Forms.LOCAL_FILE.faultOf(scalar.text()).isEmpty())
        .toList();
  }

  private Value read(Scalar included, Path from, List<Path> including) {
    Path file = LocalFiles.resolve(home, from, included.text());
    if (including.contains(file)) {
      findings.add(
          Code.CONFLICT,
          included.position(),
          "`" + included.text() + "` includes itself, directly or by another file",
          "the inclusion would never end",
          "remove one `include` of the circle");
      return new Value.Broken(included.position());
    }
    Path name = named(from, included.text(), file);
    String text = InventoryText.included(file, included);
    files.add(name.toString());
    Value value = YamlText.parse(text, name.toString());
    if (!(value instanceof Mapping)) {
      findings.add(
          Code.WRONG_TYPE,
          value.position(),
          "an included file must be a group of keys, like an inventory",
          "",
          "give it keys, or remove the `include`");
    }
    return with(value, name, Stream.concat(including.stream(), Stream.of(file)).toList());
  }

  /// As the user would name it from the current folder.
  private static Path named(Path from, String text, Path absolute) {
    return text.startsWith("~/") ? absolute : from.resolveSibling(text).normalize();
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }
}

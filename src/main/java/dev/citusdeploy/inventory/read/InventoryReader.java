package dev.citusdeploy.inventory.read;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Operator;
import dev.citusdeploy.inventory.check.CheckedSection;
import dev.citusdeploy.inventory.check.ContradictionCheck;
import dev.citusdeploy.inventory.check.SchemaCheck;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryText;
import dev.citusdeploy.inventory.yaml.KeyPath;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.YamlText;
import java.nio.file.Path;

/// Reads an inventory and checks everything that can be checked without a server. Thread-safe.
public final class InventoryReader {
  private final Operator operator;

  /// @param operator who runs the program
  public InventoryReader(Operator operator) {
    this.operator = operator;
  }

  /// Reads a file.
  ///
  /// @throws ProblemException with every mistake of the file, in its order, each at
  ///   `file:line:column`
  public Inventory read(Path file) {
    return read(InventoryText.of(file), file);
  }

  /// Reads a text, as it comes from standard input.
  ///
  /// @param name name for messages; relative paths in the inventory start at its folder
  /// @throws ProblemException with every mistake of the text, in its order, each at
  ///   `name:line:column`
  public Inventory read(String text, Path name) {
    var findings = new InventoryProblems();
    Value own = YamlText.parse(text, name.toString());
    Value value = new Includes(operator.home(), findings).merged(own, name);
    var top = new KeyPath("", value.position());
    var root =
        CheckedSection.of(
            new SchemaCheck(findings, operator.environment())
                .check(top, value, InventorySchema.ROOT));
    new ContradictionCheck(root, findings).run();
    Path overrides = new Overrides(operator.home(), findings).find(root, name);
    findings.throwIfAny();
    return new InventoryBuilder(operator, name, root).build(overrides);
  }
}

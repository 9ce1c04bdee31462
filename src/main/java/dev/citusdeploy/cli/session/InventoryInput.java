package dev.citusdeploy.cli.session;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Operator;
import dev.citusdeploy.inventory.read.InventoryReader;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Finds and reads the inventory that the command line names.
public final class InventoryInput {
  private static final String STANDARD_INPUT = "-";

  private InventoryInput() {}

  /// Reads the inventory.
  ///
  /// @throws ProblemException with every mistake in it
  public static Inventory read(InventoryOptions options) {
    InventoryReader reader = new InventoryReader(Operator.current(System.getenv()));
    if (!options.inventory.equals(STANDARD_INPUT)) {
      return reader.read(Path.of(options.inventory));
    }
    try {
      return reader.read(
          new String(System.in.readAllBytes(), StandardCharsets.UTF_8), Path.of("stdin"));
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              CliProblemCodes.STANDARD_INPUT_UNREADABLE,
              "the inventory cannot be read",
              "standard input",
              String.valueOf(e.getMessage()),
              "name a file instead of `-`"),
          e);
    }
  }

  /// Whether the inventory comes from standard input, which then cannot answer questions.
  public static boolean isStandardInput(InventoryOptions options) {
    return options.inventory.equals(STANDARD_INPUT);
  }
}

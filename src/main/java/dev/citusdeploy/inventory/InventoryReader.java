package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Findings.Code;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    return read(content(file), file);
  }

  /// Reads a text, as it comes from standard input.
  ///
  /// @param name what stands in messages; relative paths in the inventory start at its folder
  /// @throws ProblemException with every mistake of the text, in its order, each at
  ///   `name:line:column`
  public Inventory read(String text, Path name) {
    var findings = new Findings();
    Value value = YamlText.parse(text, name.toString());
    var top = new Spot("", value.position());
    var root = Checked.of(new SchemaCheck(findings).check(top, value, InventorySchema.ROOT));
    new ContradictionCheck(root, findings).run();
    findings.throwIfAny();
    return new InventoryBuilder(operator, name, root).build();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", "check the path", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file, "reading it is not permitted", "chmod u+r " + file, e);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8", "save it as UTF-8", e);
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      throw unreadable(file, why, "name the inventory file itself", e);
    }
  }

  private static ProblemException unreadable(
      Path file, String why, String remedy, IOException cause) {
    return new ProblemException(
        Findings.problem(
            Code.UNREADABLE, file.toString(), "the inventory cannot be read", why, remedy),
        cause);
  }
}

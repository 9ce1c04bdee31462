package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Findings.Code;
import dev.citusdeploy.inventory.Value.Scalar;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Texts of inventory files, with a clear word where there is none.
final class InventoryText {
  private InventoryText() {}

  /// The text of an inventory.
  ///
  /// @throws ProblemException when it cannot be read
  static String of(Path file) {
    return read(file, file.toString(), "the inventory cannot be read");
  }

  /// The text of an included file.
  ///
  /// @param by where it is included
  /// @throws ProblemException when it cannot be read
  static String included(Path file, Scalar by) {
    return read(
        file, by.position().toString(), "the included file `" + by.text() + "` cannot be read");
  }

  private static String read(Path file, String where, String what) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(where, what, "there is no such file", "check the path: " + file, e);
    } catch (AccessDeniedException e) {
      throw unreadable(where, what, "reading it is not permitted", "chmod u+r " + file, e);
    } catch (CharacterCodingException e) {
      throw unreadable(where, what, "it is not UTF-8", "save it as UTF-8", e);
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      throw unreadable(where, what, why, "name the file itself", e);
    }
  }

  private static ProblemException unreadable(
      String where, String what, String why, String remedy, IOException cause) {
    return new ProblemException(Findings.problem(Code.UNREADABLE, where, what, why, remedy), cause);
  }
}

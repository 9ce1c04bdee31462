package dev.citusdeploy.inventory.yaml;

import dev.citusdeploy.inventory.text.Suggestion;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Texts of inventory files, with a clear problem when a file cannot be read.
public final class InventoryText {
  private InventoryText() {}

  /// The text of an inventory.
  ///
  /// @throws ProblemException when it cannot be read
  public static String of(Path file) {
    return read(file, file.toString(), "the inventory cannot be read");
  }

  /// The text of an included file.
  ///
  /// @param by where it is included
  /// @throws ProblemException when it cannot be read
  public static String included(Path file, Scalar by) {
    return read(
        file, by.position().toString(), "the included file `" + by.text() + "` cannot be read");
  }

  private static String read(Path file, String where, String what) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(where, what, "there is no file " + absolute(file), others(file), e);
    } catch (AccessDeniedException e) {
      throw unreadable(
          where,
          what,
          "reading it is not permitted",
          "see who owns it: "
              + list(file)
              + "; if you do: "
              + ShellCommand.of("chmod u+r").word(file.toString()).inline(),
          e);
    } catch (CharacterCodingException e) {
      throw unreadable(
          where,
          what,
          "it is not UTF-8",
          "save it as UTF-8; what it is now: "
              + ShellCommand.of("file").word(file.toString()).inline(),
          e);
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      throw unreadable(where, what, why, "name a file; what is there: " + list(file), e);
    }
  }

  /// The file beside it that was probably meant.
  private static String others(Path file) {
    Path folder = absolute(file).getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "correct the path: there is no folder " + folder;
    }
    String listing = "see what is there: " + list(folder);
    try (Stream<Path> all = Files.list(folder)) {
      List<String> names = all.map(other -> String.valueOf(other.getFileName())).sorted().toList();
      return Suggestion.nearest(String.valueOf(file.getFileName()), names)
          .map(name ->
              "did you mean "
                  + ShellCommand.ofWords(List.of(file.resolveSibling(name).toString())).inline()
                  + "?")
          .orElse(listing);
    } catch (IOException e) {
      return listing;
    }
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static String list(Path file) {
    return ShellCommand.of("ls -l").word(file.toString()).inline();
  }

  private static ProblemException unreadable(
      String where, String what, String why, String remedy, IOException cause) {
    return new ProblemException(
        InventoryProblems.problem(Code.UNREADABLE, where, what, why, remedy), cause);
  }
}

package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.text.Suggestion;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The packaged templates, some replaced by files in a folder: a file there replaces the packaged
/// one of the same path.
public final class OverriddenTemplates implements TemplateSource {
  private final Path folder;
  private final TemplateSource packaged = new PackagedTemplates();
  private final SequencedMap<String, String> texts = new TreeMap<>();

  /// Reads the whole folder. Files and folders whose names begin with a dot or end with `.off` are
  /// ignored.
  ///
  /// @param folder with files such as `config/postgresql.conf.ftl`
  /// @throws ProblemException with one problem for each file that replaces nothing or cannot be
  ///   read
  public OverriddenTemplates(Path folder) {
    this.folder = folder;
    List<Problem> problems = new ArrayList<>();
    for (Path file : files()) {
      String path = String.join("/", names(folder.relativize(file)).toList());
      if (PackagedTemplates.NAMES.contains(path)) {
        text(file)
            .ifPresentOrElse(text -> texts.put(path, text), () -> problems.add(unreadable(file)));
      } else {
        problems.add(unknown(file, path));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(texts.get(path)).or(() -> packaged.read(path));
  }

  @Override
  public List<String> firstStartFiles() {
    return packaged.firstStartFiles();
  }

  @Override
  public Optional<String> replacedBy(String path) {
    return texts.containsKey(path)
        ? Optional.of(folder.resolve(path).toString())
        : Optional.empty();
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> names(folder.relativize(file)).noneMatch(OverriddenTemplates::isAside))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ProblemException(unreadable(folder), e);
    }
  }

  private static boolean isAside(String name) {
    return name.startsWith(".") || name.endsWith(".off");
  }

  private static Stream<String> names(Path path) {
    List<String> names = new ArrayList<>();
    path.forEach(name -> names.add(name.toString()));
    return names.stream();
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (CharacterCodingException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ProblemException(unreadable(file), e);
    }
  }

  private static Problem unreadable(Path file) {
    return new Problem(
        DesiredProblemCodes.OVERRIDE_UNREADABLE,
        "the file cannot be read as text in UTF-8",
        file.toString(),
        "files in the folder of overrides replace templates of this program",
        "make it readable ("
            + ShellCommand.of("ls -l").word(file.toString()).inline()
            + "), or remove it: then the packaged file is used");
  }

  private Problem unknown(Path file, String path) {
    Optional<String> meant = meant(path);
    return new Problem(
        DesiredProblemCodes.OVERRIDE_UNKNOWN,
        "there is no template "
            + path
            + " to replace"
            + meant.map(name -> "; did you mean " + name + "?").orElse(""),
        file.toString(),
        "a file in the folder of overrides replaces the packaged one of the same path"
            + (meant.isPresent() ? "" : ": " + String.join(", ", PackagedTemplates.NAMES)),
        meant
            .map(name -> {
              Path place = folder.resolve(name);
              return "rename it: "
                  + ShellCommand.of("mkdir -p")
                      .word(String.valueOf(place.getParent()))
                      .and(ShellCommand.of("mv").word(file.toString()).word(place.toString()))
                      .inline();
            })
            .orElse(
                "rename it, or disable it: "
                    + ShellCommand.of("mv").word(file.toString()).word(file + ".off").inline()));
  }

  /// By its whole path, or otherwise by its file name.
  private static Optional<String> meant(String path) {
    List<String> lastNames =
        PackagedTemplates.NAMES.stream().map(OverriddenTemplates::lastName).toList();
    return Suggestion.nearest(path, PackagedTemplates.NAMES)
        .or(() ->
            Suggestion.nearest(lastName(path), lastNames)
                .map(name -> PackagedTemplates.NAMES.get(lastNames.indexOf(name))));
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

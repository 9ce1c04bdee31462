package dev.citusdeploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The programs of this machine that tests may run: those of `bin/lib/tools.txt`, which
/// `bin/verify` installs where they are missing. Every test starts programs here and nowhere else,
/// with a PATH that holds the listed programs only; so a test that needs another one fails wherever
/// it runs, and not only on a machine that lacks it.
public final class LocalPrograms {
  private static final Path LIST = Path.of("bin/lib/tools.txt");
  private static final SequencedMap<String, Path> PROGRAMS = find();
  private static final Path FOLDER = link();

  private LocalPrograms() {}

  /// A process to be started.
  ///
  /// @param command its first word is a listed program, the path of one, this Java, or the path of
  ///   a file that the project or the test made
  /// @throws IllegalArgumentException for any other program
  public static ProcessBuilder process(List<String> command) {
    String program = command.getFirst();
    Path path = Path.of(program);
    if (path.getNameCount() == 1 && !path.isAbsolute()) {
      locate(program);
    } else if (isOfTheSystem(path)) {
      locate(Objects.requireNonNull(path.getFileName()).toString());
    }
    // Java looks the program up by the PATH of its own, not by the one it gives to the program.
    List<String> words = new java.util.ArrayList<>(command);
    if (PROGRAMS.containsKey(program)) {
      words.set(0, FOLDER.resolve(program).toString());
    }
    var builder = new ProcessBuilder(words);
    builder.environment().put("PATH", path());
    return builder;
  }

  /// A process to be started.
  ///
  /// @param command see [#process(List)]
  public static ProcessBuilder process(String... command) {
    return process(List.of(command));
  }

  /// The PATH of all processes that tests start: one folder, which holds the listed programs.
  public static String path() {
    return FOLDER.toString();
  }

  /// Where a listed program is.
  ///
  /// @throws IllegalArgumentException when it is not listed, or not on this machine
  public static Path locate(String program) {
    Path path = PROGRAMS.get(program);
    if (path == null) {
      throw new IllegalArgumentException(
          program + " is not in " + LIST + ": add it there, with the packages that have it");
    }
    if (path.toString().isEmpty()) {
      throw new IllegalArgumentException(
          program + " is not on this machine: `bin/verify --prepare` installs what tests run");
    }
    return path;
  }

  /// The listed programs with the packages that have them, on Debian, on Fedora and on Alpine.
  static SequencedMap<String, List<String>> listed() {
    SequencedMap<String, List<String>> rows = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(LIST)) {
      lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.trim().split(" +")))
          .forEach(row -> rows.put(row.getFirst(), row.subList(1, row.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static boolean isOfTheSystem(Path path) {
    return path.isAbsolute()
        && Stream.of("/bin", "/sbin", "/usr").anyMatch(path::startsWith)
        && !path.startsWith(System.getProperty("java.home"));
  }

  private static SequencedMap<String, Path> find() {
    SequencedMap<String, Path> found = new LinkedHashMap<>();
    for (String program : listed().keySet()) {
      found.put(program, onPath(program).orElse(Path.of("")));
    }
    return found;
  }

  private static Optional<Path> onPath(String program) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// One folder of links, which any user may look into: some scripts run as another one.
  private static Path link() {
    try {
      Path folder = Files.createTempDirectory("citus-deploy-programs");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (Map.Entry<String, Path> program : PROGRAMS.entrySet()) {
        if (!program.getValue().toString().isEmpty()) {
          Files.createSymbolicLink(folder.resolve(program.getKey()), program.getValue());
        }
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> links = Files.list(folder)) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
      Files.delete(folder);
    } catch (IOException _) {
      // A few links in the temporary folder are left.
    }
  }
}

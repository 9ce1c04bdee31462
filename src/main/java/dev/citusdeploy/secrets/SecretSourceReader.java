package dev.citusdeploy.secrets;

import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.SecretSource;
import dev.citusdeploy.model.ShellCommand;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Fetches secrets from the places that an inventory names: variables, files, commands. All are
/// fetched side by side. Thread-safe.
public final class SecretSourceReader {
  /// How long a command may take.
  public static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final Path folder;
  private final Duration deadline;

  /// @param environment the variables
  /// @param folder where commands run
  /// @param deadline how long each command may take
  public SecretSourceReader(Map<String, String> environment, Path folder, Duration deadline) {
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.deadline = deadline;
  }

  /// Fetches secrets. One newline at the end of each is left out.
  ///
  /// @param sources by what each secret is, as in "the password of role `app`"
  /// @return the secrets by the same names, in the same order
  /// @throws ProblemException with every secret that cannot be fetched; no message shows a secret
  ///   or a command's standard output
  public SequencedMap<String, Secret> read(SequencedMap<String, SecretSource> sources)
      throws InterruptedException {
    SequencedMap<String, Secret> secrets = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    if (sources.isEmpty()) {
      return secrets;
    }
    new FanOut(sources.size())
        .each(List.copyOf(sources.sequencedEntrySet()), this::fetched)
        .forEach((source, fetched) -> {
          switch (fetched) {
            case Fetched.Had(Secret secret) -> secrets.put(source.getKey(), secret);
            case Fetched.Lacking(List<Problem> found) -> problems.addAll(found);
          }
        });
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return secrets;
  }

  private Fetched fetched(Map.Entry<String, SecretSource> source) {
    try {
      return new Fetched.Had(read(source.getKey(), source.getValue()));
    } catch (ProblemException e) {
      return new Fetched.Lacking(e.problems());
    } catch (InterruptedException e) {
      // The waiting thread was interrupted, and throws that.
      Thread.currentThread().interrupt();
      return new Fetched.Lacking(List.of());
    }
  }

  /// The result of fetching a source.
  private sealed interface Fetched {
    record Had(Secret secret) implements Fetched {}

    record Lacking(List<Problem> problems) implements Fetched {}
  }

  private Secret read(String name, SecretSource source) throws InterruptedException {
    String text =
        switch (source) {
          case SecretSource.Environment variable -> variable(name, variable);
          case SecretSource.File file -> file(name, file);
          case SecretSource.Command command -> command(name, command);
        };
    String secret = text.replaceFirst("\r?\n$", "");
    if (secret.isEmpty()) {
      throw problem(
          SecretsProblemCodes.SECRET_UNUSABLE,
          name + " is empty",
          source,
          "",
          "give it a value: a password is one line");
    }
    if (secret.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw problem(
          SecretsProblemCodes.SECRET_UNUSABLE,
          name + " has several lines",
          source,
          "a password is one line",
          "let its source give the password alone");
    }
    return Secret.of(secret);
  }

  private String variable(String name, SecretSource.Environment source) {
    String value = environment.get(source.variable());
    if (value == null) {
      throw problem(
          SecretsProblemCodes.SECRET_VARIABLE_MISSING,
          name + " is not in the environment",
          source,
          "the variable " + source.variable() + " is not set",
          "set it where the program is started: "
              + ShellCommand.of("export").word(source.variable() + "=VALUE").inline());
    }
    return value;
  }

  private static String file(String name, SecretSource.File source) {
    Path path = source.path();
    try {
      if (isOpenToOthers(path)) {
        throw problem(
            SecretsProblemCodes.SECRET_FILE_UNUSABLE,
            name + " can be read or written by others",
            source,
            "everyone on this machine may read or write " + path,
            "remove their rights: "
                + ShellCommand.of("chmod 600").word(path.toString()).inline()
                + "; where it is mounted so, write `{ command: [cat, FILE] }` into the inventory");
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw unreadable(name, source, "there is no file " + path, e);
    } catch (CharacterCodingException e) {
      throw unreadable(name, source, path + " is not UTF-8", e);
    } catch (IOException e) {
      String why =
          Files.isDirectory(path) ? path + " is a folder" : "reading " + path + " is not possible";
      throw unreadable(name, source, why, e);
    }
  }

  private static boolean isOpenToOthers(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return false;
    }
    var permissions = Files.getPosixFilePermissions(path);
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static ProblemException unreadable(
      String name, SecretSource source, String why, IOException cause) {
    return new ProblemException(
        new Problem(
            SecretsProblemCodes.SECRET_FILE_UNUSABLE,
            name + " cannot be read",
            source.where(),
            why,
            "write it to that file, with mode 0600, or name another one in the inventory"),
        cause);
  }

  private String command(String name, SecretSource.Command source) throws InterruptedException {
    ShellCommand line = ShellCommand.ofWords(source.words());
    try {
      return switch (LocalCommand.run(source.words(), folder, deadline)) {
        case LocalCommand.Succeeded(var output) -> output;
        case LocalCommand.Failed(int exitCode, var lastLines) ->
            throw problem(
                SecretsProblemCodes.SECRET_COMMAND_FAILED,
                "the command for %s failed with exit code %d".formatted(name, exitCode),
                source,
                "it ended with:" + ForeignText.block(lastLines),
                "run it to see why:\n  " + line);
        case LocalCommand.TooLate() ->
            throw problem(
                SecretsProblemCodes.SECRET_COMMAND_FAILED,
                "the command for %s did not end within %d seconds"
                    .formatted(name, deadline.toSeconds()),
                source,
                "it may wait for an answer; it was stopped",
                "run it to see why:\n  " + line);
      };
    } catch (IOException e) {
      throw problem(
          SecretsProblemCodes.SECRET_COMMAND_FAILED,
          "the command for " + name + " cannot be started",
          source,
          String.valueOf(e.getMessage()),
          "install "
              + ShellCommand.ofWords(source.words().subList(0, 1)).inline()
              + ", or write its path in full in the inventory");
    }
  }

  private static ProblemException problem(
      ProblemCode code, String what, SecretSource source, String why, String remedy) {
    return new ProblemException(new Problem(code, what, source.where(), why, remedy));
  }
}

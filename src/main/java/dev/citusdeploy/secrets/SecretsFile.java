package dev.citusdeploy.secrets;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/// The file that keeps a cluster's secrets: readable for its owner only, and replaced atomically.
///
/// @param path where it is
public record SecretsFile(Path path) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.copyOf(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  /// The file beside an inventory: `shop.secrets.yml` for `shop.yml` or `shop.yaml`.
  public static SecretsFile beside(Path inventory) {
    String name = String.valueOf(inventory.getFileName()).replaceFirst("\\.ya?ml$", "");
    return new SecretsFile(inventory.resolveSibling(name + ".secrets.yml"));
  }

  /// Reads the secrets of a cluster.
  ///
  /// @return nothing when there is no such file
  /// @throws ProblemException when others may read it, when it is unreadable or damaged, or when it
  ///   belongs to another cluster
  public Optional<ClusterSecrets> load(String cluster) {
    String text;
    try {
      refuseReadableByOthers();
      text = Files.readString(path);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw problem(
          SecretsProblemCodes.SECRETS_UNREADABLE,
          "the secrets file cannot be read",
          why(e),
          "see what it is and who owns it: "
              + ShellCommand.of("ls -ld").word(path.toString()).inline(),
          e);
    }
    ClusterSecrets secrets = parse(text);
    if (!secrets.cluster().equals(cluster)) {
      throw problem(
          SecretsProblemCodes.SECRETS_OTHER_CLUSTER,
          "the secrets file belongs to the cluster `" + secrets.cluster() + "`",
          "the inventory describes the cluster `" + cluster + "`",
          "name the right file with `--secrets FILE`",
          null);
    }
    return Optional.of(secrets);
  }

  /// Writes the secrets without checking the file's present content, readable for the owner only.
  /// After a crash the file is either the old or the new one, complete.
  ///
  /// @throws ProblemException when that is not possible
  public void save(ClusterSecrets secrets) {
    replace(
        secrets,
        (draft, target) -> {
          Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /// Writes the secrets, but only over those that the run began with: of two concurrent runs the
  /// second must not replace secrets that the first is already using.
  ///
  /// @param expected what the run loaded; empty when there was no file
  /// @throws ProblemException of kind STALE when the file has other content by now; it is then left
  ///   unchanged; as [#save(ClusterSecrets)] otherwise
  public void save(ClusterSecrets secrets, Optional<ClusterSecrets> expected) {
    replace(
        secrets,
        (draft, target) -> {
          if (expected.isEmpty()) {
            // A hard link to the draft: unlike a move, this never replaces a file.
            Files.createLink(target, draft);
          } else if (load(secrets.cluster()).equals(expected)) {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
          } else {
            throw changed();
          }
        });
  }

  private void replace(ClusterSecrets secrets, Placing placing) {
    try {
      Path target = target();
      Path folder = target.resolveSibling(".").normalize();
      Path draft =
          Files.createTempFile(
              folder, ".secrets-", ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try {
        write(draft, SecretsText.render(secrets));
        placing.place(draft, target);
        sync(folder);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (FileAlreadyExistsException _) {
      throw changed();
    } catch (IOException | UnsupportedOperationException e) {
      throw problem(
          SecretsProblemCodes.SECRETS_UNWRITABLE,
          "the secrets file cannot be written",
          String.valueOf(e.getMessage()),
          "see who owns its folder ("
              + ShellCommand.of("ls -ld")
                  .word(String.valueOf(path.toAbsolutePath().normalize().getParent()))
                  .inline()
              + ") and make it writable, or name another place with `--secrets FILE`",
          e);
    }
  }

  /// A symbolic link stays: its target is replaced, or created.
  private Path target() throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path named =
        Files.isSymbolicLink(path) ? path.resolveSibling(Files.readSymbolicLink(path)) : path;
    return named.toAbsolutePath();
  }

  private ProblemException changed() {
    return new ProblemException(
        new Problem(
            SecretsProblemCodes.SECRETS_CHANGED,
            "the secrets file has changed since this run read it",
            path.toString(),
            "another run for this cluster, or an editor, wrote it meanwhile; it was left as it is",
            "run the same command again"));
  }

  /// Moves a complete draft to its place.
  private interface Placing {
    void place(Path draft, Path target) throws IOException;
  }

  private void refuseReadableByOthers() throws IOException {
    Set<PosixFilePermission> owners = PosixFilePermissions.fromString("rwx------");
    if (!owners.containsAll(Files.getPosixFilePermissions(path))) {
      throw problem(
          SecretsProblemCodes.SECRETS_PERMISSIONS,
          "the secrets file is open to others than its owner",
          "whoever reads it is superuser of the cluster",
          "remove their rights: " + ShellCommand.of("chmod 600").word(path.toString()).inline(),
          null);
    }
  }

  private ClusterSecrets parse(String text) {
    // Every scalar is text here: a password of digits must not become a number.
    var settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
    try {
      return SecretsText.parse(new Load(settings).loadFromString(text));
    } catch (YamlEngineException e) {
      // Not passed on as a cause: its message quotes the file.
      throw damaged(SecretsProblemCodes.SECRETS_YAML, "it is not readable as YAML" + place(e));
    } catch (SecretsFormatException e) {
      throw damaged(SecretsProblemCodes.SECRETS_INVALID, e.what());
    }
  }

  private static String place(YamlEngineException e) {
    return e instanceof MarkedYamlEngineException marked
        ? marked
            .getProblemMark()
            .map(mark -> " from line " + (mark.getLine() + 1) + " on")
            .orElse("")
        : "";
  }

  private ProblemException damaged(ProblemCode code, String why) {
    return problem(
        code,
        "the secrets file is damaged",
        why,
        "restore a copy of it, or name one with `--secrets FILE`: the cluster cannot be managed without"
            + " the secrets it was made with",
        null);
  }

  private String why(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "reading it is not permitted";
      case CharacterCodingException _ -> "it is not UTF-8";
      default -> Files.isDirectory(path) ? "it is a folder" : String.valueOf(failure.getMessage());
    };
  }

  private ProblemException problem(
      ProblemCode code, String what, String why, String remedy, @Nullable Throwable cause) {
    var problem = new Problem(code, what, path.toString(), why, remedy);
    return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
  }

  private static void write(Path file, String text) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

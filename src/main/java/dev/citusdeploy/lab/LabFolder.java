package dev.citusdeploy.lab;

import dev.citusdeploy.model.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The lab's files: key pair, host keys, inventory, and a record of what was written.
final class LabFolder {
  private static final String RECORD = "lab.record";
  private static final List<String> OWN =
      List.of("id_ed25519", "id_ed25519.pub", "known_hosts", RECORD, ".gitignore");

  /// Files that a run writes beside the lab's inventory. They are useless without the lab's servers
  /// and their cluster.
  private static final List<String> OF_THE_CLUSTER =
      List.of("inventory.secrets.yml", "inventory.ca.crt");

  private final Path folder;
  private final Consumer<String> progress;

  LabFolder(Path folder, Consumer<String> progress) {
    this.folder = folder.toAbsolutePath().normalize();
    this.progress = progress;
  }

  /// What the last run wrote.
  ///
  /// @param inventory hash of the inventory as it was written
  /// @param image reference of the database image
  record Written(Sha256 inventory, String image) {}

  /// A file of the folder.
  Path file(String name) {
    return folder.resolve(name);
  }

  /// The inventory file.
  Path inventory() {
    return file("inventory.yml");
  }

  /// The public key; a new pair is made when there is none.
  String publicKey(SecureRandom random) {
    return undisturbed(() -> {
      Files.createDirectories(folder);
      if (!Files.exists(file("id_ed25519")) || !Files.exists(file("id_ed25519.pub"))) {
        LabKeys keys = LabKeys.generate(random, "citus-deploy-lab");
        write(file("id_ed25519"), keys.privateKey(), "rw-------");
        write(file("id_ed25519.pub"), keys.publicKey() + "\n", "rw-r--r--");
        // A private key must not be committed by accident.
        write(file(".gitignore"), "*\n", "rw-r--r--");
      }
      return Files.readString(file("id_ed25519.pub")).strip();
    });
  }

  /// What the last run wrote, if one did.
  Optional<Written> written() {
    return undisturbed(() -> {
      try {
        List<String> lines = Files.readAllLines(file(RECORD));
        return lines.size() < 2
            ? Optional.empty()
            : Optional.of(new Written(new Sha256(lines.get(0)), lines.get(1)));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    });
  }

  /// Writes the host keys and the inventory. An inventory that was edited since is left alone when
  /// the lab has not changed, and kept under another name when it has.
  void write(String knownHosts, String inventory, String image) {
    undisturbed(() -> {
      write(file("known_hosts"), knownHosts, "rw-r--r--");
      return writeInventory(inventory, image);
    });
  }

  private Path writeInventory(String inventory, String image) throws IOException {
    Optional<Sha256> fresh = Optional.of(Sha256.of(inventory));
    Optional<Sha256> last = written().map(Written::inventory);
    Optional<Sha256> present = hash(inventory());
    boolean edited = present.isPresent() && !present.equals(last) && !present.equals(fresh);
    if (edited && last.equals(fresh)) {
      progress.accept("Keeping " + inventory() + " as you edited it");
      return inventory();
    }
    if (edited) {
      Path kept = file("inventory.edited.yml");
      Files.move(inventory(), kept, StandardCopyOption.REPLACE_EXISTING);
      progress.accept(
          "The lab has changed: " + inventory() + " is new, your edited one is " + kept);
    }
    if (!present.equals(fresh)) {
      write(inventory(), inventory, "rw-r--r--");
    }
    write(file(RECORD), fresh.orElseThrow() + "\n" + image + "\n", "rw-r--r--");
    return inventory();
  }

  /// Removes the files that the lab made, those of the cluster that ran in it, and the folder if
  /// nothing else is in it. An inventory that was edited stays. Only for a lab whose servers are
  /// gone.
  void remove() {
    undisturbed(this::removed);
  }

  private Path removed() throws IOException {
    Optional<Sha256> present = hash(inventory());
    if (present.isPresent() && present.equals(written().map(Written::inventory))) {
      Files.delete(inventory());
    } else if (present.isPresent()) {
      progress.accept("Keeping " + inventory() + ", which you edited");
    }
    for (String name : OWN) {
      Files.deleteIfExists(file(name));
    }
    for (String name : OF_THE_CLUSTER) {
      Files.deleteIfExists(file(name));
    }
    if (Files.isDirectory(folder) && isEmpty()) {
      Files.delete(folder);
    }
    return folder;
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  private static Optional<Sha256> hash(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Sha256.of(Files.readAllBytes(file))) : Optional.empty();
  }

  private static void write(Path file, String text, String mode) throws IOException {
    Path fresh = Files.createTempFile(file.resolve("..").normalize(), ".fresh", "");
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
    Files.writeString(fresh, text);
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private <T> T undisturbed(FileWork<T> work) {
    try {
      return work.done();
    } catch (IOException e) {
      throw new UncheckedIOException("the lab's folder " + folder, e);
    }
  }

  /// An operation on files.
  private interface FileWork<T> {
    T done() throws IOException;
  }
}

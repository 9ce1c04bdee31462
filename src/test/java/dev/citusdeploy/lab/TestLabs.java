package dev.citusdeploy.lab;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The names of the tests' labs: each checkout of the project has its own, so that the tests of two
/// of them can run on one machine at the same time.
public final class TestLabs {
  /// Held until the process ends.
  private static final List<FileLock> LOCKS = new ArrayList<>();

  private static final int NUMBER = takeNumber();

  private TestLabs() {}

  /// The lab's name in this checkout.
  ///
  /// @param topic what is tested in it, in few letters
  public static String named(String topic) {
    String checkout = Path.of("").toAbsolutePath().toString();
    return "citus-it-%s-%04x".formatted(topic, checkout.hashCode() & 0xffff);
  }

  /// The newest image of real Citus; the test is skipped when there is none.
  public static DatabaseImage realImage(LabImages images) {
    return real(images)
        .orElseGet(() -> abort("no image of real Citus is here, and none can be pulled"));
  }

  /// The newest image of real Citus, else the rehearsal image.
  public static DatabaseImage bestImage(LabImages images) {
    return real(images).orElseGet(images::rehearsal);
  }

  /// The lowest number from 1 that no other process of this checkout has; kept until this one ends.
  public static int numberOfThisProcess() {
    return NUMBER;
  }

  private static int takeNumber() {
    try {
      Path folder = Files.createDirectories(Path.of("target", "it"));
      for (int number = 1; ; number++) {
        FileChannel channel =
            FileChannel.open(
                folder.resolve("process-" + number + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock != null) {
          LOCKS.add(lock);
          return number;
        }
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Keeps servers from starting again with the engine: those of a run of tests that was cut off
  /// would otherwise take the processors of every later one.
  public static void endWithTheEngine(LabDocker docker, List<LabServer> servers) {
    List<String> words = new ArrayList<>(List.of("update", "--restart", "no"));
    servers.forEach(server -> words.add(server.container()));
    docker.run(LabDocker.LONG, words);
  }

  /// Removes one server with all that it has; the next `up` makes it anew.
  public static void remove(LabDocker docker, LabServer server) {
    docker.attempt(LabDocker.LONG, List.of("rm", "-f", "-v", server.container()));
    docker.run(LabDocker.LONG, List.of("volume", "rm", "-f", server.volume()));
  }

  private static Optional<DatabaseImage> real(LabImages images) {
    return images.databaseImages().stream().filter(DatabaseImage::real).findFirst();
  }
}

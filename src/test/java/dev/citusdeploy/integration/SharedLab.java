package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.jdbc.DatabaseImages;
import dev.citusdeploy.lab.Lab;
import dev.citusdeploy.lab.LabOptions;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.RunningLab;
import dev.citusdeploy.lab.ServerStatus;
import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.image.DatabaseImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/// The one lab of a run of tests (of each JVM, where several run side by side): three servers that
/// have all database images of this machine. It is made for the first class that needs it and
/// removed with the last one.
///
/// Each class begins on servers as they were made. They are cleaned of what clusters leave behind
/// and then compared with what they were at first: files, mounts, addresses, firewall, processes,
/// what the engine has. A server that differs in anything is made anew, so no class has to tell
/// what it spoils.
final class SharedLab implements AutoCloseable {
  /// Several JVMs of one checkout have a lab each.
  static final String NAME = TestLabs.named("shared" + TestLabs.numberOfThisProcess());

  static final Path FOLDER = Path.of("target", "it", NAME).toAbsolutePath();

  private static final int SERVERS = 3;

  /// Processes of containers that were just removed take a moment to end.
  private static final Duration UNTIL_QUIET = Duration.ofSeconds(5);

  private final LabDocker docker = LabDocker.onPath();
  private final Lab lab = new Lab(docker, NAME, FOLDER, SharedLab::progress);
  private final Map<LabServer, String> pristine = new ConcurrentHashMap<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final Set<String> images = new LinkedHashSet<>();
  private @Nullable RunningLab running;

  private SharedLab() {}

  /// The lab of this JVM, which ends with it.
  static SharedLab of(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(NAME))
            .computeIfAbsent(SharedLab.class, _ -> new SharedLab(), SharedLab.class));
  }

  /// The lab as it was made.
  ///
  /// @param wanted database images that the servers must have, beside the usual ones
  synchronized RunningLab fresh(List<String> wanted) {
    Instant begin = Instant.now();
    RunningLab before = running;
    String how = "made";
    if (before == null) {
      images.addAll(DatabaseImages.found());
      images.addAll(wanted);
      make();
    } else {
      how = putBack(before);
      if (images.addAll(wanted)) {
        pristine.clear();
        up();
      }
    }
    RunningLab now = Objects.requireNonNull(running);
    progress("lab " + how + " in " + Duration.between(begin, Instant.now()).toMillis() + " ms");
    return now;
  }

  /// Also takes away what a run that was cut off left behind.
  private void make() {
    lab.down();
    clear(FOLDER);
    up();
  }

  private void up() {
    List<String> all = List.copyOf(images);
    RunningLab up =
        lab.up(
            new LabOptions(
                SERVERS,
                0,
                new DatabaseImage.Choice.Named(all.getFirst()),
                all.subList(1, all.size())));
    running = up;
    TestLabs.endWithTheEngine(docker, up.servers());
    up.servers().parallelStream().forEach(server -> pristine.computeIfAbsent(server, this::look));
    remember();
  }

  /// Cleans the servers, and makes those anew that are not as they were then.
  private String putBack(RunningLab before) {
    Map<String, String> states =
        lab.status().stream()
            .collect(Collectors.toMap(one -> one.server().container(), ServerStatus::state));
    List<LabServer> spoilt =
        before.servers().parallelStream()
            .filter(server ->
                !Objects.equals(states.get(server.container()), "running") || !cleaned(server))
            .toList();
    restore();
    if (spoilt.isEmpty()) {
      return "cleaned";
    }
    spoilt.forEach(server -> {
      pristine.remove(server);
      TestLabs.remove(docker, server);
    });
    up();
    return "cleaned, and made anew " + spoilt.stream().map(LabServer::host).toList();
  }

  /// Whether a server is as it was made, after it was cleaned.
  private boolean cleaned(LabServer server) {
    inside(server, script("clean-server.sh"));
    String wanted = Objects.requireNonNull(pristine.get(server));
    Instant end = Instant.now().plus(UNTIL_QUIET);
    String found = look(server);
    while (!found.equals(wanted) && Instant.now().isBefore(end)) {
      found = look(server);
    }
    List<String> changes = ClusterLab.changes(wanted, found);
    if (!changes.isEmpty()) {
      progress(server.host() + " is not as it was: " + changes.stream().limit(12).toList());
    }
    return changes.isEmpty();
  }

  private String look(LabServer server) {
    String found = inside(server, script("look-at-server.sh"));
    assertThat(found).contains("looked at everything");
    return found;
  }

  private String inside(LabServer server, String script) {
    return lab.inside(server, List.of("timeout", "120", "sh", "-c", script)).output();
  }

  private static String script(String name) {
    try (InputStream stream =
        Objects.requireNonNull(SharedLab.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Keeps the lab's own files as they are now.
  private void remember() {
    files.clear();
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path file : all.toList()) {
        files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives the lab's own files back, and takes all others away.
  private void restore() {
    try (Stream<Path> all = Files.list(FOLDER)) {
      all.filter(file -> !files.containsKey(String.valueOf(file.getFileName())))
          .forEach(SharedLab::clear);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(FOLDER.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void clear(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes the lab.
  @Override
  public synchronized void close() {
    if (running != null) {
      lab.down();
      clear(FOLDER);
    }
  }

  private static void progress(String line) {
    System.getLogger("SharedLab").log(System.Logger.Level.INFO, line);
  }
}

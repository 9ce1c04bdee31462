package dev.citusdeploy.execution.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.FakeCatalog;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.conversation.LocalConversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The lock with real conversations on this machine: both hosts of the inventory share one file.
@Timeout(60)
final class ClusterLockTest {
  private static final Script WORK = new Script("work", "echo done", Duration.ofSeconds(10));

  @TempDir private Path folder;

  private final List<LocalConversation> conversations = new ArrayList<>();
  private Inventory inventory = ClusterSketch.of(1).desired().inventory();

  @BeforeEach
  void prepare() {
    inventory =
        ClusterSketch.of(1)
            .withRoots(folder.resolve("opt").toString(), folder.resolve("data").toString())
            .desired()
            .inventory();
  }

  @AfterEach
  void end() {
    conversations.forEach(LocalConversation::close);
  }

  @Test
  void isHeldAgainstAnotherRunAndNamesWhoHoldsIt() {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    ExecutionContext bert = context("run-bert", "bert@desk", Duration.ZERO);
    try (ClusterLock lock = take(anna)) {
      assertThat(work(anna, lock)).isEqualTo("done\n");
      Problem problem = refusal(bert);
      assertThat(problem.kind()).isEqualTo(Problem.Kind.LOCKED);
      assertThat(problem.where()).isEqualTo("c1");
      assertThat(problem.why())
          .contains("anna@laptop", "has run “apply shop.yml” for", "20261122-081500-a22a");
      assertThat(problem.remedy()).contains("--id 20261122-081500-a22a");
    }
    try (ClusterLock lock = take(bert)) {
      assertThat(work(bert, lock)).isEqualTo("done\n");
    }
  }

  @Test
  void isFreeAtOnceWhenItsHolderIsKilled() throws IOException {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    ClusterLock dead = take(anna);
    assertThat(work(anna, dead)).isEqualTo("done\n");
    for (LocalConversation conversation : conversations) {
      conversation.abandon();
    }
    ExecutionContext bert = context("run-bert", "bert@desk", Duration.ofSeconds(10));
    try (ClusterLock lock = take(bert)) {
      assertThat(work(bert, lock)).isEqualTo("done\n");
    }
  }

  @Test
  void staysHeldWhileAScriptOfAKilledRunIsStillAtWork() throws Exception {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    ClusterLock dead = take(anna);
    Path begun = folder.resolve("begun");
    Script slow = new Script("slow", "touch " + begun + "; sleep 3", Duration.ofSeconds(10));
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .start(() -> host(anna, "c1").run(dead.guarded(name("c1"), slow)));
    while (!Files.exists(begun)) {
      Thread.sleep(20);
    }
    for (LocalConversation conversation : conversations) {
      conversation.abandon();
    }
    assertThat(refusal(context("run-bert", "bert@desk", Duration.ZERO)).why()).contains("anna");
    worker.interrupt();
    take(context("run-carl", "carl@desk", Duration.ofSeconds(20))).close();
  }

  @Test
  void isTakenOverFromAHolderThatWasNotHeardOf() throws IOException {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    ExecutionContext bert = context("run-bert", "bert@desk", Duration.ZERO);
    try (ClusterLock vanished = take(anna)) {
      Files.setLastModifiedTime(
          Path.of(ClusterLock.file(inventory)),
          FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
      try (ClusterLock lock = take(bert)) {
        assertThat(work(bert, lock)).isEqualTo("done\n");
        ProblemException lost =
            catchThrowableOfType(ProblemException.class, () -> vanished.check(name("c1")));
        assertThat(lost.problems().getFirst().code()).isEqualTo("lock-lost");
        assertThat(host(anna, "c1").run(vanished.guarded(name("c1"), WORK)).output()).isEmpty();
      }
    }
  }

  @Test
  void waitsAsLongAsItMay() {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    ClusterLock lock = take(anna);
    Thread.ofVirtual()
        .start(() -> {
          try {
            Thread.sleep(1500);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          lock.close();
        });
    take(context("run-bert", "bert@desk", Duration.ofSeconds(20))).close();
  }

  @Test
  void isReleasedByHandFromTheRunThatIsNamedOnly() {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    LockInspection inspection = new LockInspection(inventory);
    RemoteHost other = conversation("c1");
    try (ClusterLock lock = take(anna)) {
      assertThat(inspection.holder(other))
          .hasValueSatisfying(holder -> {
            assertThat(holder.run()).isEqualTo("20261122-081500-a22a");
            assertThat(holder.lease()).isPositive();
          });
      assertThat(inspection.release(other, "run-bert")).isEqualTo(LockInspection.Release.ANOTHERS);
      assertThat(work(anna, lock)).isEqualTo("done\n");
      assertThat(inspection.release(other, "20261122-081500-a22a"))
          .isEqualTo(LockInspection.Release.RELEASED);
      assertThat(work(anna, lock)).isEmpty();
      assertThat(inspection.holder(other)).isEmpty();
      assertThat(inspection.release(other, "20261122-081500-a22a"))
          .isEqualTo(LockInspection.Release.FREE);
    }
  }

  @Test
  void lookingNeverTakesTheLock() throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path taken = folder.resolve("taken");
    Path flock = programs.resolve("flock");
    Files.writeString(flock, "#!/bin/sh\necho >>" + taken + "\n");
    assertThat(flock.toFile().setExecutable(true)).isTrue();
    LockInspection inspection = new LockInspection(inventory);
    for (List<String> shell : LocalShellHost.shells().values()) {
      RemoteHost looking =
          new LocalShellHost("c1", shell)
              .environment("PATH", programs + ":" + System.getenv("PATH"));
      try (ClusterLock _ = take(context("20261122-081500-a22a", "anna@laptop", Duration.ZERO))) {
        assertThat(inspection.holder(looking)).isPresent();
        assertThat(inspection.release(looking, "run-bert"))
            .isEqualTo(LockInspection.Release.ANOTHERS);
      }
      // What is left of it stands in the file, and holds nothing.
      assertThat(inspection.holder(looking)).isEmpty();
    }
    assertThat(taken).doesNotExist();
  }

  @Test
  void aLoginThatMayNotReadItIsReported() throws IOException {
    LockInspection inspection = new LockInspection(inventory);
    String state = ClusterLock.state(inventory);
    try (ClusterLock _ = take(context("20261122-081500-a22a", "anna@laptop", Duration.ZERO))) {
      for (Path above = Path.of(state).getParent();
          above != null && above.startsWith(folder);
          above = above.getParent()) {
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.setPosixFilePermissions(Path.of(state), PosixFilePermissions.fromString("---------"));
      Problem problem =
          catchThrowableOfType(ProblemException.class, () -> inspection.holder(stranger()))
              .problems()
              .getFirst();
      assertThat(problem.code()).isEqualTo("lock-not-seen");
      assertThat(problem.where()).isEqualTo("host c1");
      assertThat(problem.why()).contains("may not read").contains(state);
      assertThat(inspection.release(stranger(), "20261122-081500-a22a"))
          .isEqualTo(LockInspection.Release.FAILED);
    } finally {
      Files.setPosixFilePermissions(Path.of(state), PosixFilePermissions.fromString("rwx------"));
    }
  }

  /// Somebody whom the rights of files mean something to, as they mean nothing to root.
  private static RemoteHost stranger() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return new LocalShellHost(
        "c1", root ? List.of("setpriv", "--reuid=65534", "--clear-groups", "sh") : List.of("sh"));
  }

  @Test
  void aCheckMakesTheLeaseOfALongScriptShortAgain() {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    LockInspection inspection = new LockInspection(inventory);
    RemoteHost other = conversation("c1");
    try (ClusterLock lock = take(anna)) {
      Script slow = new Script("slow", "echo done", Duration.ofMinutes(10));
      host(anna, "c1").run(lock.guarded(name("c1"), slow));
      assertThat(inspection.holder(other).orElseThrow().lease()).isGreaterThan(ClusterLock.LEASE);
      lock.check(name("c1"));
      assertThat(inspection.holder(other).orElseThrow().lease())
          .isBetween(Duration.ofSeconds(60), ClusterLock.LEASE);
    }
  }

  @Test
  void coversTheCoordinatorsHostAlsoWhenNothingIsDoneThere() {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    try (ClusterLock lock = ClusterLock.take(anna, List.of(name("w1")))) {
      assertThat(lock.hosts()).containsExactlyInAnyOrder(name("c1"), name("w1"));
    }
  }

  @Test
  void doesNotTakeAStepsOwnExitCodeForALostLock() {
    ExecutionContext anna = context("20261122-081500-a22a", "anna@laptop", Duration.ZERO);
    try (ClusterLock lock = take(anna)) {
      Script ends = new Script("ends", "exit 79", Duration.ofSeconds(10));
      var answer = host(anna, "c1").run(lock.guarded(name("c1"), ends));
      assertThat(ClusterLock.checked(name("c1"), answer).exitCode()).isEqualTo(79);
    }
  }

  private ExecutionContext context(String run, String who, Duration wait) {
    SequencedMap<HostName, RemoteHost> hosts = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      hosts.put(host.name(), conversation(host.name().value()));
    }
    ExecutionContext.Limits limits =
        new ExecutionContext.Limits(
            4, Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(2), wait);
    return new ExecutionContext(
        inventory,
        hosts,
        new FakeCatalog(),
        inventory.addressOnHost(inventory.coordinator()),
        new RunIdentity(run, who, "apply shop.yml"),
        limits,
        InstantSource.system(),
        null);
  }

  private LocalConversation conversation(String name) {
    LocalConversation conversation = new LocalConversation(name);
    conversations.add(conversation);
    return conversation;
  }

  private ClusterLock take(ExecutionContext context) {
    return ClusterLock.take(context, inventory.hosts().stream().map(Host::name).toList());
  }

  private Problem refusal(ExecutionContext context) {
    return catchThrowableOfType(ProblemException.class, () -> take(context)).problems().getFirst();
  }

  private static String work(ExecutionContext context, ClusterLock lock) {
    return host(context, "c1").run(lock.guarded(name("c1"), WORK)).output()
        + host(context, "w1").run(lock.guarded(name("w1"), WORK)).output().replace("done\n", "");
  }

  private static RemoteHost host(ExecutionContext context, String name) {
    return java.util.Objects.requireNonNull(context.hosts().get(name(name)));
  }

  private static HostName name(String name) {
    return new HostName(name);
  }
}

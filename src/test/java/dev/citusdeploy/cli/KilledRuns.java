package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.cli.CutOffProgram.Moment;
import dev.citusdeploy.lab.LabOptions;
import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// Runs that are killed or interrupted, on two lab servers, told in order: whatever the moment, the
/// next apply goes on from there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class KilledRuns {
  /// What is told of a step of each kind, in the order of a first apply, and its id in the journal
  /// where it has a line there.
  private static final List<Kind> FIRST_APPLY =
      List.of(
          new Kind("write \\d+ files", "/write-files"),
          new Kind("initialise data", "/initialise"),
          new Kind("start pg-", "/start"),
          new Kind("check connectivity", ""),
          new Kind("set the coordinator's address", "/set-coordinator-host"),
          new Kind("register worker", "/add-node"),
          new Kind("verify the cluster", ""));

  private final LabCluster cluster;
  private String sentinels = "";

  KilledRuns(String lab) {
    cluster = new LabCluster(lab);
  }

  private record Kind(String told, String journal) {}

  /// The database image; an assumption fails where there is none.
  abstract DatabaseImage image(LabImages images);

  @BeforeAll
  void up() {
    DatabaseImage image = image(new LabImages(LabDocker.onPath(), line -> {}));
    cluster.up(LabOptions.of(2).with(new DatabaseImage.Choice.Named(image.reference())));
  }

  @AfterAll
  void down() {
    cluster.down();
  }

  @Test
  @Tag("long")
  @Order(1)
  void aFirstApplyThatIsKilledInTheMiddleOfEachKindOfStepIsFinishedByTheNext() throws Exception {
    cluster.wipe();
    for (Kind kind : FIRST_APPLY) {
      kill(Moment.BEGAN, kind);
    }
    finish();
  }

  @Test
  @Order(2)
  void aFirstApplyThatIsKilledAfterEachKindOfStepIsFinishedByTheNext() throws Exception {
    cluster.wipe();
    for (Kind kind : FIRST_APPLY) {
      kill(Moment.ENDED, kind);
      if (kind.journal().equals("/start")) {
        sentinels = marks();
      }
    }
    finish();
    assertThat(marks()).isEqualTo(sentinels);
  }

  @Test
  @Order(3)
  void aReloadThatIsKilledIsMadeUpFor() throws Exception {
    running("");
    settings("work_mem: 8MB");
    String before = cluster.startTimes();
    kill(Moment.ENDED, FIRST_APPLY.getFirst());
    kill(Moment.BEGAN, new Kind("reload pg-", "/reload"));
    finish();

    settings("work_mem: 9MB");
    kill(Moment.BEGAN, FIRST_APPLY.getFirst());
    kill(Moment.ENDED, new Kind("reload pg-", "/reload"));
    finish();

    assertThat(cluster.startTimes()).isEqualTo(before);
    assertThat(cluster.sql("show work_mem")).isEqualTo("9MB\n");
  }

  @Test
  @Order(4)
  void aRollThatIsKilledIsFinishedAndRestartsNoNodeTwice() throws Exception {
    running("work_mem: 9MB");
    settings("shared_buffers: 96MB");
    kill(Moment.BEGAN, new Kind("restart pg-w1", "/recreate"));
    awaitLockFree();
    String worker = started(1);
    kill(Moment.ENDED, new Kind("restart pg-c1", "/recreate"));
    String coordinator = started(0);
    finish();

    assertThat(started(1)).isEqualTo(worker);
    assertThat(started(0)).isEqualTo(coordinator);
    assertThat(cluster.sql("show shared_buffers")).isEqualTo("96MB\n");
  }

  @Test
  @Order(5)
  void aRoleThatWasPutByHalfIsPut() throws Exception {
    running("shared_buffers: 96MB");
    cluster.edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: one }\n");
    kill(Moment.BEGAN, new Kind("create role one", "/create-role/one"));
    cluster.edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: two }\n");
    kill(Moment.ENDED, new Kind("create role two", "/create-role/two"));
    finish();

    assertThat(cluster.sql("select count(*) from kept")).isEqualTo("1000\n");
    assertThat(marks()).isEqualTo(sentinels);
    assertThat(cluster.run("history").out()).contains("cut off");
  }

  @Test
  @Order(6)
  void theFirstInterruptLetsTheStepUnderWayEndAndBeginsNoOther() throws Exception {
    running("shared_buffers: 96MB");
    settings("shared_buffers: 104MB");
    String coordinator = started(0);
    try (ChildProgram run = applying("pg-w1/recreate")) {
      run.signal("INT");
      assertThat(run.end()).as(run.told()).isEqualTo(130);
      assertThat(run.told())
          .contains("interrupted: the step under way ends, no other begins")
          .containsPattern("✓ pg-w1: restart pg-w1")
          .containsPattern("- pg-c1: restart pg-c1 .*not reached: the run was interrupted")
          .contains("[interrupted]", "run the same command again");
    }
    assertThat(started(0)).isEqualTo(coordinator);
    assertThat(cluster.run("lock show").out()).containsPattern("pg-c1 +nobody[^#]*pg-w1 +nobody");
    assertThat(cluster.run("history").out().lines().skip(1).findFirst().orElse(""))
        .contains("interrupted");

    // What is left is the coordinator's restart: a terminated run ends in the same way.
    try (ChildProgram run = applying("pg-c1/recreate")) {
      run.signal("TERM");
      assertThat(run.end()).as(run.told()).isEqualTo(130);
      assertThat(run.told()).containsPattern("✓ pg-c1: restart pg-c1");
    }
    finish();
    assertThat(cluster.sql("show shared_buffers")).isEqualTo("104MB\n");
  }

  @Test
  @Order(7)
  void theSecondInterruptStopsAtOnce() throws Exception {
    running("shared_buffers: 104MB");
    settings("shared_buffers: 112MB");
    try (ChildProgram run = applying("pg-w1/recreate")) {
      run.signal("INT");
      run.await("interrupted:");
      // Two within half a second are taken for one.
      LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
      run.signal("INT");
      assertThat(run.end()).as(run.told()).isEqualTo(130);
      assertThat(run.told())
          .contains("stopped at once", "--lock-wait 60")
          .doesNotContain("✓ pg-w1: restart");
    }

    // A terminal that is closed: told twice, by the system and by the shell.
    try (ChildProgram run = applying("pg-c1/recreate")) {
      run.signal("HUP");
      run.await("interrupted:");
      run.signal("HUP");
      assertThat(run.end()).as(run.told()).isEqualTo(130);
      assertThat(run.told()).containsPattern("✓ pg-c1: restart pg-c1");
    }
    finish();
    assertThat(cluster.sql("select count(*) from kept")).isEqualTo("1000\n");
  }

  /// A cluster with 1,000 rows that is as the inventory describes, which asks for certain settings:
  /// what a test begins with, however the one before it ended.
  private void running(String settings) throws IOException {
    settings(settings);
    if (cluster.run("plan", "--exit-code").exitCode() != 0) {
      finish();
    }
    cluster.sql("create table if not exists kept (id int)");
    cluster.sql("truncate kept");
    cluster.sql("insert into kept select generate_series(1, 1000)");
    sentinels = marks();
  }

  /// Lets the inventory ask for certain settings, and for no others.
  private void settings(String settings) throws IOException {
    String text = Files.readString(cluster.inventory()).replaceAll("(?m)^postgres: .*\n", "");
    Files.writeString(
        cluster.inventory(),
        settings.isEmpty()
            ? text
            : text.replace("hosts:\n", "postgres: { settings: { " + settings + " } }\nhosts:\n"));
  }

  /// An apply that has begun a step.
  private ChildProgram applying(String step) throws Exception {
    return cluster.untilBegun(step, () -> ChildProgram.start(apply()));
  }

  private String[] apply() {
    return cluster.words("apply", "-y", "--lock-wait", "60");
  }

  private void kill(Moment moment, Kind kind) throws Exception {
    boolean journal = moment == Moment.BEGAN && !kind.journal().isEmpty();
    try (ChildProgram run =
        journal
            ? applying(kind.journal())
            : ChildProgram.startUntil(moment, kind.told(), apply())) {
      if (!journal) {
        run.await(CutOffProgram.HERE);
      }
      run.signal("KILL");
      assertThat(run.end()).isEqualTo(137);
    }
  }

  private void finish() {
    Invocation apply = cluster.run("apply", "-y", "--lock-wait", "60");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    cluster.assertSound();
  }

  private void awaitLockFree() {
    cluster.insideAll("flock /opt/citus-deploy/lab/.state/lock true");
  }

  private String started(int server) {
    return cluster.inside(
        cluster.servers().get(server),
        "docker inspect -f '{{.Id}} {{.State.StartedAt}}' $(docker ps -q)");
  }

  /// The completion marks of all data, with their times.
  private String marks() {
    return cluster.insideAll("stat -c '%n %i %y' /var/lib/citus-deploy/lab/*/initialised");
  }
}

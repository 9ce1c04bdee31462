package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.integration.CutOffProgram.Moment;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Runs that are killed or interrupted, on two lab servers: whatever the moment, the next apply
/// goes on from there. Each is a process of its own: what is proved is that nothing that a process
/// does at its end, to its connections or to this machine's journal, is needed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KilledRunsIT {
  /// The output of a step of each kind, in the order of a first apply, and its id in the journal
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

  /// Some steps take less time than it takes to notice that they began: these are held.
  private static final String HOLD_RELOAD =
      """
      touch /tmp/held
      cat >/usr/local/bin/docker <<'END'
      #!/bin/sh
      case "$*" in *reload.sh) while [ -e /tmp/held ]; do sleep 0.1; done ;; esac
      exec /usr/bin/docker "$@"
      END
      chmod +x /usr/local/bin/docker && echo held
      """;

  /// Roles can be read meanwhile, but not made.
  private static final String HOLD_ROLES =
      """
      docker exec -d -u postgres lab-pg-c1 psql -X -d app -c \
        'begin; lock table pg_authid in exclusive mode; select pg_sleep(300) /* held */'
      for i in 1 2 3 4 5 6 7 8 9; do
        docker exec -u postgres lab-pg-c1 psql -XAt -d app -c "
          select 1 from pg_locks where relation = 'pg_authid'::regclass and mode = 'ExclusiveLock'" |
          grep -q 1 && echo held && break
      done
      """;

  private static final String RELEASE_ROLES =
      """
      docker exec -u postgres lab-pg-c1 psql -X -d app -c "
        select pg_terminate_backend(pid, 10000) from pg_stat_activity
        where query like '%/* held */%' and pid <> pg_backend_pid()"
      """;

  @RegisterExtension final SharedCluster cluster = new SharedCluster(2, TestLabs::bestImage);
  private String sentinels = "";

  private record Kind(String output, String journal) {}

  @Test
  @Tag("long")
  void aFirstApplyThatIsKilledInTheMiddleOfEachKindOfStepIsFinishedByTheNext() throws Exception {
    cluster.wipe();
    for (Kind kind : FIRST_APPLY) {
      kill(Moment.BEGAN, kind);
    }
    finish();
  }

  @Test
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
  @Tag("long")
  void aReloadThatIsKilledIsMadeUpFor() throws Exception {
    running("");
    cluster.settings("work_mem: 8MB");
    String before = cluster.startTimes();
    kill(Moment.ENDED, FIRST_APPLY.getFirst());
    killWhileHeld(
        new Kind("reload pg-", "/reload"), HOLD_RELOAD, "rm -f /tmp/held /usr/local/bin/docker");
    finish();

    cluster.settings("work_mem: 9MB");
    kill(Moment.BEGAN, FIRST_APPLY.getFirst());
    kill(Moment.ENDED, new Kind("reload pg-", "/reload"));
    finish();

    assertThat(cluster.startTimes()).isEqualTo(before);
    assertThat(cluster.sql("show work_mem")).isEqualTo("9MB\n");
  }

  @Test
  void aRollThatIsKilledIsFinishedAndRestartsNoNodeTwice() throws Exception {
    running("work_mem: 9MB");
    cluster.settings("shared_buffers: 96MB");
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
  @Tag("long")
  void aRoleThatWasHalfCreatedIsCreated() throws Exception {
    running("shared_buffers: 96MB");
    cluster.edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: one }\n");
    killWhileHeld(new Kind("create role one", "/create-role/one"), HOLD_ROLES, RELEASE_ROLES);
    cluster.edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: two }\n");
    kill(Moment.ENDED, new Kind("create role two", "/create-role/two"));
    finish();

    assertThat(cluster.sql("select count(*) from kept")).isEqualTo("1000\n");
    assertThat(marks()).isEqualTo(sentinels);
    assertThat(cluster.run("history").out()).contains("cut off");
  }

  @Test
  void theFirstInterruptLetsTheStepUnderWayEndAndBeginsNoOther() throws Exception {
    running("shared_buffers: 96MB");
    cluster.settings("shared_buffers: 104MB");
    String coordinator = started(0);
    try (ChildProgram run = applying("pg-w1/recreate")) {
      run.signal("INT");
      assertThat(run.end()).as(run.output()).isEqualTo(130);
      assertThat(run.output())
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
      assertThat(run.end()).as(run.output()).isEqualTo(130);
      assertThat(run.output()).containsPattern("✓ pg-c1: restart pg-c1");
    }
    finish();
    assertThat(cluster.sql("show shared_buffers")).isEqualTo("104MB\n");
  }

  @Test
  void theSecondInterruptStopsAtOnce() throws Exception {
    running("shared_buffers: 104MB");
    cluster.settings("shared_buffers: 112MB");
    try (ChildProgram run = applying("pg-w1/recreate")) {
      run.signal("INT");
      run.await("interrupted:");
      // Two within half a second are taken for one.
      Await.until("the second interrupt to be taken for one", () -> hasEndedAfter(run, "INT"));
      assertThat(run.end()).as(run.output()).isEqualTo(130);
      assertThat(run.output())
          .contains("stopped at once", "--lock-wait 60")
          .doesNotContain("✓ pg-w1: restart");
    }

    // A terminal that is closed: signalled twice, by the system and by the shell.
    try (ChildProgram run = applying("pg-c1/recreate")) {
      run.signal("HUP");
      run.await("interrupted:");
      run.signal("HUP");
      assertThat(run.end()).as(run.output()).isEqualTo(130);
      assertThat(run.output()).containsPattern("✓ pg-c1: restart pg-c1");
    }
    finish();
    assertThat(cluster.sql("select count(*) from kept")).isEqualTo("1000\n");
  }

  /// A cluster with 1,000 rows that is as the inventory describes, which asks for certain settings:
  /// what a test begins with, however the one before it ended.
  private void running(String settings) throws IOException {
    cluster.settings(settings);
    cluster.deployed();
    cluster.sql("create table if not exists kept (id int)");
    cluster.sql("truncate kept");
    cluster.sql("insert into kept select generate_series(1, 1000)");
    sentinels = marks();
  }

  private static boolean hasEndedAfter(ChildProgram run, String signal) {
    try {
      run.signal(signal);
      return !run.isAlive();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
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
            : ChildProgram.startUntil(moment, kind.output(), apply())) {
      if (!journal) {
        run.await(CutOffProgram.HERE);
      }
      run.signal("KILL");
      assertThat(run.end()).isEqualTo(137);
    }
  }

  /// Kills a run in the middle of a step.
  ///
  /// @param hold what keeps the step from ending, on the coordinator's server; prints that it does
  /// @param release what lets it end, for which nobody waits any more
  private void killWhileHeld(Kind kind, String hold, String release) throws Exception {
    LabServer server = cluster.servers().getFirst();
    try {
      assertThat(cluster.inside(server, hold)).isEqualTo("held\n");
      kill(Moment.BEGAN, kind);
    } finally {
      cluster.inside(server, release);
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

package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.integration.CutOffProgram.Moment;
import dev.citusdeploy.lab.image.LabImages;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A run that is killed at each boundary between two steps, on three lab servers: the next apply,
/// without an option, finishes it.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryBoundaryIT {
  @RegisterExtension final SharedCluster cluster = new SharedCluster(3, LabImages::rehearsal);

  @Test
  void aFirstApplyIsFinishedFromEveryBoundary() throws Exception {
    int steps = steps();
    assertThat(steps).isGreaterThan(12);
    for (int boundary = 0; boundary <= steps; boundary++) {
      cluster.wipe();
      killAt(boundary, steps);
      finish(boundary);
    }
  }

  @Test
  void aRollIsFinishedFromEveryBoundary() throws Exception {
    cluster.deployed();
    cluster.sql("create table if not exists kept (id int)");
    cluster.sql("truncate kept");
    cluster.sql("insert into kept select generate_series(1, 1000)");
    cluster.settings("shared_buffers: 90MB");
    int steps = steps();
    for (int boundary = 0; boundary <= steps; boundary++) {
      cluster.edit(
          "shared_buffers: " + (90 + boundary) + "MB", "shared_buffers: " + (91 + boundary) + "MB");
      killAt(boundary, steps);
      finish(boundary);
      assertThat(cluster.sql("show shared_buffers")).isEqualTo((91 + boundary) + "MB\n");
    }
    assertThat(cluster.sql("select count(*) from kept")).isEqualTo("1000\n");
  }

  private int steps() {
    List<String> lines = cluster.run("plan").out().lines().toList();
    return (int) lines.stream().filter(line -> line.matches("  [+~±?] .*")).count();
  }

  /// Kills a run when so many steps have ended.
  private void killAt(int boundary, int steps) throws Exception {
    String ended = boundary + "/" + steps + "\\]";
    try (ChildProgram run =
        boundary == 0
            ? ChildProgram.startUntil(Moment.BEFORE, "write", cluster.words("apply", "-y"))
            : ChildProgram.startUntil(Moment.COUNTED, ended, cluster.words("apply", "-y"))) {
      run.await(CutOffProgram.HERE);
      run.signal("KILL");
      assertThat(run.end()).isEqualTo(137);
    }
  }

  /// Scripts of other hosts may be at work still when one step has ended; they keep the lock until
  /// they are done.
  private void finish(int boundary) {
    cluster.insideAll("flock /opt/citus-deploy/lab/.state/lock true");
    Invocation apply = cluster.run("apply", "-y");
    assertThat(apply.exitCode())
        .as("after boundary " + boundary + ": " + apply.everything())
        .isZero();
    cluster.assertSound();
  }
}

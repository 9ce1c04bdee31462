package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.integration.load.Writer;
import dev.citusdeploy.integration.load.Writers;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Older copies of one node's data put in its place, on the newest real Citus, else on the
/// rehearsal image: each is named and led out of; and crashes, which are no such thing.
final class OlderDataIT extends ClusterLab {
  private static final String DATA = "/var/lib/citus-deploy/lab/";
  private static final String SERVED = "/opt/citus-deploy/lab/.state/served/";
  private static final Pattern ACCEPT =
      Pattern.compile("'sudo (rm /opt/citus-deploy/lab/\\.state/served/[a-z0-9-]+/lsn)'");

  OlderDataIT() {
    super(TestLabs::bestImage);
  }

  @BeforeEach
  void cluster() throws IOException {
    deployed();
  }

  @Test
  void aCopyOfAServerThatWasShutDownIsNotStarted() {
    LabServer worker = servers.get(1);
    write("pg-w1", worker);
    inside(
        worker, "docker stop lab-pg-w1; cp -a " + DATA + "pg-w1 /srv/copy; docker start lab-pg-w1");
    awaitHealthy();
    write("pg-w1", worker);
    String newest = rows(worker);

    inside(worker, "docker stop lab-pg-w1");
    swap(worker, "pg-w1", "/srv/copy", "/srv/newest");
    String before = control(worker);
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
    assertThat(words(apply))
        .contains(
            "[node-keeps-ending]",
            "its message: “the data is older than what this node has served");
    assertNamed("pg-w1");
    assertThat(control(worker)).as("no server ran on it").isEqualTo(before);

    inside(worker, "docker stop lab-pg-w1");
    swap(worker, "pg-w1", "/srv/newest", "/srv/copy");
    apply();
    awaitHealthy();
    assertThat(rows(worker)).isEqualTo(newest);
  }

  /// It shows only once its server has recovered, which then serves: what is written to it
  /// meanwhile does not hide it.
  @Test
  void aCopyOfAServerThatCrashedIsFoundAndMayBeAccepted() {
    LabServer worker = servers.get(2);
    write("pg-w2", worker);
    inside(
        worker,
        "docker kill -s KILL lab-pg-w2; cp -a " + DATA + "pg-w2 /srv/copy; docker start lab-pg-w2");
    awaitHealthy();
    write("pg-w2", worker);

    inside(worker, "docker stop lab-pg-w2");
    swap(worker, "pg-w2", "/srv/copy", "/srv/newest");
    inside(worker, "docker start lab-pg-w2");
    awaitOlder(worker, "pg-w2");
    assertNamed("pg-w2");
    write("pg-w2", worker);
    write("pg-w2", worker);
    // Without what the former start found, as the next start begins.
    inside(worker, "docker stop lab-pg-w2; rm " + SERVED + "pg-w2/older; docker start lab-pg-w2");
    awaitOlder(worker, "pg-w2");
    Invocation named = assertNamed("pg-w2");
    assertThat(inside(worker, "docker inspect lab-pg-w2")).contains("the data is older than what");

    Matcher accept = ACCEPT.matcher(named.err());
    assertThat(accept.find()).as(named.err()).isTrue();
    inside(worker, accept.group(1));
    apply();
    awaitHealthy();
    assertThat(inside(worker, "ls " + SERVED + "pg-w2 " + DATA + "pg-w2/pgdata"))
        .contains("lsn")
        .doesNotContain("older");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    inside(worker, "rm -r /srv/newest");
  }

  @Test
  @Tag("long")
  void aCopyOfTheCoordinatorIsNamedToo() {
    LabServer coordinator = servers.getFirst();
    write("pg-c1", coordinator);
    inside(
        coordinator,
        "docker stop lab-pg-c1; cp -a " + DATA + "pg-c1 /srv/copy; docker start lab-pg-c1");
    awaitHealthy();
    write("pg-c1", coordinator);
    if (image.real()) {
      sql("create table public.later (id int)");
      sql("select create_distributed_table('public.later', 'id')");
    }
    inside(coordinator, "docker stop lab-pg-c1");
    swap(coordinator, "pg-c1", "/srv/copy", "/srv/newest");
    inside(coordinator, "docker start lab-pg-c1");
    awaitOlder(coordinator, "pg-c1");
    Matcher accept = ACCEPT.matcher(assertNamed("pg-c1").err());
    if (image.real()) {
      // Accepted too early: what its workers list and it does not know is not forgotten by a sync.
      assertThat(accept.find()).isTrue();
      inside(coordinator, accept.group(1) + "; docker restart lab-pg-c1");
      Invocation plan =
          Await.value(
              "a plan that tells what the workers list",
              () -> run("plan"),
              result -> words(result).contains("[metadata-unclear]"));
      assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
      assertThat(words(plan))
          .contains("node pg-w1 has tables or shards that the coordinator does not have")
          .contains("put the newest data of the coordinator back");
      assertThat(run("status").exitCode()).isEqualTo(7);
    }

    inside(coordinator, "docker stop lab-pg-c1");
    swap(coordinator, "pg-c1", "/srv/newest", "/srv/copy");
    apply();
    awaitHealthy();
  }

  /// After each crash a server begins where its log on the disk ends, whatever was written at that
  /// moment; and no acknowledged row is lost.
  @Test
  @Tag("long")
  void crashesUnderLoadRaiseNoAlarm() throws SQLException {
    if (!image.real()) {
      return;
    }
    Writers.makeTables(this::sql);
    List<String> alarms;
    List<Writers.Report> reports;
    try (Writers writers = new Writers(clientUrl(), password())) {
      for (int round = 0; round < 5; round++) {
        // Each time at another moment between two records of how far the nodes have served.
        writers.of(Writer.Kind.ONE_SHARD).awaitMore(20);
        awaitServedFurther(servers.get(round % 3));
        writers.of(Writer.Kind.ONE_SHARD).awaitMore(100 * (round % 3));
        for (LabServer server : List.of(servers.get(round % 3), servers.get((round + 1) % 3))) {
          inside(
              server,
              "docker kill -s KILL lab-%1$s; docker start lab-%1$s".formatted(server.host()));
        }
        awaitHealthy();
      }
      alarms =
          servers.stream()
              .map(server ->
                  inside(
                      server,
                      "ls -d "
                          + SERVED
                          + "*/older "
                          + DATA
                          + "*/pgdata/citus-deploy-older 2>/dev/null"))
              .toList();
      writers.stop();
      sql("select recover_prepared_transactions()");
      reports = writers.reports();
    }
    assertThat(alarms).allMatch(String::isBlank);
    assertThat(reports).allMatch(Writers.Report::isSound, reports.toString());
  }

  /// Nothing is lost with the record, so nothing is to wait for it.
  @Test
  void aNodeStartsWithoutItsRecord() {
    LabServer worker = servers.get(1);
    inside(worker, "docker stop lab-pg-w1; rm -r " + SERVED + "; docker start lab-pg-w1");
    awaitHealthy();
    assertThat(inside(worker, "cat " + SERVED + "pg-w1/lsn")).matches("[0-9]+ [0-9A-F/]+\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  /// By `status` (7), `plan` and `apply` (8), with what it means and the ways out.
  private Invocation assertNamed(String node) {
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
    Invocation plan = run("plan");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(8);
    for (Invocation result : List.of(status, plan, apply)) {
      assertThat(words(result))
          .contains(
              "the data of " + node + " is older than what the node has served [data-older]",
              "rows that were acknowledged since are not in it",
              "docker stop lab-" + node,
              "rm " + SERVED + node + "/lsn");
    }
    return status;
  }

  private void awaitOlder(LabServer server, String node) {
    Await.until("the older data of " + node + " to be noticed", () -> isOlder(server, node));
  }

  private boolean isOlder(LabServer server, String node) {
    return !inside(server, "cat " + SERVED + node + "/older 2>/dev/null").isBlank();
  }

  /// Until a node's check has recorded once more how far it has served.
  private void awaitServedFurther(LabServer server) {
    String lsn = "cat " + SERVED + server.host() + "/lsn";
    String before = inside(server, lsn);
    Await.until("a further record", () -> !inside(server, lsn).equals(before));
  }

  private void swap(LabServer server, String node, String in, String out) {
    assertThat(
            inside(
                server,
                "mv %1$s%2$s %4$s && mv %3$s %1$s%2$s && echo done".formatted(DATA, node, in, out)))
        .isEqualTo("done\n");
  }

  /// Writes on one server, whatever image it runs, and waits until its check has seen that.
  private void write(String node, LabServer server) {
    String before = inside(server, "cat " + SERVED + node + "/lsn");
    administer(
        server,
        "lab-" + node,
        "create table if not exists public.kept (id int); insert into public.kept select"
            + " generate_series(1, 500); checkpoint");
    Await.until(
        "what was written to be recorded",
        () ->
            !inside(server, "cat " + SERVED + node + "/lsn").equals(before)
                || isOlder(server, node));
  }

  private String control(LabServer worker) {
    return inside(worker, "sha256sum <" + DATA + "pg-w1/pgdata/global/pg_control");
  }

  private String rows(LabServer server) {
    return inside(
        server,
        "docker exec -u postgres $(docker ps -q) psql -XAtc 'select count(*) from public.kept' app");
  }

  private void apply() {
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
  }

  /// Without the places where lines wrap.
  private static String words(Invocation result) {
    return result.err().replaceAll("\\s+", " ");
  }
}

package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.citusdeploy.Await;
import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.integration.load.Writer;
import dev.citusdeploy.integration.load.Writers;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.image.DatabaseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Another `image:` for a cluster of real Citus, while three clients write and check every
/// acknowledgement. Citus 13.2.2 and 14.0.1, both on the same PostgreSQL.
final class ImageChangeIT extends ClusterLab {
  private static final String OLD = "citusdata/citus:13.2.2";
  private static final String NEW = "citusdata/citus:14.0.1";

  /// Made of the old one, as a patch level would be.
  private static final String PATCHED = "citusdata/citus:13.2.3";

  private static final int SOME = 50;

  ImageChangeIT() {
    super(
        _ -> {
          assumeTrue(isHere(OLD) && isHere(NEW), "needs " + OLD + " and " + NEW);
          return new DatabaseImage(OLD, true);
        },
        NEW);
  }

  /// A cluster that runs the old image on data that no newer one has touched.
  @BeforeEach
  void oldCluster() throws IOException {
    if (firstStarts().contains("citus=14")) {
      cluster.wipe();
    }
    wish(OLD);
    deployed();
    if (sql("select to_regclass('public.writer_reference') is null").equals("t\n")) {
      Writers.makeTables(this::sql);
    }
  }

  /// What the servers have recorded of the nodes' data.
  private String firstStarts() {
    return servers.stream()
        .map(server -> inside(server, "cat /opt/citus-deploy/lab/.state/first-start/* 2>/dev/null"))
        .collect(Collectors.joining());
  }

  private static boolean isHere(String reference) {
    try {
      return LocalPrograms.process("docker", "image", "inspect", reference).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Writers writers() {
    return new Writers(clientUrl(), password());
  }

  private void wish(String image) throws IOException {
    Files.writeString(
        cluster.inventory(),
        Files.readString(cluster.inventory()).replaceFirst("(?m)^image: .*", "image: " + image));
  }

  /// Asserts that no acknowledgement was wrong, and tells the figures.
  private List<Writers.Report> sound(Writers writers) throws SQLException {
    List<Writers.Report> reports = writers.reports();
    reports.forEach(report -> progress(report.toString()));
    assertThat(reports).allMatch(Writers.Report::isSound).allMatch(it -> it.acknowledged() > 0);
    assertThat(Writers.differingCopies(clientUrl(), password(), "writer_reference")).isZero();
    return reports;
  }

  private static void refused(Invocation result, String code, String... words) {
    assertThat(result.exitCode()).as(result.everything()).isEqualTo(8);
    assertThat(String.join(" ", result.everything().split("[\\s│]+")))
        .contains(code)
        .contains(words);
  }

  @Test
  void anotherCitusIsRefusedBeforeAnythingIsTouched() throws Exception {
    wish(NEW);
    String before = everythingOnTheServers();
    try (Writers writers = writers()) {
      writers.awaitMore(SOME);
      for (Invocation result : List.of(run("plan"), run("apply", "-y"))) {
        refused(
            result,
            "[citus-version-differs]",
            "the image holds Citus 14.0-1, the data is of 13.2-1",
            "nodes pg-c1, pg-w1, pg-w2",
            OLD,
            "docs/upgrade.md");
        assertThat(result.out()).doesNotContain("restart");
      }
      writers.awaitMore(SOME);
      assertThat(sound(writers)).allMatch(report -> report.failed() == 0);
    }
    assertUnchanged(before);
  }

  @Test
  void theNameOfAnImageThatNoServerHasIsEnough() throws IOException {
    String before = everythingOnTheServers();
    wish("citusdata/citus:14.1.0");
    refused(
        run("apply", "-y"),
        "[postgres-major-differs]",
        "the image holds PostgreSQL 18, the data is of 17");
    wish("citusdata/citus:13.1.0");
    refused(run("apply", "-y"), "[citus-version-differs]", "no server has inspected");
    wish("citusdata/citus:13.2.2-pg15");
    refused(run("apply", "-y"), "[postgres-too-old]", "the image holds PostgreSQL 15");
    assertUnchanged(before);
  }

  @Test
  @Tag("long")
  void aNodeThatWasSwappedIsNamedAndTheOldImageLeadsOut() throws Exception {
    try (Writers writers = writers()) {
      writers.awaitMore(SOME);
      swap(servers.get(1), NEW);
      int failed = writers.of(Writer.Kind.SEVERAL_SHARDS).failed();
      awaitFailures(writers, failed);

      Invocation status = run("status");
      assertThat(status.exitCode()).isEqualTo(7);
      assertThat(status.err())
          .contains("[library-unfit]", "pg-w1")
          .doesNotContain("node-unreachable-from-node");
      wish(NEW);
      refused(
          run("apply", "-y"),
          "[citus-library-differs]",
          "the node runs with the library of Citus 14.0",
          "on data of 13.2-1",
          "`image: " + OLD + "`");

      wish(OLD);
      Invocation apply = run("apply", "-y");
      assertThat(apply.exitCode()).as(apply.everything()).isZero();
      assertThat(apply.out())
          .contains("image changed: Citus 14.0.1 (extension 14.0-1)", "→ Citus 13.2.2")
          .contains("1 restart (pg-w1)");
      writers.awaitMore(SOME);
      sound(writers);
    }
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    assertThat(run("status").exitCode()).isZero();
  }

  @Test
  @Tag("long")
  void anImageThatWasLoadedRollsAsAPatchLevelUnderWriters() throws Exception {
    carry(PATCHED);
    wish(PATCHED);
    collation(servers.get(2), "lab-pg-w2", "'2.36'");
    String times = startTimes();
    refused(
        run("apply", "-y"),
        "[collation-version-differs]",
        "glibc 2.41",
        "glibc 2.36",
        "node pg-w2");
    assertThat(startTimes()).isEqualTo(times);
    collation(servers.get(2), "lab-pg-w2", "null");

    try (Writers writers = writers()) {
      writers.awaitMore(SOME);
      Invocation apply = run("apply", "-y");
      assertThat(apply.exitCode()).as(apply.everything()).isZero();
      assertThat(apply.out())
          .contains("image changed, with the same versions: Citus 13.2.2")
          .contains("3 restarts (pg-w1, pg-w2, pg-c1)");
      writers.awaitMore(SOME);
      sound(writers);
    }
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  /// As docs/upgrade.md says.
  @Test
  @Tag("long")
  void theProcedureByHandEndsInAClusterThatIsAsTheInventoryDescribes() throws Exception {
    carry(PATCHED);
    try (Writers writers = writers()) {
      writers.awaitMore(SOME);
      for (LabServer server : List.of(servers.get(1), servers.get(2), servers.get(0))) {
        swap(server, NEW);
        update(server, "ALTER EXTENSION citus UPDATE");
      }
      update(servers.getFirst(), "CALL citus_finish_citus_upgrade()");
      wish(NEW);
      Invocation plan = run("plan");
      assertThat(plan.exitCode()).as(plan.everything()).isZero();
      assertThat(plan.out()).contains("3 restarts");
      Invocation apply = run("apply", "-y");
      assertThat(apply.exitCode()).as(apply.everything()).isZero();
      writers.awaitMore(SOME);
      sound(writers);
    }
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    assertThat(run("status").exitCode()).isZero();
    assertThat(firstStarts()).contains("citus=14.0-1", "image=" + NEW).doesNotContain("13.2");

    String before = everythingOnTheServers();
    for (String former : List.of(PATCHED, OLD)) {
      wish(former);
      refused(
          run("apply", "-y"),
          "[citus-version-differs]",
          "the image holds Citus 13.2-1, the data is of 14.0-1");
    }
    assertUnchanged(before);
  }

  @Test
  void anotherCitusIsRefusedAlsoWhileNodesAreDown() throws IOException {
    inside(servers.getFirst(), "docker stop lab-pg-c1");
    wish(NEW);
    refused(run("apply", "-y"), "[citus-version-differs]", "nodes pg-c1, pg-w1, pg-w2");
    wish(OLD);
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
  }

  /// The third server's engine gets containerd's image store, which calls the loaded image by
  /// another id than the others' do.
  @Test
  @Tag("long")
  void anImageThatWasLoadedIntoAnotherImageStoreIsTheSame() throws Exception {
    LabServer other = servers.get(2);
    String id = "docker image inspect -f '{{.Id}}' " + OLD;
    inside(
        other,
        "sed -i s/--storage-driver=overlay2/--storage-driver=overlayfs/ /usr/local/sbin/start-server;"
            + " mkdir -p /etc/docker;"
            + " echo '{\"features\":{\"containerd-snapshotter\":true}}' >/etc/docker/daemon.json");
    cluster.restart(other);
    load(OLD, other);
    assertThat(inside(other, id)).startsWith("sha256:").isNotEqualTo(inside(servers.get(1), id));

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).contains("start pg-w2").doesNotContain("restart");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    load(NEW, other);
  }

  /// One failure may still be of the restart, several are not.
  private static void awaitFailures(Writers writers, int before) {
    Await.until(
        "transactions to go on failing",
        () -> writers.of(Writer.Kind.SEVERAL_SHARDS).failed() >= before + 5);
  }

  /// Gives a node another image by hand.
  private void swap(LabServer server, String image) {
    String folder = "/opt/citus-deploy/lab/" + server.host();
    String said =
        inside(
            server,
            "echo 'services: {db: {image: \"%s\"}}' | docker compose -p lab-%s --project-directory %s"
                    .formatted(image, server.host(), folder)
                + " -f %s/compose.yml -f - up -d --wait 2>&1".formatted(folder));
    assertThat(said).contains("Healthy");
  }

  private void update(LabServer server, String statement) {
    assertThat(
            inside(
                server,
                "docker exec -u postgres lab-%s psql -X -v ON_ERROR_STOP=1 -d app -c '%s' 2>&1"
                    .formatted(server.host(), statement)))
        .doesNotContain("ERROR");
  }

  private void collation(LabServer server, String container, String version) {
    assertThat(
            inside(
                server,
                ("docker exec -u postgres %s psql -X -d app -c \"update pg_database set datcollversion"
                        + " = %s where datname = 'app'\" 2>&1")
                    .formatted(container, version)))
        .contains("UPDATE 1");
  }

  /// Makes an image on the first server and loads it into the others.
  private void carry(String reference) throws Exception {
    LabServer first = servers.getFirst();
    inside(
        first,
        "printf 'FROM %s\\nLABEL patch=1\\n' | DOCKER_BUILDKIT=0 docker build -q -t %s - 2>&1"
            .formatted(OLD, reference));
    for (LabServer other : servers.subList(1, servers.size())) {
      load(reference, other);
    }
  }

  /// Carries an image of the first server to another one, as a file.
  private void load(String reference, LabServer other) throws Exception {
    String pipe =
        "docker exec %s docker save %s | docker exec -i %s docker load >/dev/null"
            .formatted(servers.getFirst().container(), reference, other.container());
    assertThat(LocalPrograms.process("sh", "-c", pipe).start().waitFor()).isZero();
  }
}

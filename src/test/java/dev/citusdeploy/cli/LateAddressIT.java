package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Advertised addresses that a server has only after Docker has started its container, as with a
/// VPN, DHCP or an address that moves between servers; on the newest real Citus, else on the
/// rehearsal image.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LateAddressIT extends ClusterLab {
  private String late = "";

  LateAddressIT() {
    super(TestLabs.named("address"));
  }

  @Override
  DatabaseImage image(LabImages images) {
    return TestLabs.bestImage(images);
  }

  private LabServer worker() {
    return servers.get(1);
  }

  private void comes() {
    inside(worker(), "ip addr add " + late + "/24 dev eth0");
  }

  private void goes() {
    inside(worker(), "ip addr del " + late + "/24 dev eth0");
  }

  @Test
  @Order(1)
  void aFirstStartWithoutTheAddressIsRefusedByThePlan() throws IOException {
    late = worker().address().replaceFirst("\\.\\d+$", ".211");
    String text = Files.readString(cluster.inventory());
    Files.writeString(
        cluster.inventory(),
        text.replace(
            "pg-w1: { address: " + worker().address(),
            "pg-w1: { advertise: " + late + ", address: " + worker().address()));

    Invocation plan = run("apply", "-y");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    assertThat(plan.err())
        .contains("[address-missing]", "the server does not have the address " + late + " of pg-w1")
        .contains("the server has “", worker().address(), "ip -brief addr");

    comes();
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
  }

  @Test
  @Order(2)
  void aServerThatGetsItsAddressAfterDockerServesWithoutAnApply() {
    inside(worker(), "docker stop lab-pg-w1");
    goes();
    inside(worker(), "docker start lab-pg-w1");
    waitFor(
        () -> inside(worker(), "docker logs --tail 3 lab-pg-w1 2>&1").contains("waiting for it"));
    assertThat(inside(worker(), "docker inspect -f '{{.State.Health.Status}}' lab-pg-w1"))
        .isNotEqualTo("healthy\n");
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
    Invocation plan = run("plan");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    assertThat(plan.err()).contains("[address-missing]");

    comes();
    waitFor(() -> run("status").exitCode() == 0);
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  /// Longer than the start script waits: the engine starts the container again.
  @Test
  @Order(3)
  void itServesAlsoWhereTheAddressComesLate() {
    inside(worker(), "docker stop lab-pg-w1");
    goes();
    inside(worker(), "docker start lab-pg-w1");
    waitFor(() ->
        inside(worker(), "docker logs lab-pg-w1 2>&1").contains("so the server is not started"));
    waitFor(
        () -> inside(worker(), "docker inspect -f '{{.RestartCount}}' lab-pg-w1").startsWith("1"));
    String before = inside(worker(), "date +%s%N");
    inside(worker(), "docker stop lab-pg-w1");
    String after = inside(worker(), "date +%s%N");
    assertThat(seconds(before, after)).as("it ends while it waits").isLessThan(20);
    inside(worker(), "docker start lab-pg-w1");
    comes();
    waitFor(() -> run("status").exitCode() == 0);
  }

  /// By a route of its own the worker's packets leave from an address that no inventory knows.
  @Test
  @Order(4)
  void aServerThatLeavesByAnotherAddressIsNamedWithTheWayToLetItIn() throws IOException {
    String other = late.replaceFirst("\\.\\d+$", ".212");
    LabServer second = servers.get(2);
    String route = " " + second.address() + "/32 dev eth0 src ";
    inside(worker(), "ip addr add " + other + "/24 dev eth0; ip route replace" + route + other);
    inside(
        worker(),
        "docker exec -u postgres lab-pg-w1 psql -XAtc \"select pg_terminate_backend(pid) from"
            + " pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()\"");
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
    assertThat(status.err().replaceAll("\\s+", " "))
        .contains("pg-w1 → pg-w2 (" + late + ":5432 → " + second.address() + ":5432): not let in")
        .contains("pg-w2 was reached, and its pg_hba.conf lets no node in from " + other)
        .contains("cluster_networks: [\"" + other + "/32\"]")
        .doesNotContain("open port");

    edit("hosts:\n", "cluster_networks: [\"" + other + "/32\"]\nhosts:\n");
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    awaitHealthy();
  }

  private static void waitFor(BooleanSupplier what) {
    for (int attempt = 0; attempt < 90 && !what.getAsBoolean(); attempt++) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }
    assertThat(what.getAsBoolean()).isTrue();
  }

  private static long seconds(String before, String after) {
    return (Long.parseLong(after.strip()) - Long.parseLong(before.strip())) / 1_000_000_000L;
  }
}

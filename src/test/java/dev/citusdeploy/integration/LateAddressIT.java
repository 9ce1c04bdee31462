package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Advertised addresses that a server has only after Docker has started its container, as with a
/// VPN, DHCP or an address that moves between servers; on the newest real Citus, else on the
/// rehearsal image.
final class LateAddressIT extends ClusterLab {
  private String late = "";

  LateAddressIT() {
    super(TestLabs::bestImage);
  }

  private LabServer worker() {
    return servers.get(1);
  }

  /// The worker's server has the address that the inventory advertises for it.
  @BeforeEach
  void advertise() throws IOException {
    late = worker().address().replaceFirst("\\.\\d+$", ".211");
    String former = "pg-w1: { address: " + worker().address();
    if (Files.readString(cluster.inventory()).contains(former)) {
      edit(former, "pg-w1: { advertise: " + late + ", address: " + worker().address());
    }
    comes();
  }

  @AfterAll
  void goesForGood() {
    goes();
  }

  private void comes() {
    inside(worker(), "ip addr replace " + late + "/24 dev eth0");
  }

  private void goes() {
    inside(worker(), "ip addr del " + late + "/24 dev eth0");
  }

  @Test
  void aFirstStartWithoutTheAddressIsRefusedByThePlan() throws IOException {
    cluster.wipe();
    goes();

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
  @Tag("long")
  void aServerThatGetsItsAddressAfterDockerServesWithoutAnApply() throws IOException {
    deployed();
    inside(worker(), "docker stop lab-pg-w1");
    goes();
    inside(worker(), "docker start lab-pg-w1");
    Await.until(
        "the start script to wait",
        () -> inside(worker(), "docker logs --tail 3 lab-pg-w1 2>&1").contains("waiting for it"));
    assertThat(inside(worker(), "docker inspect -f '{{.State.Health.Status}}' lab-pg-w1"))
        .isNotEqualTo("healthy\n");
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
    Invocation plan = run("plan");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    assertThat(plan.err()).contains("[address-missing]");

    comes();
    awaitHealthy();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  /// Longer than the start script waits: the engine starts the container again.
  @Test
  @Tag("long")
  void itServesAlsoWhereTheAddressComesLate() throws IOException {
    deployed();
    inside(worker(), "docker stop lab-pg-w1");
    goes();
    inside(worker(), "docker start lab-pg-w1");
    Await.until(
        "the start script to give up",
        () ->
            inside(worker(), "docker logs lab-pg-w1 2>&1")
                .contains("so the server is not started"));
    Await.until(
        "the engine to start it again",
        () -> !inside(worker(), "docker inspect -f '{{.RestartCount}}' lab-pg-w1").startsWith("0"));
    String before = inside(worker(), "date +%s%N");
    inside(worker(), "docker stop lab-pg-w1");
    String after = inside(worker(), "date +%s%N");
    assertThat(seconds(before, after)).as("it ends while it waits").isLessThan(20);
    inside(worker(), "docker start lab-pg-w1");
    comes();
    awaitHealthy();
  }

  /// By a route of its own the worker's packets leave from an address that no inventory knows.
  @Test
  void aServerThatLeavesByAnotherAddressIsNamedWithTheWayToLetItIn() throws IOException {
    deployed();
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
    inside(worker(), "ip route del" + route + other + "; ip addr del " + other + "/24 dev eth0");
  }

  private static long seconds(String before, String after) {
    return (Long.parseLong(after.strip()) - Long.parseLong(before.strip())) / 1_000_000_000L;
  }
}

package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.integration.load.JdbcProbe;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The life of a cluster on three lab servers: from empty servers to what goes wrong in an ordinary
/// week.
final class ClusterLifeIT extends ClusterLab {
  ClusterLifeIT() {
    super(TestLabs::bestImage);
  }

  @Test
  void emptyServersBecomeAClusterThatASecondApplyLeavesAlone() throws IOException {
    cluster.wipe();
    planChangesNothingOnTheServersAndWritesNoSecrets();
    applyWithoutATerminalAndWithoutYesIsRefused();
    applyMakesAHealthyCluster();
    aSecondApplyTouchesNothing();
  }

  private void planChangesNothingOnTheServersAndWritesNoSecrets() {
    String before = everythingOnTheServers();
    lookingChangesNothing();

    Invocation plan = run("plan", "--exit-code");

    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(6);
    assertThat(plan.out()).contains("initialise data of pg-c1", "register worker");
    assertUnchanged(before);
    assertThat(folder.resolve("inventory.secrets.yml")).doesNotExist();
  }

  private void applyWithoutATerminalAndWithoutYesIsRefused() {
    Invocation apply = run("apply");

    assertThat(apply.exitCode()).isEqualTo(8);
    assertThat(apply.err()).contains("add `-y` to the same command");
    assertThat(folder.resolve("inventory.secrets.yml")).doesNotExist();
  }

  private void applyMakesAHealthyCluster() {
    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out())
        .contains("postgresql://app@" + servers.getFirst().address() + ":5432/app");
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isZero();
    assertThat(status.out()).contains("healthy: 9 of 9 connections between nodes work");
  }

  private void aSecondApplyTouchesNothing() {
    String before = everythingOnTheServers();

    Invocation apply = run("apply");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).startsWith("No changes: the cluster is as the inventory describes.\n");
    assertUnchanged(before);
    lookingChangesNothing();
  }

  @Test
  void noContainersEnvironmentHoldsAPassword() throws IOException {
    deployed();
    for (LabServer server : servers) {
      String given = inside(server, "docker inspect -f '{{json .Config.Env}}' $(docker ps -q)");
      String serverProcess =
          inside(
              server,
              "docker exec -u postgres $(docker ps -q) cat /proc/1/environ | tr '\\0' '\\n'");
      assertThat(List.of(given, serverProcess))
          .allSatisfy(environment ->
              assertThat(environment)
                  .contains("PGDATA=")
                  // The image's entrypoint leaves POSTGRES_PASSWORD behind, with nothing in it.
                  .doesNotContainPattern("PASS[A-Z]*=[^\\s\",]"));
      assertThat(inside(server, "docker volume ls -q")).isBlank();
    }
  }

  @Test
  void plaintextAndUnknownLoginsAreRefused() throws IOException {
    deployed();
    LabServer worker = servers.get(1);
    String coordinator = servers.getFirst().address();

    assertThat(psql(worker, "host=" + coordinator + " user=app dbname=app sslmode=disable"))
        .contains("no pg_hba.conf entry")
        .contains("no encryption");
    assertThat(psql(worker, "host=" + coordinator + " user=postgres dbname=app sslmode=require"))
        .doesNotContain("(1 row)");
    assertThat(
            inside(
                servers.getFirst(),
                "docker exec -u postgres lab-pg-c1 psql -XAtc"
                    + " \"select count(*) from pg_hba_file_rules where auth_method = 'trust'\" app"))
        .isEqualTo("0\n");
  }

  @Test
  void theClientRoleLogsInWithItsPasswordOverVerifiedTls() throws IOException {
    deployed();
    assertThat(JdbcProbe.select(clientUrl(), "app", password(), "select current_user"))
        .isEqualTo("app");
    assertThat(JdbcProbe.select(clientUrl(), "app", "wrong", "select 1"))
        .contains("password authentication failed");
  }

  @Test
  void realCitusKeepsDistributedRowsOverARestartOfEveryServer() throws IOException {
    assumeThat(image.real()).as("the rehearsal image does not shard").isTrue();
    deployed();
    sql("create table orders (id bigint primary key, what text)");
    sql("select create_distributed_table('orders', 'id')");
    sql("create table kinds (kind int primary key)");
    sql("select create_reference_table('kinds')");
    sql("insert into orders select i, 'order ' || i from generate_series(1, 100000) i");
    sql("insert into kinds select generate_series(1, 10)");

    servers.forEach(cluster::restart);
    awaitHealthy();

    assertThat(sql("select count(*) from orders")).isEqualTo("100000\n");
    assertThat(sql("select count(*) from kinds")).isEqualTo("10\n");
    assertThat(
            sql(
                "select count(distinct nodename) from citus_shards"
                    + " where table_name = 'orders'::regclass"))
        .isEqualTo("2\n");
    assertThat(sql("select bool_and(result) from citus_check_cluster_node_health()"))
        .isEqualTo("t\n");
  }

  @Test
  void anotherClientLineIsAReloadAndRestartsNothing() throws IOException {
    deployed();
    String before = startTimes();
    edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: report }\n");

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).contains("3 reloads").doesNotContain("restart");
    assertThat(startTimes()).isEqualTo(before);
    assertThat(sql("select count(*) from pg_hba_file_rules where 'report' = any(user_name)"))
        .isEqualTo("1\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  @Tag("long")
  void aSettingThatNeedsARestartRollsOverTheWorkersFirst() throws IOException {
    deployed();
    String more = connections(+4);
    cluster.setting("max_connections", more);
    lookingChangesNothing();

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).contains("3 restarts (pg-w1, pg-w2, pg-c1)");
    assertThat(sql("show max_connections")).isEqualTo(more + "\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void aStoppedServerStopsApplyBeforeItChangesAnything() throws IOException {
    deployed();
    String inventory = Files.readString(cluster.inventory());
    cluster.setting("max_connections", connections(+2));
    cluster.stop(servers.get(2));
    String before = everythingOn(servers.getFirst());
    try {
      Invocation apply = run("apply", "-y", "--connect-timeout", "3");

      assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(3);
      assertThat(apply.err()).contains("pg-w2");
      assertThat(changes(before, everythingOn(servers.getFirst()))).isEmpty();
      assertThat(run("status", "--connect-timeout", "3").exitCode()).isEqualTo(7);
    } finally {
      cluster.start(servers.get(2));
      Files.writeString(cluster.inventory(), inventory);
    }
    awaitHealthy();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void missingSecretsAreNeverMadeAnewWhileThereIsData() throws IOException {
    deployed();
    Path secrets = folder.resolve("inventory.secrets.yml");
    Path kept = folder.resolve("kept.yml");
    Path elsewhere = Files.move(secrets, kept, StandardCopyOption.REPLACE_EXISTING);

    try {
      Invocation apply = run("apply", "-y");

      assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(2);
      assertThat(apply.err()).contains("secrets file is missing").contains("--secrets");
      assertThat(run("plan", "--exit-code", "--secrets", elsewhere.toString()).exitCode()).isZero();
    } finally {
      Files.move(elsewhere, secrets);
    }
  }

  @Test
  void anUnknownHostKeyIsRefusedUntilItIsTrusted() throws IOException {
    deployed();
    Path knownHosts = folder.resolve("known_hosts");
    String known = Files.readString(knownHosts);
    Files.delete(knownHosts);
    try {
      assertThat(run("plan").exitCode()).isEqualTo(3);
      Invocation trust =
          Invocation.answering("y\n", "trust", folder.resolve("inventory.yml").toString());
      assertThat(trust.exitCode()).as(trust.everything()).isZero();
      assertThat(trust.out()).contains("SHA256:");
      assertThat(run("plan", "--exit-code").exitCode()).isZero();
    } finally {
      Files.writeString(knownHosts, known);
    }
  }
}

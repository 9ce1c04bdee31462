package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Disks that are not mounted and what looks like it, on servers whose data has a file system of
/// its own; on the newest real Citus, else on the rehearsal image. Every test makes what it begins
/// with.
final class MissingDataIT extends ClusterLab {
  private static final String DATA = "/var/lib/citus-deploy";
  private static final String FIRST_START = "/opt/citus-deploy/lab/.state/first-start/";
  private String inventory = "";

  MissingDataIT() {
    super(TestLabs::bestImage);
  }

  /// A cluster whose data is on disks of its own, with a row in it.
  @BeforeEach
  void cluster() throws IOException {
    inventory = Files.readString(cluster.inventory());
    if (sql("select id from kept").equals("42\n")
        && run("status").exitCode() == 0
        && run("plan", "--exit-code").exitCode() == 0) {
      return;
    }
    cluster.wipe();
    servers.forEach(server -> {
      inside(server, "umount " + DATA + "; rm -rf /srv/disk; mkdir -p /srv/disk " + DATA);
      mount(server);
    });
    Files.deleteIfExists(folder.resolve("inventory.secrets.yml"));
    apply();
    sql("create table if not exists kept (id int)");
    sql("insert into kept values (42)");
  }

  @AfterEach
  void putTheInventoryBack() throws IOException {
    Files.writeString(cluster.inventory(), inventory);
  }

  @Test
  void disksThatAreNotMountedMakeNoNewCluster() {
    servers.forEach(server -> {
      inside(server, "docker stop $(docker ps -q)");
      umount(server);
    });

    Invocation plan = run("plan");
    Invocation apply = run("apply", "-y");

    for (Invocation result : new Invocation[] {plan, apply}) {
      assertThat(result.exitCode()).as(result.everything()).isEqualTo(8);
      assertThat(result.everything()).doesNotContain("initialise data");
      assertThat(words(result).split("\\[data-missing]", -1)).hasSize(4);
      assertThat(words(result))
          .contains("its first start is recorded in " + FIRST_START + "pg-w1")
          .contains("mounted at " + DATA + ", and nothing is mounted there now")
          .contains("'sudo findmnt -T " + DATA + " && cat /etc/fstab'");
    }
    servers.forEach(server -> assertThat(inside(server, "find " + DATA + " -type f")).isBlank());

    servers.forEach(this::mount);
    apply();
    assertThat(sql("select id from kept")).isEqualTo("42\n");
  }

  @Test
  void anOldCopyOnTheRootFileSystemIsNotServed() {
    LabServer worker = servers.get(1);
    inside(worker, "docker rm -f lab-pg-w1; umount " + DATA + "; cp -a /srv/disk/lab " + DATA);

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(8);
    assertThat(words(apply))
        .contains("[data-not-mounted]", "nothing is mounted there now", "rm " + FIRST_START);
    assertThat(inside(worker, "docker ps -q")).isBlank();
    inside(worker, "rm -r " + DATA + "/lab");
    mount(worker);
    apply();
  }

  @Test
  @Tag("long")
  void eachEvidenceAloneIsEnough() {
    LabServer worker = servers.get(2);
    inside(worker, "docker rm -f lab-pg-w2; rm " + FIRST_START + "pg-w2");
    umount(worker);
    Invocation row = run("apply", "-y");
    assertThat(row.exitCode()).as(row.everything()).isEqualTo(8);
    assertThat(words(row)).contains("the cluster's catalog lists it as a node with data");

    LabServer coordinator = servers.getFirst();
    inside(coordinator, "docker rm -f lab-pg-c1; rm " + FIRST_START + "pg-c1");
    umount(coordinator);
    Invocation served = run("apply", "-y");
    assertThat(served.exitCode()).as(served.everything()).isEqualTo(8);
    assertThat(words(served)).contains("these workers have run already: pg-w1");
    mount(coordinator);
    mount(worker);
    apply();
    assertThat(inside(worker, "cat " + FIRST_START + "pg-w2"))
        .contains("node=pg-w2", "mount=" + DATA);
  }

  @Test
  void aMarkThatIsGoneIsPutBackByTheCommandOfTheMessage() {
    LabServer worker = servers.get(1);
    String mark = DATA + "/lab/pg-w1/initialised";
    String before = inside(worker, "cat " + mark);
    inside(worker, "rm " + mark);
    Invocation recorded = run("plan");
    assertThat(recorded.exitCode()).as(recorded.everything()).isEqualTo(8);
    assertThat(recorded.err()).contains("[data-half-made]").doesNotContain("rm -rf");
    inside(worker, follow(recorded));
    assertThat(run("plan", "--exit-code").exitCode()).isZero();

    // As on a cluster that an earlier version made, before its first apply.
    inside(worker, "rm " + mark + " " + FIRST_START + "pg-w1");
    Invocation written = run("plan");
    assertThat(written.err()).contains("[data-half-made]").doesNotContain("rm -rf");
    inside(worker, follow(written));
    assertThat(before.lines()).containsAll(inside(worker, "cat " + mark).lines().toList());
    inside(worker, "docker restart lab-pg-w1");
    apply();
  }

  /// The command of the message as the shell on the server gets it.
  private static String follow(Invocation result) {
    String line =
        result.err().lines().filter(it -> it.contains("ssh ")).findFirst().orElseThrow().strip();
    assertThat(line).contains("pg-w1/initialised").endsWith("'");
    String quoted = line.substring(line.indexOf('\''));
    return "sh -c " + quoted;
  }

  @Test
  void aClusterOfAnEarlierVersionGetsItsRecordsByTheNextApply() {
    servers.forEach(server -> inside(server, "rm -r " + FIRST_START));
    Invocation plan = run("plan", "--exit-code");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(6);
    assertThat(plan.out()).contains("record the first start of pg-c1", "3 to change");
    String started = startTimes();
    apply();
    assertThat(startTimes()).isEqualTo(started);
    assertThat(inside(servers.get(1), "cat " + FIRST_START + "pg-w1"))
        .contains("cluster=lab", "node=pg-w1", "data=" + DATA + "/lab/pg-w1", "mount=" + DATA);
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void aRenamedHostIsDistinguished() throws IOException {
    edit("pg-w2:", "pg-w9:");
    Invocation plan = run("plan");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    assertThat(words(plan))
        .contains(
            "[node-renamed]", "put the name pg-w2 back into the inventory; the data is intact")
        .doesNotContain("data-missing");
  }

  @Test
  void swappedAddressesAreDistinguished() throws IOException {
    String first = servers.get(1).address();
    String second = servers.get(2).address();
    edit("pg-w1: { address: " + first, "pg-w1: { address: SECOND");
    edit("pg-w2: { address: " + second, "pg-w2: { address: " + first);
    edit("SECOND", second);
    Path known = folder.resolve("known_hosts");
    assertThat(known).exists();
    Invocation plan = run("plan");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    assertThat(words(plan).split("\\[data-on-other-host]", -1)).hasSize(3);
    assertThat(words(plan)).contains("are swapped").doesNotContain("data-missing");
  }

  @Test
  void changedPathsAreDistinguished() throws IOException {
    edit("hosts:\n", "paths: { data: /srv/other }\nhosts:\n");
    Invocation plan = run("plan");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    assertThat(words(plan).split("\\[data-path-changed]", -1)).hasSize(4);
    assertThat(words(plan))
        .contains("put the former value back: `paths: { data: " + DATA + " }`")
        .doesNotContain("data-missing");
  }

  /// No server knows of the cluster any more: the journal of the machine that the program runs on
  /// does.
  @Test
  void nothingIsMadeAnewWhereOnlyThisMachinesJournalKnowsOfTheCluster() throws IOException {
    servers.forEach(server -> inside(server, "docker rm -f $(docker ps -aq)"));
    edit("hosts:\n", "paths: { data: /srv/other, program: /srv/program }\nhosts:\n");
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(8);
    assertThat(words(apply).split("\\[data-missing]", -1)).hasSize(4);
    assertThat(words(apply))
        .contains("this machine's journal records that it was started on that server at 2")
        .contains("put `paths` back where the inventory was changed");
    servers.forEach(server -> assertThat(inside(server, "ls /srv")).isEqualTo("disk\n"));

    putTheInventoryBack();
    apply();
    assertThat(sql("select id from kept")).isEqualTo("42\n");
  }

  @Test
  void whatIsLostForGoodStartsAnewWhereTheNodesAreNamed() throws IOException {
    servers.forEach(server -> {
      inside(server, "docker stop $(docker ps -q)");
      umount(server);
    });
    Invocation one = run("plan", "--new-data", "pg-c1");
    assertThat(one.exitCode()).as(one.everything()).isEqualTo(8);
    assertThat(words(one).split("\\[data-missing]", -1)).hasSize(3);

    Invocation unknown = run("plan", "--new-data", "pg-w7");
    assertThat(unknown.exitCode()).as(unknown.everything()).isEqualTo(2);
    assertThat(words(unknown)).contains("did you mean `pg-w");

    Invocation asked = run("apply", "--new-data", "pg-c1,pg-w1,pg-w2");
    assertThat(asked.exitCode()).as("nobody could be asked").isEqualTo(8);
    assertThat(asked.out()).contains("point of no return", "starts with empty data");

    Invocation anew = run("apply", "-y", "--new-data", "pg-c1,pg-w1,pg-w2");
    assertThat(anew.exitCode()).as(anew.everything()).isZero();
    assertThat(sql("select count(*) from pg_dist_node")).isEqualTo("3\n");
    Invocation again = run("plan", "--new-data", "pg-w1");
    assertThat(again.exitCode()).as(again.everything()).isEqualTo(8);
    assertThat(words(again)).contains("[new-data-refused]");
    servers.forEach(
        server -> assertThat(inside(server, "cat " + FIRST_START + "*")).contains("mount=/\n"));
    cluster.wipe();
  }

  private void apply() {
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
  }

  private void mount(LabServer server) {
    assertThat(inside(server, "mount --bind /srv/disk " + DATA + " && echo mounted"))
        .isEqualTo("mounted\n");
  }

  private void umount(LabServer server) {
    assertThat(inside(server, "umount " + DATA + " && echo gone")).isEqualTo("gone\n");
  }

  /// Without the places where lines wrap.
  private static String words(Invocation result) {
    return result.err().replaceAll("\\s+", " ");
  }
}

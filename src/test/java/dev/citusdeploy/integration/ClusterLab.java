package dev.citusdeploy.integration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import dev.citusdeploy.secrets.SecretsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Three lab servers with a cluster, and the ways to look at them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClusterLab {
  @RegisterExtension final SharedCluster cluster;
  final Path folder;
  DatabaseImage image = new DatabaseImage("none:yet", false);
  List<LabServer> servers = List.of();
  private String inventory = "";
  private boolean failed;

  @RegisterExtension
  final AfterTestExecutionCallback remember =
      test -> failed |= test.getExecutionException().isPresent();

  /// @param image the database image; an assumption fails where there is none
  /// @param more further images that the servers must have
  ClusterLab(Function<LabImages, DatabaseImage> image, String... more) {
    cluster = new SharedCluster(3, image, more);
    folder = cluster.folder();
  }

  @BeforeAll
  void up() throws IOException {
    image = cluster.image();
    servers = cluster.servers();
    inventory = Files.readString(cluster.inventory());
  }

  /// After a test that failed, the next one begins on empty servers.
  @BeforeEach
  void settle() throws IOException {
    if (failed) {
      failed = false;
      servers.forEach(cluster::start);
      Files.writeString(cluster.inventory(), inventory);
      // What it made, such as a role, is none of the inventory's any more.
      cluster.wipe();
    }
  }

  /// A healthy cluster that is as the inventory says: what most tests begin with, whichever ran
  /// before.
  final void deployed() throws IOException {
    cluster.deployed();
  }

  static void progress(String line) {
    System.getLogger("ClusterLab").log(System.Logger.Level.INFO, line);
  }

  /// @param command its words between blanks
  final Invocation run(String command, String... options) {
    return cluster.run(command, options);
  }

  final void edit(String from, String to) throws IOException {
    cluster.edit(from, to);
  }

  final String sql(String statement) {
    return cluster.sql(statement);
  }

  final String inside(LabServer server, String script) {
    return cluster.inside(server, script);
  }

  final String startTimes() {
    return cluster.startTimes();
  }

  /// So many more, or fewer, than the cluster has now.
  final String connections(int more) {
    return Integer.toString(Integer.parseInt(sql("show max_connections").strip()) + more);
  }

  final String password() {
    return password("app");
  }

  /// Of a client role.
  final String password(String role) {
    return requireNonNull(
            new SecretsFile(folder.resolve("inventory.secrets.yml"))
                .load("lab")
                .orElseThrow()
                .rolePasswords()
                .get(role))
        .reveal();
  }

  /// From the outside: the lab's own machine, which the inventory's client line covers.
  final String clientUrl() {
    return clientUrl(0);
  }

  /// @param server its place among the servers
  final String clientUrl(int server) {
    return "jdbc:postgresql://%s:5432/app?sslmode=verify-full&sslrootcert=%s"
        .formatted(servers.get(server).address(), folder.resolve("inventory.ca.crt"));
  }

  final void awaitHealthy() {
    Await.value("a healthy cluster", () -> run("status"), status -> status.exitCode() == 0);
  }

  final String psql(LabServer from, String connection) {
    return inside(
        from,
        "docker exec $(docker ps -q) psql -X -c 'select 1' '" + connection + "' </dev/null 2>&1");
  }

  /// Every command that only looks leaves all servers as they were.
  final void lookingChangesNothing() {
    String before = everythingOnTheServers();
    run("plan", "--out", folder.resolve("looked.json").toString(), "--secrets", lookedSecrets());
    run("apply", "--dry-run", "-y");
    List.of("plan", "status", "history", "lock show").forEach(this::run);
    assertUnchanged(before);
  }

  /// On empty servers `plan --out` saves secrets, which are not those of the cluster to come.
  final String lookedSecrets() {
    Path own = folder.resolve("inventory.secrets.yml");
    return (Files.exists(own) ? own : folder.resolve("looked.yml")).toString();
  }

  final void assertUnchanged(String before) {
    assertThat(changes(before, everythingOnTheServers())).isEmpty();
  }

  /// The lines that stand in one of both only: all of them fill a screen many times.
  static List<String> changes(String before, String after) {
    List<String> gone = new ArrayList<>(before.lines().toList());
    List<String> come = new ArrayList<>(after.lines().toList());
    gone.removeAll(new HashSet<>(come));
    come.removeAll(before.lines().collect(Collectors.toSet()));
    gone.replaceAll("gone: "::concat);
    come.replaceAll("come: "::concat);
    gone.addAll(come);
    return gone;
  }

  final String everythingOnTheServers() {
    return servers.stream().map(this::everythingOn).collect(Collectors.joining());
  }

  /// Every file outside the databases' own with its rights, owner and time, the content of those
  /// that somebody could care for, all that the engine has, and what Citus knows of the nodes. Left
  /// out is what a login leaves behind (`/var/log`, sudo's time stamp, the message of the day), and
  /// what runc keeps for the moment of a health check, and what that check records.
  final String everythingOn(LabServer server) {
    return inside(
        server,
        """
        find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /var/log \
          -o -path /var/lib/docker -o -path /var/lib/containerd -o -path /var/lib/sudo \
          -o -name pgdata -o -name served -o -name 'runc-process*' \\) -prune \
          -o \\( -type f -o -type l \\) -printf '%p %y %s %m %u:%g %T@ %l\\n' | sort
        find /run -xdev \\( -path /run/docker -o -path /run/containerd -o -path /run/sudo \
          -o -path '/run/user*' \\) -prune -o -type f ! -name utmp ! -name motd.dynamic -printf '%p %s %m %T@\\n' | sort
        find /opt /var/lib/citus-deploy /etc /home /root /tmp -mindepth 1 -xdev \\( -name pgdata \
          -o -name served -o -name 'runc-process*' \\) -prune \
          -o -type d -printf '%p %m %u:%g %T@\\n' -o -type f -exec sha256sum {} + 2>&1 | sort
        docker ps -aq --no-trunc | xargs -r docker inspect -f '{{.Name}} {{.Id}} {{.State.StartedAt}}'
        docker images --no-trunc --format '{{.Repository}}:{{.Tag}} {{.Digest}} {{.ID}}'
        docker volume ls; docker network ls --no-trunc
        for table in node authinfo node_metadata; do
          docker exec -u postgres lab-pg-c1 psql -XAtc "select * from pg_dist_$table" app 2>&1
        done
        """);
  }

  final void administer(LabServer server, String container, String statement) {
    assertThat(
            inside(
                server,
                "docker exec -u postgres "
                    + container
                    + " psql -XAtq -v ON_ERROR_STOP=1 -d app -c \""
                    + statement
                    + "\" 2>&1"))
        .doesNotContain("ERROR");
  }
}

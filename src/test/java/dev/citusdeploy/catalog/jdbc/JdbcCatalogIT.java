package dev.citusdeploy.catalog.jdbc;

import static dev.citusdeploy.catalog.jdbc.DatabaseNode.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.Await;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.catalog.CatalogFacts.Known;
import dev.citusdeploy.catalog.CatalogFacts.NodeSessions;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding.SetInDataFolder;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding.WrongLine;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.NodeReadiness;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.postgres.ScramVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The catalog against every database image on this machine: a coordinator and two workers, on the
/// second of which are fewer tables. The tests of one image share these servers, and each begins
/// with all nodes listed.
@ParameterizedClass(name = "{0}")
@MethodSource("clusters")
final class JdbcCatalogIT {
  private static final Secret PASSWORD = Secret.of("first-password");
  private static final Secret OTHER_PASSWORD = Secret.of("pässwörd");

  private final DatabaseCluster cluster;
  private final DatabaseNode coordinator;
  private final DatabaseNode worker;
  private final DatabaseNode late;
  private CitusCatalog catalog;

  JdbcCatalogIT(DatabaseCluster cluster) {
    this.cluster = cluster;
    coordinator = cluster.coordinator;
    worker = cluster.worker;
    late = cluster.late;
  }

  static Stream<DatabaseCluster> clusters() {
    return DatabaseImages.found().stream().map(DatabaseCluster::new);
  }

  @BeforeParameterizedClassInvocation
  static void startServers(DatabaseCluster cluster) {
    cluster.start();
  }

  @BeforeEach
  void logIn() {
    catalog =
        cluster
            .connector(cluster.authority, "citus-deploy-admin", DATABASE)
            .connect(coordinator.host(), coordinator.address());
    catalog.roles().create("app", OTHER_PASSWORD, DATABASE);
    if (catalog.nodes().all().isEmpty()) {
      catalog.nodes().setCoordinatorHost(coordinator.address());
      catalog.nodes().add(worker.address());
      makeTable("orders");
      catalog.nodes().add(late.address());
      makeTable("letters");
    }
  }

  /// A table of the client, with shards on all workers that are there.
  private void makeTable(String name) {
    coordinator.asApplication(
        "app",
        OTHER_PASSWORD.reveal(),
        "SET citus.shard_count = 8; CREATE TABLE %1$s (id int PRIMARY KEY, what text); %2$s"
            .formatted(
                name,
                cluster.shards()
                    ? "SELECT create_distributed_table('"
                        + name
                        + "', 'id', colocate_with => 'none')"
                    : "SELECT 1"));
  }

  @AfterEach
  void logOut() {
    catalog.close();
  }

  @Test
  void createsARoleAndChangesItsPassword() {
    catalog.roles().create("app", PASSWORD, DATABASE);
    assertThat(coordinator.asApplication("app", PASSWORD.reveal(), "SELECT 1")).isEqualTo("1");

    catalog.roles().create("app", OTHER_PASSWORD, DATABASE);

    assertThat(ScramVerifier.matches(OTHER_PASSWORD, role("app").verifier())).isTrue();
    assertThat(coordinator.asApplication("app", OTHER_PASSWORD.reveal(), "SELECT 2"))
        .isEqualTo("2");
    assertThatThrownBy(() -> coordinator.asApplication("app", PASSWORD.reveal(), "SELECT 3"))
        .hasMessageContaining("password authentication failed");
  }

  /// Any client could do that to any role before its functions were closed.
  @Test
  void aPasswordChangesOnNodesToWhichCitusNoLongerSendsTheRole() {
    if (!cluster.shards()) {
      return;
    }
    catalog.roles().create("early", PASSWORD, DATABASE);
    coordinator.administer(
        "SELECT citus_unmark_object_distributed("
            + "'pg_authid'::regclass, 'early'::regrole, 0, false)");
    catalog.roles().create("early", OTHER_PASSWORD, DATABASE);
    String verifier =
        worker.administer("SELECT rolpassword FROM pg_authid WHERE rolname = 'early'");
    assertThat(ScramVerifier.matches(OTHER_PASSWORD, verifier)).isTrue();
  }

  @Test
  void aRoleGetsItsPasswordLastSoThatAHalfMadeOneIsSeen() {
    assertThatThrownBy(() -> catalog.roles().create("half", PASSWORD, "no_such_database"))
        .isInstanceOf(ProblemException.class);
    assertThat(role("half")).isEqualTo(new ClientRole("", false, false, 0, true, true));

    catalog.roles().create("half", PASSWORD, DATABASE);

    assertThat(ScramVerifier.matches(PASSWORD, role("half").verifier())).isTrue();
    assertThat(role("half").isConfined()).isTrue();
    assertThat(coordinator.administer("SELECT has_schema_privilege('half', 'public', 'CREATE')"))
        .isEqualTo("f");
  }

  private ClientRole role(String name) {
    return Objects.requireNonNull(catalog.facts(List.of(name)).roles().get(name));
  }

  @Test
  void noServerLogHoldsAPassword() {
    for (DatabaseNode node : List.of(coordinator, worker)) {
      assertThat(node.container().getLogs())
          .contains("ROLE")
          .doesNotContain(PASSWORD.reveal())
          .doesNotContain(OTHER_PASSWORD.reveal());
    }
  }

  @Test
  void everyNodeReachesEveryNode() {
    List<HealthPair> matrix = catalog.checks().readiness(Duration.ofSeconds(5)).matrix();

    assertThat(matrix).hasSize(9).extracting(HealthPair::result).containsOnly(true);
    assertThat(matrix)
        .contains(new HealthPair(worker.address(), late.address(), true))
        .doesNotHaveDuplicates();
  }

  /// A schema that shadows all built-in functions and operators comes first, as a client's would
  /// that got into the superuser's search path.
  @Test
  void noStatementCallsWhatShadowsABuiltInName() {
    List<DatabaseNode> nodes = List.of(coordinator, worker, late);
    for (DatabaseNode node : nodes) {
      assertThat(Integer.parseInt(node.administer(ShadowedNames.SQL))).isGreaterThan(2000);
      node.administer(ShadowedNames.firstInPath(DATABASE));
      assertThatThrownBy(() -> node.administer("SELECT lower('A')")).hasMessageContaining("shadow");
    }
    try (CitusCatalog fresh =
        cluster
            .connector(cluster.authority, "citus-deploy-admin", DATABASE)
            .connect(coordinator.host(), coordinator.address())) {
      Known known = fresh.facts(List.of("app"));
      assertThat(known.failures()).isEmpty();
      assertThat(known.versions()).hasSize(3);
      assertThat(known.sessions().values()).noneMatch(NodeSessions::clientsRestricted);
      ClusterReadiness readiness = fresh.checks().readiness(Duration.ofSeconds(5));
      assertThat(readiness.nodes()).allMatch(NodeReadiness::answers);
      assertThat(readiness.matrix()).extracting(HealthPair::result).containsOnly(true);
      assertThat(fresh.shards().loads()).allMatch(load -> load.bytes().isPresent());
      fresh.checks().finishPreparedTransactions();
      fresh.roles().restrictClients("postgres", DATABASE);
    } finally {
      nodes.forEach(node -> node.administer("DROP SCHEMA IF EXISTS shadow CASCADE"));
    }
    // A client's own function of such a name changes nothing.
    coordinator.asApplication(
        "app",
        OTHER_PASSWORD.reveal(),
        "CREATE FUNCTION app.citus_internal_mine() RETURNS int LANGUAGE sql RETURN 1;"
            + " CREATE FUNCTION app.citus_unmark_object_distributed() RETURNS int LANGUAGE sql"
            + " RETURN 1");
    assertThat(catalog.facts(List.of()).sessions().values())
        .hasSize(3)
        .allMatch(NodeSessions::clientsRestricted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCK TABLE app.orders", "ALTER TABLE app.orders ADD COLUMN more int"})
  void aClientsLockLeavesSizesUnmeasuredAndHoldsNothingElseUp(String statement) throws Exception {
    if (!cluster.shards()) {
      return;
    }
    Thread lock =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() ->
                        coordinator.asApplication(
                            "app",
                            OTHER_PASSWORD.reveal(),
                            "BEGIN; " + statement + "; SELECT pg_sleep(60); ROLLBACK"))
                    .hasMessageContaining("terminating connection"));
    coordinator.awaitSleeper();
    Instant start = Instant.now();
    assertThat(catalog.shards().loads())
        .hasSize(3)
        .allSatisfy(load ->
            assertThat(load.bytes().isEmpty())
                .isEqualTo(statement.startsWith("ALTER") && load.shards() > 4));
    assertThat(catalog.facts(List.of("app")).versions()).hasSize(3);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
    coordinator.administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
    lock.join();
    assertThat(catalog.shards().loads()).allMatch(load -> load.bytes().isPresent());
  }

  @Test
  void reportsWhichOfEachNodesSettingsDifferFromItsFiles() {
    reportsWhatIsSetInTheDataFolder();
    aValueThatIsGoneFromTheFilesWaitsForARestartToo();
  }

  private void reportsWhatIsSetInTheDataFolder() {
    assertThat(catalog.facts(List.of()).settings().values())
        .hasSize(3)
        .allSatisfy(settings -> {
          assertThat(settings.maxConnections()).isEqualTo(100);
          assertThat(settings.findings()).isEmpty();
        });
    try {
      worker.administer("ALTER SYSTEM SET work_mem = '64MB'");
      worker.administer("ALTER SYSTEM SET max_connections = 120");
      worker.administer("ALTER SYSTEM SET primary_conninfo = 'password=hunter2'");
      assertThat(settingsOfTheWorker())
          .as("before a reload")
          .containsExactly(
              new SetInDataFolder("max_connections", "120", "100", true),
              new SetInDataFolder("primary_conninfo", "***", null, false),
              new SetInDataFolder("work_mem", "64MB", null, false));
      worker.administer("SELECT pg_reload_conf()");
      // Its processes read the files anew one after the other.
      Await.value(
          "settings that were read",
          this::settingsOfTheWorker,
          found -> found.contains(new SetInDataFolder("max_connections", "120", "100", true)));
      worker.administer(
          "COPY (SELECT 1) TO PROGRAM"
              + " 'cat >/dev/null; echo nosuch_setting = 1 >>postgresql.auto.conf'");
      assertThat(settingsOfTheWorker())
          .last()
          .isEqualTo(
              new WrongLine(
                  "/var/lib/postgresql/catalog/postgresql.auto.conf",
                  6,
                  "nosuch_setting",
                  "unrecognized configuration parameter"));
    } finally {
      worker.administer("ALTER SYSTEM RESET ALL");
      worker.administer("SELECT pg_reload_conf()");
    }
  }

  /// To the end of the server: PostgreSQL does not take its word back when the line goes again.
  private void aValueThatIsGoneFromTheFilesWaitsForARestartToo() {
    worker.administer("ALTER SYSTEM SET max_wal_senders = 33");
    worker.administer("SELECT pg_reload_conf()");
    Await.value(
        "a setting that was read",
        this::settingsOfTheWorker,
        List.of(new SetInDataFolder("max_wal_senders", "33", null, true))::equals);
    worker.administer("ALTER SYSTEM RESET ALL");
    worker.administer("SELECT pg_reload_conf()");
    Await.value(
        "a setting that awaits a restart",
        this::settingsOfTheWorker,
        List.of(new SettingFinding.AwaitsRestart("max_wal_senders"))::equals);
  }

  private List<SettingFinding> settingsOfTheWorker() {
    Known known = catalog.facts(List.of());
    NodeSettings settings = known.settings().get(idOf(worker));
    assertThat(settings).isNotNull();
    return settings == null ? List.of() : settings.findings();
  }

  @Test
  void reportsInOneReadWhetherANodeMayBeStopped() {
    ClusterReadiness now =
        Await.value(
            "the daemons of all nodes",
            () -> catalog.checks().readiness(Duration.ofSeconds(5)),
            ready -> ready.nodes().stream().allMatch(NodeReadiness::daemon));
    assertThat(now.jobs()).isEmpty();
    assertThat(now.matrix()).hasSize(9).extracting(HealthPair::result).containsOnly(true);
    assertThat(now.nodes())
        .extracting(NodeReadiness::address)
        .containsExactly(coordinator.address(), worker.address(), late.address());
    assertThat(now.nodes())
        .allMatch(NodeReadiness::answers)
        .allMatch(NodeReadiness::daemon)
        .allMatch(node -> node.recovery().equals(Duration.ofMinutes(1)))
        .allMatch(node -> node.prepared().isEmpty());
  }

  @Test
  void onlyTransactionsThatANodeMayHavePreparedKeepAnotherFromBeingStopped() {
    String ofACoordinator = "citus_0_1_1_1";
    List<String> names = List.of("citus_77_999_1_1", "citus_0_x", "mine;\"$(id)", ofACoordinator);
    // Otherwise the coordinator's daemon may finish its own before it was read.
    coordinator.administer("ALTER SYSTEM SET citus.recover_2pc_interval = '1h'");
    coordinator.administer("SELECT pg_reload_conf()");
    for (String name : names) {
      worker.administer(
          "BEGIN; CREATE TABLE public.held_%d (id int); PREPARE TRANSACTION '%s'"
              .formatted(names.indexOf(name), name));
    }
    try {
      assertThat(readiness(worker).prepared())
          .singleElement()
          .satisfies(one -> {
            assertThat(one.id()).isEqualTo(ofACoordinator);
            assertThat(one.owner()).isEqualTo("postgres");
            assertThat(one.transaction()).matches("[0-9]+");
          });
      Known known = catalog.facts(List.of());
      assertThat(Objects.requireNonNull(known.sessions().get(idOf(worker))).prepared())
          .extracting(ClusterReadiness.PreparedTransaction::id)
          .contains("citus_77_999_1_1", "citus_0_x", ofACoordinator)
          .hasSize(4);
      catalog.checks().finishPreparedTransactions();
      assertThat(readiness(worker).prepared().isEmpty()).isEqualTo(cluster.shards());
    } finally {
      for (String name : worker.administer("SELECT gid FROM pg_prepared_xacts").lines().toList()) {
        worker.administer("ROLLBACK PREPARED '" + name + "'");
      }
      coordinator.administer("ALTER SYSTEM RESET citus.recover_2pc_interval");
      coordinator.administer("SELECT pg_reload_conf()");
    }
  }

  private NodeReadiness readiness(DatabaseNode node) {
    return catalog.checks().readiness(Duration.ofSeconds(5)).nodes().stream()
        .filter(row -> row.address().equals(node.address()))
        .findFirst()
        .orElseThrow();
  }

  private int idOf(DatabaseNode node) {
    return catalog.nodes().all().stream()
        .filter(row -> row.address().equals(node.address()))
        .map(CatalogNode::id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void jobsThatHaveNotEndedAreReported() {
    coordinator.administer(
        "INSERT INTO pg_dist_background_job (job_id, job_type, description, state, started_at)"
            + " VALUES (901, 'test', 'a test of jobs', 'running', now()),"
            + " (902, 'test', 'an old one', 'finished', now())");
    try {
      assertThat(catalog.checks().readiness(Duration.ofSeconds(5)).jobs())
          .containsExactly(new ClusterReadiness.BackgroundJob(901, "a test of jobs", "running"));
    } finally {
      coordinator.administer("DELETE FROM pg_dist_background_job WHERE job_id IN (901, 902)");
    }
  }

  @Test
  void movesANodeToAnotherAddress() {
    int id = catalog.nodes().add(worker.address());

    catalog.nodes().update(id, worker.movedAddress(), Duration.ofSeconds(60));

    try {
      assertThat(catalog.facts(List.of()).nodes())
          .extracting(CatalogNode::address)
          .contains(worker.movedAddress())
          .doesNotContain(worker.address());
      assertThat(catalog.checks().readiness(Duration.ofSeconds(5)).matrix())
          .extracting(HealthPair::result)
          .containsOnly(true);
    } finally {
      catalog.nodes().update(id, worker.address(), Duration.ofSeconds(60));
    }
  }

  @Test
  void reportsInTheServersWordsWhyAStatementFailed() {
    Problem problem = problem(() -> catalog.nodes().add(new NodeAddress("pg-nobody", 5432)));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.STEP_FAILED);
    assertThat(problem.code()).isEqualTo("sql-failed");
    assertThat(problem.where()).isEqualTo("pg-c (pg-c:5432)");
    assertThat(problem.what()).isEqualTo("registering pg-nobody:5432 failed");
    assertThat(problem.why()).contains("pg-nobody").contains("SQLSTATE ");
    assertThat(problem.remedy()).isNotBlank();
    assertThat(catalog.facts(List.of()).nodes()).hasSize(3);
  }

  @Test
  void staysQuickWhenANodeDoesNotAnswer() {
    String id = late.container().getContainerId();
    late.container().getDockerClient().pauseContainerCmd(id).exec();
    try {
      Instant start = Instant.now();
      Known known = catalog.facts(List.of());
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
      assertThat(known.nodes()).hasSize(3);
      assertThat(known.versions()).hasSize(2);

      assertThat(catalog.checks().readiness(Duration.ofSeconds(2)).matrix())
          .hasSize(9)
          .contains(
              new HealthPair(coordinator.address(), coordinator.address(), true),
              new HealthPair(coordinator.address(), worker.address(), true),
              new HealthPair(coordinator.address(), late.address(), false),
              new HealthPair(worker.address(), late.address(), false),
              new HealthPair(late.address(), coordinator.address(), null));
      assertThat(catalog.checks().readiness(Duration.ofSeconds(2)).nodes())
          .extracting(NodeReadiness::answers)
          .containsExactly(true, true, false);
      assertThat(catalog.shards().loads()).hasSize(3);
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
    } finally {
      late.container().getDockerClient().unpauseContainerCmd(id).exec();
    }
  }

  /// It accepts connections, so that no limit for connecting ends the wait.
  @Test
  void aNodeThatNeverAnswersIsNamedAndHidesNoOther() {
    Duration limit = Duration.ofSeconds(4);
    String version = sleeping("citus_version()", "citus_version() RETURNS text", "text");
    try (CitusCatalog open = connected(limit, limit)) {
      Instant start = Instant.now();
      Known known = open.facts(List.of("app"));
      assertThat(known.nodes()).hasSize(3);
      assertThat(known.roles()).containsOnlyKeys("app");
      assertThat(known.versions()).hasSize(2);
      assertThat(known.failures()).containsEntry(idOf(late), "no answer within 4 s");
      assertThat(open.shards().loads()).hasSize(3);
      assertSilent(open.checks().readiness(Duration.ofSeconds(1)));
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(40));
    } finally {
      unpropagated(version);
    }
    try (CitusCatalog open = connected(limit, limit)) {
      assertThat(open.facts(List.of()).versions()).hasSize(3);
    }
  }

  @Test
  void aNodeThatDoesNotAnswerTheCheckIsSilentThere() {
    String check =
        sleeping(
            "citus_check_connection_to_node(text, int)",
            "citus_check_connection_to_node(nodename text, nodeport int DEFAULT 5432) RETURNS bool",
            "bool");
    try (CitusCatalog open = connected(Duration.ofSeconds(3), Duration.ofSeconds(3))) {
      assertThat(open.facts(List.of()).versions()).hasSize(3);
      ClusterReadiness now = open.checks().readiness(Duration.ofSeconds(1));
      assertSilent(now);
      assertThat(now.jobs()).isEmpty();
    } finally {
      unpropagated(check);
    }
  }

  /// Lets a function on the late node sleep.
  ///
  /// @return what makes it as it was
  private String sleeping(String function, String signature, String type) {
    String original =
        late.administer("SELECT pg_get_functiondef('pg_catalog." + function + "'::regprocedure)");
    unpropagated(
        "CREATE OR REPLACE FUNCTION pg_catalog."
            + signature
            + " LANGUAGE sql AS 'SELECT (pg_sleep(120) IS NULL)::"
            + type
            + "'");
    return original;
  }

  private void unpropagated(String statement) {
    late.administer("SET citus.enable_ddl_propagation = off; " + statement);
  }

  private CitusCatalog connected(Duration statement, Duration aloneAndLock) {
    var timeouts =
        new Timeouts(
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofSeconds(3),
            statement,
            aloneAndLock,
            aloneAndLock);
    return cluster
        .connector(cluster.authority, "citus-deploy-admin", DATABASE, timeouts)
        .connect(coordinator.host(), coordinator.address());
  }

  private void assertSilent(ClusterReadiness now) {
    assertThat(now.nodes()).extracting(NodeReadiness::answers).containsExactly(true, true, false);
    assertThat(now.matrix())
        .hasSize(9)
        .contains(
            new HealthPair(coordinator.address(), coordinator.address(), true),
            new HealthPair(coordinator.address(), late.address(), true),
            new HealthPair(late.address(), coordinator.address(), null));
  }

  /// A client can hold a lock on its role on one node for as long as it likes.
  @Test
  void aRoleThatAClientHoldsOnANodeFailsInTimeAndNamesTheNode() throws Exception {
    Thread lock =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() ->
                        late.asApplication(
                            "app",
                            OTHER_PASSWORD.reveal(),
                            "BEGIN; SET LOCAL citus.enable_ddl_propagation = off;"
                                + " SET LOCAL citus.enable_alter_role_propagation = off;"
                                + " ALTER ROLE app PASSWORD 'x'; SELECT pg_sleep(60)"))
                    .hasMessageContaining("terminating connection"));
    late.awaitSleeper();
    try (CitusCatalog open = connected(Duration.ofSeconds(20), Duration.ofSeconds(2))) {
      Instant start = Instant.now();
      Problem problem = problem(() -> open.roles().create("app", OTHER_PASSWORD, DATABASE));
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
      assertThat(problem.why()).contains("node " + idOf(late) + ": ");
    }
    late.administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
    lock.join();
    catalog.roles().create("app", OTHER_PASSWORD, DATABASE);
  }

  @Test
  void anInterruptEndsAWaitingStatement() throws Exception {
    Thread waiting = Thread.currentThread();
    Thread lock =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() ->
                        coordinator.administer(
                            "BEGIN; LOCK TABLE pg_dist_node; SELECT pg_sleep(60); COMMIT"))
                    .hasMessageContaining("terminating connection"));
    coordinator.awaitSleeper();
    Thread.ofVirtual()
        .start(() -> {
          coordinator.awaitWaiting();
          waiting.interrupt();
        });

    Problem problem = problem(() -> catalog.facts(List.of()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.INTERRUPTED);
    coordinator.endSleepers();
    lock.join();
  }

  private static Problem problem(Runnable work) {
    return catchThrowableOfType(ProblemException.class, work::run).problems().getFirst();
  }
}

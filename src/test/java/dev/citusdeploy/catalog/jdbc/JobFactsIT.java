package dev.citusdeploy.catalog.jdbc;

import static dev.citusdeploy.catalog.jdbc.DatabaseNode.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.JobFacts;
import dev.citusdeploy.catalog.JobFacts.Job;
import dev.citusdeploy.catalog.JobFacts.JobState;
import dev.citusdeploy.catalog.JobFacts.Move;
import dev.citusdeploy.catalog.JobFacts.Stage;
import dev.citusdeploy.catalog.JobFacts.Task;
import dev.citusdeploy.catalog.JobFacts.TaskState;
import dev.citusdeploy.catalog.JobFacts.TaskWait;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.catalog.ShardFacts;
import dev.citusdeploy.catalog.ShardFacts.Kind;
import dev.citusdeploy.catalog.ShardFacts.Placement;
import dev.citusdeploy.catalog.ShardFacts.Table;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Jobs, moves and shards of real Citus: a coordinator and two workers, of which the second comes
/// when all shards lie on the first. Nothing runs where no image of real Citus is found.
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("clusters")
final class JobFactsIT {
  private static final int SHARDS = 8;

  private final DatabaseCluster cluster;
  private final DatabaseNode coordinator;
  private final DatabaseNode worker;
  private final DatabaseNode late;
  private CitusCatalog catalog;

  JobFactsIT(DatabaseCluster cluster) {
    this.cluster = cluster;
    coordinator = cluster.coordinator;
    worker = cluster.worker;
    late = cluster.late;
  }

  static Stream<DatabaseCluster> clusters() {
    return DatabaseImages.found().stream().filter(DatabaseImages::shards).map(DatabaseCluster::new);
  }

  @BeforeParameterizedClassInvocation
  static void startServers(DatabaseCluster cluster) {
    cluster.start();
  }

  /// A coordinator and a worker without tables and jobs, whatever ran before.
  @BeforeEach
  void logIn() {
    catalog =
        cluster
            .connector(cluster.authority, "citus-deploy-admin", DATABASE)
            .connect(coordinator.host(), coordinator.address());
    catalog.nodes().setCoordinatorHost(coordinator.address());
    catalog.nodes().add(worker.address());
    coordinator.administer("DROP TABLE IF EXISTS orders, notes, kinds, single, here");
    coordinator.administer(
        "DELETE FROM pg_dist_background_task; DELETE FROM pg_dist_background_job");
    if (catalog.nodes().all().stream().anyMatch(row -> row.address().equals(late.address()))) {
      coordinator.administer("SELECT citus_remove_node('" + late.address().host() + "', 5432)");
    }
  }

  private void makeTables() {
    coordinator.administer(
        "SET citus.shard_count = 8; CREATE TABLE orders (id int PRIMARY KEY, what text);"
            + " SELECT create_distributed_table('orders', 'id');"
            + " INSERT INTO orders SELECT i, repeat('x', 100) FROM generate_series(1, 5000) AS i;"
            + " CREATE TABLE notes (id int, what text);"
            + " SELECT create_distributed_table('notes', 'id', colocate_with => 'none');"
            + " CREATE TABLE kinds (id int PRIMARY KEY); SELECT create_reference_table('kinds');"
            + " CREATE TABLE single (id int PRIMARY KEY);"
            + " SELECT create_distributed_table('single', NULL);"
            + " CREATE TABLE here (id int PRIMARY KEY);"
            + " SELECT citus_add_local_table_to_metadata('here')");
  }

  @AfterEach
  void logOut() {
    catalog.close();
  }

  @Test
  void aClusterWithoutTablesHasNeitherJobsNorShards() {
    JobFacts jobs = catalog.jobs().facts();
    assertThat(jobs).isEqualTo(new JobFacts(List.of(), List.of(), ""));
    ShardFacts shards = catalog.shards().facts();
    assertThat(shards.tables()).isEmpty();
    assertThat(shards.placements()).isEmpty();
    assertThat(shards.loads()).extracting(NodeLoad::shards).containsExactly(0L, 0L);
  }

  @Test
  void reportsTablesWithTheirShardsAndWhetherTheyCanBeReplicated() {
    makeTables();
    ShardFacts shards = catalog.shards().facts();

    assertThat(shards.tables())
        .extracting(Table::name, Table::kind, Table::shards, Table::copies)
        .containsExactly(
            tuple("public.here", Kind.LOCAL, 1, 1),
            tuple("public.kinds", Kind.REFERENCE, 1, 2),
            tuple("public.notes", Kind.DISTRIBUTED, SHARDS, 1),
            tuple("public.orders", Kind.DISTRIBUTED, SHARDS, 1),
            tuple("public.single", Kind.SINGLE_SHARD, 1, 1));
    assertThat(shards.withoutReplicaIdentity())
        .extracting(Table::name)
        .containsExactly("public.notes");
    assertThat(shards.in(group(worker)))
        .hasSize(2 * SHARDS + 2)
        .allMatch(Placement::active)
        .isSortedAccordingTo((one, other) -> Long.compare(one.shard(), other.shard()));
    assertThat(shards.loads().getLast().bytes().orElseThrow()).isGreaterThan(500_000);
  }

  /// Checked with Citus itself: it moves what it considers replicable and refuses the rest.
  @Test
  void replicaIdentitiesAreReportedAsCitusTakesThem() {
    makeTables();
    assertIdentity("ALTER TABLE notes REPLICA IDENTITY FULL", true);
    assertIdentity("ALTER TABLE notes REPLICA IDENTITY DEFAULT", false);
    assertIdentity("ALTER TABLE notes ALTER id SET NOT NULL", false);
    assertIdentity("CREATE UNIQUE INDEX notes_id ON notes (id)", false);
    assertIdentity("ALTER TABLE notes REPLICA IDENTITY USING INDEX notes_id", true);
    assertIdentity("ALTER TABLE notes REPLICA IDENTITY NOTHING", false);
  }

  private void assertIdentity(String change, boolean expected) {
    coordinator.administer(change);
    assertThat(catalog.shards().facts().withoutReplicaIdentity().isEmpty())
        .as(change)
        .isEqualTo(expected);
  }

  /// An old transaction on the source holds the first move up where its slot is made.
  @Test
  void reportsARebalanceWhileItRunsAndAfterwards() throws Exception {
    makeTables();
    coordinator.administer("DROP TABLE notes");
    catalog.nodes().add(late.address());
    // Otherwise that would be the job's first task.
    coordinator.administer("SELECT replicate_reference_tables('block_writes')");
    Thread old =
        Thread.ofVirtual()
            .start(() -> {
              try {
                worker.administer("BEGIN; SELECT pg_current_xact_id(); SELECT pg_sleep(300)");
              } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("terminating connection");
              }
            });
    worker.awaitSleeper();
    long id =
        Long.parseLong(coordinator.administer("SELECT citus_rebalance_start('by_shard_count')"));
    try {
      JobFacts now = awaited(facts -> facts.moves().stream().anyMatch(JobFactsIT::isUnderWay));
      assertThat(now.silence()).isEmpty();
      assertThat(now.jobs()).isEqualTo(now.open()).hasSize(1);
      Job job = now.jobs().getFirst();
      assertThat(job.id()).isEqualTo(id);
      assertThat(job.state()).isEqualTo(JobState.RUNNING);
      assertThat(job.type()).isEqualTo("rebalance");
      assertThat(job.description()).isEqualTo("Rebalance all colocation groups");
      assertThat(job.age()).isPresent();
      Task task = running(job);
      assertThat(task.command()).contains("citus_move_shard_placement");
      assertThat(task.retries()).isZero();
      assertThat(task.message()).isEmpty();
      assertThat(task.waits()).isNotInstanceOf(TaskWait.Others.class);
      assertThat(task.nodes()).contains(node(worker).id(), node(late).id());
      assertThat(job.tasks())
          .filteredOn(other -> other.state() == TaskState.BLOCKED)
          .isNotEmpty()
          .extracting(Task::waits)
          .allSatisfy(waits -> assertThat(waits).isInstanceOf(TaskWait.Others.class));
      assertThat(now.moves(task)).isEqualTo(now.moves());
      Move move = now.moves(task).stream().filter(JobFactsIT::isUnderWay).findFirst().orElseThrow();
      assertThat(move.table()).isIn("public.orders", "public.single");
      assertThat(move.from()).isEqualTo(worker.address());
      assertThat(move.to()).isEqualTo(late.address());
      assertThat(move.copies()).isFalse();
      assertThat(move.phase()).isNotBlank();
      assertThat(move.sourceBytes()).isPositive();
      assertThat(catalog.checks().readiness(Duration.ofSeconds(5)).jobs())
          .extracting(open -> open.id())
          .containsExactly(id);
    } finally {
      worker.administer(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE query LIKE 'BEGIN; SELECT pg_current_xact_id%' AND pid <> pg_backend_pid()");
      old.join();
    }
    JobFacts after = awaited(facts -> facts.open().isEmpty());
    assertThat(after.moves()).isEmpty();
    assertThat(after.jobs())
        .singleElement()
        .returns(id, Job::id)
        .returns(JobState.FINISHED, Job::state)
        .returns(List.of(), Job::tasks)
        .satisfies(job -> assertThat(job.done()).isGreaterThan(2));
    ShardFacts shards = catalog.shards().facts();
    assertThat(shards.in(group(late)).size()).isGreaterThanOrEqualTo(SHARDS / 2);
    assertThat(shards.loads()).hasSize(3).extracting(NodeLoad::shards).doesNotContain(9L);
  }

  private static boolean isUnderWay(Move move) {
    return move.stage() == Stage.MOVING && move.sourceBytes() > 0;
  }

  private static Task running(Job job) {
    return job.tasks().stream()
        .filter(task -> task.state() == TaskState.RUNNING)
        .findFirst()
        .orElseThrow();
  }

  private JobFacts awaited(Predicate<JobFacts> wanted) {
    return Await.value("certain jobs", () -> catalog.jobs().facts(), wanted);
  }

  /// Rows as Citus writes them; a job whose tasks cannot run is left alone by its daemon.
  @Test
  void reportsWhatATaskWaitsFor() throws Exception {
    makeTables();
    Thread holder =
        Thread.ofVirtual().start(() -> ended("BEGIN; LOCK TABLE here; SELECT pg_sleep(300)"));
    coordinator.awaitSleeper();
    Thread waiting = Thread.ofVirtual().start(() -> ended("TABLE here"));
    String blocked =
        "SELECT pid FROM pg_stat_activity WHERE query = 'TABLE here' AND wait_event_type = 'Lock'";
    Await.until("a session that waits", () -> !coordinator.administer(blocked).isEmpty());
    String sleeper =
        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%' AND wait_event = 'PgSleep'";
    coordinator.administer(
        ("INSERT INTO pg_dist_background_job (job_id, state, job_type, description, started_at)"
                + " VALUES (901, 'failed', 'test', 'a test', now() - interval '90 s');"
                + " INSERT INTO pg_dist_background_task"
                + " (job_id, task_id, status, command, pid, retry_count, not_before, message) VALUES"
                + " (901, 9011, 'running', 'SELECT 1', (%s), NULL, NULL, ''),"
                + " (901, 9012, 'blocked', 'SELECT 2', NULL, NULL, NULL, ''),"
                + " (901, 9013, 'runnable', 'SELECT 3', NULL, 3, now() + interval '1 h', 'ERROR: no'),"
                + " (901, 9014, 'error', 'SELECT 4', NULL, 32, NULL, 'ERROR: never'),"
                + " (901, 9015, 'done', 'SELECT 5', NULL, NULL, NULL, ''),"
                + " (901, 9016, 'running', 'SELECT 6', (%s), NULL, NULL, '');"
                + " INSERT INTO pg_dist_background_task_depend VALUES"
                + " (901, 9012, 9011), (901, 9012, 9015)")
            .formatted(blocked, sleeper));
    try {
      Job job =
          catalog.jobs().facts().jobs().stream()
              .filter(one -> one.id() == 901)
              .findFirst()
              .orElseThrow();
      assertThat(job.state()).isEqualTo(JobState.FAILED);
      assertThat(job.age().orElseThrow()).isBetween(Duration.ofSeconds(89), Duration.ofMinutes(3));
      assertThat(job.done()).isEqualTo(1);
      assertThat(job.tasks())
          .extracting(Task::id)
          .containsExactly(9011L, 9012L, 9013L, 9014L, 9016L);
      assertThat(job.tasks().get(0).waits())
          .isEqualTo(new TaskWait.Lock(List.of(Long.parseLong(coordinator.administer(sleeper)))));
      assertThat(job.tasks().get(1).waits()).isEqualTo(new TaskWait.Others(List.of(9011L)));
      assertThat(job.tasks().get(2).waits())
          .isInstanceOfSatisfying(
              TaskWait.Retry.class,
              retry ->
                  assertThat(retry.left()).isBetween(Duration.ofMinutes(58), Duration.ofHours(1)));
      assertThat(job.tasks().get(2).message()).isEqualTo("ERROR: no");
      assertThat(job.tasks().get(2).retries()).isEqualTo(3);
      assertThat(job.tasks().get(3).state()).isEqualTo(TaskState.ERROR);
      assertThat(job.tasks().get(3).waits()).isEqualTo(new TaskWait.Nothing());
      assertThat(job.tasks().get(4).waits()).isEqualTo(new TaskWait.Event("Timeout:PgSleep"));
    } finally {
      coordinator.administer(
          "DELETE FROM pg_dist_background_task WHERE job_id = 901;"
              + " DELETE FROM pg_dist_background_job WHERE job_id = 901;"
              + " SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE query IN ('TABLE here') OR query LIKE 'BEGIN; LOCK%'");
      holder.join();
      waiting.join();
    }
  }

  private void ended(String sql) {
    try {
      coordinator.administer(sql);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("terminating connection");
    }
  }

  private int group(DatabaseNode node) {
    return node(node).group();
  }

  private CatalogNode node(DatabaseNode node) {
    return catalog.nodes().all().stream()
        .filter(row -> row.address().equals(node.address()))
        .findFirst()
        .orElseThrow();
  }

  private static org.assertj.core.groups.Tuple tuple(
      String name, Kind kind, long shards, long copies) {
    return org.assertj.core.groups.Tuple.tuple(name, kind, shards, copies);
  }
}

package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.MetadataFacts.TableShards;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.SecretMask;
import dev.citusdeploy.postgres.ScramVerifier;
import dev.citusdeploy.postgres.SqlQuoting;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The catalog over one session. Thread-safe: one call after the other.
final class JdbcCitusCatalog implements CitusCatalog {
  /// For what is done on every node: a client can hold locks there for as long as it likes, and the
  /// limit for locks of this session does not reach the nodes' own.
  private static final Duration CLUSTER_WIDE = Duration.ofMinutes(2);

  private static final Duration SYNC_POLL = Duration.ofMillis(200);
  private static final int LOOKS_AGAIN = 2;
  private static final double LOOK_PAUSE = 0.7;

  private final SqlSession session;
  private final NodeQuestions questions = new NodeQuestions();
  private final Coordinator coordinator;
  private final SecureRandom random;
  private final JdbcCatalogConnector.Timeouts timeouts;

  JdbcCitusCatalog(
      SqlSession session,
      Coordinator coordinator,
      SecureRandom random,
      JdbcCatalogConnector.Timeouts timeouts) {
    this.session = session;
    this.coordinator = coordinator;
    this.random = random;
    this.timeouts = timeouts;
  }

  @Override
  public synchronized void within(Duration limit) {
    session.within(limit);
  }

  @Override
  public synchronized List<NodeAddress> silent(List<NodeAddress> nodes, Duration limit) {
    return SilentNodes.of(session, nodes, limit);
  }

  @Override
  public synchronized CatalogFacts.Known look(List<String> roles) {
    CatalogFacts.Known look = CatalogLook.of(session, questions, roles, timeouts);
    // Nodes are not asked at the very same moment: what a client is just changing differs for an
    // instant, what is lost goes on differing.
    for (int again = 0; again < LOOKS_AGAIN && look.metadata().anyStale(look.nodes()); again++) {
      session.execute(Sql.of("waiting a moment", "SELECT pg_sleep(?)", LOOK_PAUSE));
      look = CatalogLook.of(session, questions, roles, timeouts);
    }
    return look;
  }

  @Override
  public synchronized SequencedMap<Integer, List<TableShards>> onlyCopies(List<Integer> groups) {
    Object array = groups.toArray(Integer[]::new);
    SequencedMap<Integer, List<TableShards>> tables = new LinkedHashMap<>();
    session
        .query(
            Sql.of("looking for shards of one copy", MetadataText.ONLY_COPIES, array),
            CatalogLook::row)
        .forEach(row ->
            tables
                .computeIfAbsent(row.id(), _ -> new ArrayList<>())
                .add(MetadataText.table(row.cells())));
    return tables;
  }

  @Override
  public synchronized void syncMetadata(NodeAddress address) {
    CatalogFacts.CatalogNode node =
        nodes().stream()
            .filter(row -> row.address().equals(address))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("not registered: " + address));
    execute("giving %s all metadata", "SELECT start_metadata_sync_to_node(?, ?)", address);
    long missing =
        session
            .query(
                Sql.of(
                    "looking for copies of reference tables on " + address,
                    "SELECT CASE WHEN success THEN result::bigint ELSE 0 END"
                        + " FROM master_run_on_worker(ARRAY[?::text], ARRAY[?::int], ARRAY[?::text],"
                        + " false)",
                    address.host(),
                    address.port(),
                    MetadataText.MISSING_REFERENCES),
                row -> row.getLong(1))
            .getFirst();
    if (missing > 0) {
      session.execute(
          Sql.of(
              "forgetting lost copies of reference tables",
              MetadataText.FORGET_REFERENCES,
              node.group()));
    }
    session.execute(
        Sql.of(
                "copying reference tables to " + address,
                "SELECT replicate_reference_tables('block_writes')")
            .patiently());
  }

  private void execute(String title, String text, NodeAddress address) {
    session.execute(
        Sql.of(title.formatted(address), text, address.host(), address.port()).patiently());
  }

  @Override
  public synchronized List<CatalogFacts.CatalogNode> nodes() {
    return CatalogLook.nodes(session);
  }

  @Override
  public synchronized void setCoordinatorHost(NodeAddress address) {
    session.execute(
        Sql.of(
                "setting the coordinator's address to " + address,
                "SELECT citus_set_coordinator_host(?, ?)",
                address.host(),
                address.port())
            .patiently());
  }

  @Override
  public synchronized int addNode(NodeAddress address) {
    List<Registration> found =
        session.query(
            Sql.of(
                "looking for " + address + " in the catalog",
                "SELECT nodeid, isactive AND metadatasynced AS is_well FROM pg_dist_node"
                    + " WHERE nodename = ? AND nodeport = ?",
                address.host(),
                address.port()),
            row -> new Registration(row.getInt("nodeid"), row.getBoolean("is_well")));
    if (found.isEmpty()) {
      return nodeCall("registering ", "SELECT citus_add_node(?, ?)", address);
    }
    // Adding a registered node again would do nothing: activating is what syncs it anew.
    return found.getFirst().isWell()
        ? found.getFirst().nodeId()
        : nodeCall("activating ", "SELECT citus_activate_node(?, ?)", address);
  }

  private int nodeCall(String title, String text, NodeAddress address) {
    Sql sql = Sql.of(title + address, text, address.host(), address.port()).patiently();
    return session.query(sql, row -> row.getInt(1)).getFirst();
  }

  @Override
  public synchronized void updateNode(int nodeId, NodeAddress address, Duration wait) {
    session.execute(
        Sql.of(
                "moving node " + nodeId + " to " + address,
                "SELECT citus_update_node(?, ?, ?)",
                nodeId,
                address.host(),
                address.port())
            .patiently());
    long polls = Math.max(1, wait.dividedBy(SYNC_POLL));
    for (long poll = 0; !isSynced(); poll++) {
      if (poll == polls) {
        throw new ProblemException(notSynced(wait));
      }
      session.execute(
          Sql.of("waiting for the sync", "SELECT pg_sleep(?)", SYNC_POLL.toMillis() / 1000.0));
    }
  }

  private boolean isSynced() {
    Sql sql =
        Sql.of(
            "looking whether all metadata is synced",
            "SELECT coalesce(bool_and(metadatasynced), true) FROM pg_dist_node"
                + " WHERE isactive AND noderole = 'primary'");
    return session.query(sql, row -> row.getBoolean(1)).getFirst();
  }

  private Problem notSynced(Duration wait) {
    return new Problem(
        CatalogProblemCodes.SQL_NOT_SYNCED,
        "the nodes did not all get the new address within " + wait.toSeconds() + " s",
        coordinator.toString(),
        "a node is down, or Citus' maintenance daemon does not run on the coordinator",
        "start all nodes, then run the same command again; which do not run: `citus-deploy status"
            + " INVENTORY`");
  }

  @Override
  public synchronized void putRole(String role, Secret password, String database) {
    String name = SqlQuoting.identifier(role);
    String verifier = SqlQuoting.literal(ScramVerifier.create(password, random).text());
    @Nullable ClientRole there = CatalogLook.roles(session, List.of(role)).get(role);
    if (there == null) {
      run(role, "CREATE ROLE " + name + " LOGIN");
    }
    run(
        role,
        "GRANT CONNECT, TEMPORARY ON DATABASE " + SqlQuoting.identifier(database) + " TO " + name);
    if (there == null || !there.isConfined()) {
      confine(role, name);
    }
    // Each node by itself: a client can take its role out of what Citus keeps alike everywhere.
    onEachNode(
        "setting the password of role " + role,
        "DO "
            + SqlQuoting.literal(
                """
                BEGIN
                  PERFORM pg_catalog.set_config('lock_timeout', '$LOCK', true);
                  PERFORM pg_catalog.set_config('citus.enable_alter_role_propagation', 'off', true);
                  IF EXISTS (SELECT FROM pg_catalog.pg_roles
                      WHERE rolname OPERATOR(pg_catalog.=) $TEXT) THEN
                    ALTER ROLE $NAME LOGIN PASSWORD $VERIFIER;
                  END IF;
                END\
                """
                    .replace("$LOCK", String.valueOf(timeouts.lock().toMillis()))
                    .replace("$TEXT", SqlQuoting.literal(role))
                    .replace("$NAME", name)
                    .replace("$VERIFIER", verifier)));
    // Last, as the password is what a plan tells a finished role by.
    run(role, "ALTER ROLE " + name + " LOGIN PASSWORD " + verifier);
  }

  /// The schema of a role's name is first in PostgreSQL's usual search path. Citus sends all of
  /// this on to all nodes; of rights on a schema, once it holds a distributed table, and that first
  /// table takes them along.
  private void confine(String role, String name) {
    run(role, "CREATE SCHEMA IF NOT EXISTS " + name + " AUTHORIZATION " + name);
    run(role, "GRANT USAGE, CREATE ON SCHEMA " + name + " TO " + name);
    run(role, "REVOKE CREATE ON SCHEMA public FROM PUBLIC, " + name);
  }

  @Override
  public synchronized void restrictClients(String superuser, String database) {
    String command = ClientLimits.command(superuser, database, timeouts.lock());
    String title = "restricting what client roles reach";
    onEachNode(title, command);
  }

  /// Runs a command on every node, each by itself. What a node says of one that failed may quote
  /// the command, and so a password's verifier.
  ///
  /// @throws ProblemException when a node does not take it
  private void onEachNode(String title, String command) {
    List<String> failures =
        session.query(
            Sql.of(
                    title,
                    "SELECT nodeid, result FROM run_command_on_all_nodes(?) WHERE NOT success",
                    command)
                .within(CLUSTER_WIDE),
            row -> "node " + row.getInt("nodeid") + ": " + row.getString("result"));
    if (!failures.isEmpty()) {
      throw new ProblemException(
          new Problem(
              CatalogProblemCodes.SQL_FAILED,
              title + " failed",
              coordinator.toString(),
              "these did not take it:"
                  + ForeignText.block(SecretMask.of(String.join("\n", failures))),
              "make sure that these nodes run (`citus-deploy status INVENTORY`), then run the same"
                  + " command again"));
    }
  }

  private void run(String role, String statement) {
    session.execute(Sql.of("setting up role " + role, statement).within(CLUSTER_WIDE));
  }

  @Override
  public synchronized void reload() {
    session.execute(Sql.of("reloading the configuration", "SELECT pg_reload_conf()"));
  }

  @Override
  public synchronized ClusterReadiness readiness(Duration connectTimeout) {
    return RollCheck.of(session, questions, connectTimeout, timeouts);
  }

  @Override
  public synchronized void finishPreparedTransactions() {
    session.execute(
        Sql.of(
                "finishing prepared transactions",
                "SELECT success FROM run_command_on_all_nodes("
                    + "'SELECT pg_catalog.recover_prepared_transactions()')")
            .within(CLUSTER_WIDE));
  }

  @Override
  public synchronized List<NodeLoad> loads() {
    return NodeLoads.of(session, questions, timeouts);
  }

  @Override
  public void close() {
    session.close();
  }

  private record Registration(int nodeId, boolean isWell) {}
}

package dev.citusdeploy.execution;

import dev.citusdeploy.catalog.CatalogConnector;
import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.ClusterChecks;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.JobCatalog;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.NodeCatalog;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.catalog.RoleCatalog;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.catalog.ShardCatalog;
import dev.citusdeploy.catalog.ShardFacts;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A catalog in memory, in which every node reaches every other one unless the test says otherwise.
public final class FakeCatalog
    implements CatalogConnector,
        CitusCatalog,
        NodeCatalog,
        RoleCatalog,
        ShardCatalog,
        ClusterChecks {
  public final List<CatalogFacts.CatalogNode> rows = new ArrayList<>();
  public final List<String> calls = new ArrayList<>();
  public final List<String> cuts = new ArrayList<>();
  public final SequencedMap<Integer, CatalogFacts.NodeVersions> versions = new LinkedHashMap<>();

  /// Why a node is silent, by its host.
  public final SequencedMap<String, String> silent = new LinkedHashMap<>();

  public final List<String> sleepers = new ArrayList<>();
  public final List<ClusterReadiness.BackgroundJob> jobs = new ArrayList<>();

  /// Prepared transactions by host.
  public final SequencedMap<String, List<String>> prepared = new LinkedHashMap<>();

  public Duration recovery = Duration.ofMinutes(1);

  /// What happens before each look at the readiness; it may throw.
  public Runnable beforeReadiness = () -> {};

  public int looks;
  public int healthyAfterLooks;

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address) {
    calls.add("connect " + coordinatorHost.name() + " " + address);
    return this;
  }

  /// What everything had to end within.
  public final List<Duration> limits = new ArrayList<>();

  /// Whether no session but the first is to be had.
  public boolean refusesSessions;

  /// Addresses that take connections and never answer.
  public final List<NodeAddress> hanging = new ArrayList<>();

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address, Duration limit) {
    limits.add(limit);
    if (refusesSessions && !calls.isEmpty()) {
      throw new ProblemException(
          new Problem(
              new ProblemCode("catalog-unreachable", Problem.Kind.UNREACHABLE, "", ""),
              "the coordinator does not answer SQL",
              "c1",
              "",
              ""));
    }
    return connect(coordinatorHost, address);
  }

  @Override
  public void within(Duration limit) {
    limits.add(limit);
  }

  @Override
  public List<NodeAddress> silent(List<NodeAddress> nodes, Duration limit) {
    return nodes.stream().filter(hanging::contains).toList();
  }

  @Override
  public CatalogFacts.Known facts(List<String> roles) {
    looks++;
    return new CatalogFacts.Known(
        List.copyOf(rows),
        versions,
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        MetadataFacts.NONE,
        RoleFacts.NONE);
  }

  @Override
  public SequencedMap<Integer, List<MetadataFacts.TableShards>> onlyCopies(List<Integer> groups) {
    return new LinkedHashMap<>();
  }

  @Override
  public void syncMetadata(NodeAddress address) {
    calls.add("sync " + address);
  }

  @Override
  public NodeCatalog nodes() {
    return this;
  }

  @Override
  public RoleCatalog roles() {
    return this;
  }

  @Override
  public ShardCatalog shards() {
    return this;
  }

  @Override
  public ClusterChecks checks() {
    return this;
  }

  /// No step of today asks for jobs.
  @Override
  public JobCatalog jobs() {
    throw new AssertionError("nobody needs the jobs");
  }

  @Override
  public ShardFacts facts() {
    throw new AssertionError("nobody needs all shards");
  }

  @Override
  public List<CatalogFacts.CatalogNode> all() {
    return List.copyOf(rows);
  }

  @Override
  public void setCoordinatorHost(NodeAddress address) {
    calls.add("coordinator " + address);
    register(address, 0);
  }

  @Override
  public int add(NodeAddress address) {
    return addNode(address);
  }

  /// Registers a worker.
  public int addNode(NodeAddress address) {
    calls.add("add " + address);
    return register(address, rows.size());
  }

  private int register(NodeAddress address, int group) {
    int id = rows.size() + 1;
    rows.add(new CatalogFacts.CatalogNode(id, group, address, true, true, group > 0));
    versions.put(id, new CatalogFacts.NodeVersions("17.11", "Citus 14.0.1", "14.0-1"));
    return id;
  }

  @Override
  public void update(int nodeId, NodeAddress address, Duration wait) {
    updateNode(nodeId, address, wait);
  }

  /// Gives a node another address.
  public void updateNode(int nodeId, NodeAddress address, Duration wait) {
    calls.add("update " + nodeId + " " + address);
    rows.replaceAll(row ->
        row.id() == nodeId
            ? new CatalogFacts.CatalogNode(
                nodeId, row.group(), address, row.active(), row.synced(), row.holdsShards())
            : row);
  }

  @Override
  public void create(String role, Secret password, String database) {
    calls.add("role " + role + " " + password + " " + database);
  }

  @Override
  public void restrictClients(String superuser, String database) {
    calls.add("restrict " + superuser + " " + database);
  }

  @Override
  public ClusterReadiness readiness(Duration connectTimeout) {
    calls.add("readiness");
    beforeReadiness.run();
    List<ClusterReadiness.NodeReadiness> nodes = new ArrayList<>();
    List<HealthPair> pairs = new ArrayList<>();
    for (CatalogFacts.CatalogNode from : rows) {
      String host = from.address().host();
      nodes.add(
          new ClusterReadiness.NodeReadiness(
              from.address(),
              silent.getOrDefault(host, ""),
              !sleepers.contains(host),
              recovery,
              prepared.getOrDefault(host, List.of()).stream().map(FakeCatalog::prepared).toList()));
      for (CatalogFacts.CatalogNode to : rows) {
        boolean early = healthyAfterLooks > 0 && looks <= healthyAfterLooks;
        boolean cut =
            early
                || cuts.contains(host + ">" + to.address().host())
                || silent.containsKey(to.address().host());
        pairs.add(
            new HealthPair(from.address(), to.address(), silent.containsKey(host) ? null : !cut));
      }
    }
    return new ClusterReadiness(pairs, nodes, jobs);
  }

  private static ClusterReadiness.PreparedTransaction prepared(String id) {
    return new ClusterReadiness.PreparedTransaction(id, "77", "app", Duration.ofSeconds(7), true);
  }

  @Override
  public void finishPreparedTransactions() {
    calls.add("finish prepared transactions");
  }

  @Override
  public List<NodeLoad> loads() {
    return List.of();
  }

  @Override
  public void close() {
    calls.add("close");
  }
}

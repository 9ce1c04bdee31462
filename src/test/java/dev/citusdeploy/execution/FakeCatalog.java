package dev.citusdeploy.execution;

import dev.citusdeploy.catalog.CatalogConnector;
import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A catalog in memory, in which every node reaches every other one unless the test says otherwise.
final class FakeCatalog implements CatalogConnector, CitusCatalog {
  final List<CatalogFacts.CatalogNode> rows = new ArrayList<>();
  final List<String> calls = new ArrayList<>();
  final List<String> cuts = new ArrayList<>();
  final SequencedMap<Integer, CatalogFacts.NodeVersions> versions = new LinkedHashMap<>();
  int looks;
  int healthyAfterLooks;

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address) {
    calls.add("connect " + coordinatorHost.name() + " " + address);
    return this;
  }

  @Override
  public CatalogFacts.Known look(List<String> roles) {
    looks++;
    return new CatalogFacts.Known(List.copyOf(rows), versions, new LinkedHashMap<>());
  }

  @Override
  public List<CatalogFacts.CatalogNode> nodes() {
    return List.copyOf(rows);
  }

  @Override
  public void setCoordinatorHost(NodeAddress address) {
    calls.add("coordinator " + address);
    register(address, 0);
  }

  @Override
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
  public void updateNode(int nodeId, NodeAddress address, Duration wait) {
    calls.add("update " + nodeId + " " + address);
  }

  @Override
  public void putRole(String role, Secret password, String database) {
    calls.add("role " + role + " " + password + " " + database);
  }

  @Override
  public void reload() {
    calls.add("reload");
  }

  @Override
  public List<HealthPair> healthMatrix(Duration connectTimeout) {
    List<HealthPair> pairs = new ArrayList<>();
    for (CatalogFacts.CatalogNode from : rows) {
      for (CatalogFacts.CatalogNode to : rows) {
        boolean cut = cuts.contains(from.address().host() + ">" + to.address().host());
        pairs.add(new HealthPair(from.address(), to.address(), !cut && looks > healthyAfterLooks));
      }
    }
    return pairs;
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

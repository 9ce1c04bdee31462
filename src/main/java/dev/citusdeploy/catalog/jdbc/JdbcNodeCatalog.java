package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.NodeCatalog;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.session.CatalogProblemCodes;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.util.List;

/// The registered nodes over one session with the coordinator.
final class JdbcNodeCatalog implements NodeCatalog {
  private static final Duration SYNC_POLL = Duration.ofMillis(200);

  private final JdbcSession session;

  JdbcNodeCatalog(JdbcSession session) {
    this.session = session;
  }

  @Override
  public List<CatalogNode> all() {
    return NodeRows.all(session);
  }

  @Override
  public void setCoordinatorHost(NodeAddress address) {
    patiently(
        "setting the coordinator's address to %s",
        "SELECT citus_set_coordinator_host(?, ?)", address);
  }

  @Override
  public int add(NodeAddress address) {
    List<Registration> found =
        session.query(
            Sql.of(
                "finding " + address + " in the catalog",
                "SELECT nodeid, isactive AND metadatasynced AS is_synced FROM pg_dist_node"
                    + " WHERE nodename = ? AND nodeport = ?",
                address.host(),
                address.port()),
            row -> new Registration(row.getInt("nodeid"), row.getBoolean("is_synced")));
    if (found.isEmpty()) {
      return nodeCall("registering ", "SELECT citus_add_node(?, ?)", address);
    }
    // Adding a registered node again would do nothing; activating it syncs the metadata again.
    return found.getFirst().isWell()
        ? found.getFirst().nodeId()
        : nodeCall("activating ", "SELECT citus_activate_node(?, ?)", address);
  }

  private int nodeCall(String title, String text, NodeAddress address) {
    Sql sql = Sql.of(title + address, text, address.host(), address.port()).patiently();
    return session.query(sql, row -> row.getInt(1)).getFirst();
  }

  @Override
  public void update(int nodeId, NodeAddress address, Duration wait) {
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
            "checking whether all metadata is synced",
            "SELECT coalesce(bool_and(metadatasynced), true) FROM pg_dist_node"
                + " WHERE "
                + NodeRows.ACTIVE);
    return session.query(sql, row -> row.getBoolean(1)).getFirst();
  }

  private Problem notSynced(Duration wait) {
    return new Problem(
        CatalogProblemCodes.SQL_NOT_SYNCED,
        "not all nodes received the new address within " + wait.toSeconds() + " s",
        session.endpoint().toString(),
        "a node is down, or Citus' maintenance daemon does not run on the coordinator",
        "start all nodes (`citus-deploy status INVENTORY` shows which do not run), then run the same"
            + " command again");
  }

  @Override
  public void syncMetadata(NodeAddress address) {
    CatalogNode node =
        all().stream()
            .filter(row -> row.address().equals(address))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("not registered: " + address));
    patiently("giving %s all metadata", "SELECT start_metadata_sync_to_node(?, ?)", address);
    if (missingReferences(address) > 0) {
      session.execute(
          Sql.of(
              "forgetting lost copies of reference tables",
              MetadataSql.FORGET_REFERENCES,
              node.group()));
    }
    session.execute(
        Sql.of(
                "copying reference tables to " + address,
                "SELECT replicate_reference_tables('block_writes')")
            .patiently());
  }

  private long missingReferences(NodeAddress address) {
    return session
        .query(
            Sql.of(
                "counting copies of reference tables on " + address,
                "SELECT CASE WHEN success THEN result::bigint ELSE 0 END" + " FROM " + NodeSql.ONE,
                address.host(),
                address.port(),
                MetadataSql.MISSING_REFERENCES),
            row -> row.getLong(1))
        .getFirst();
  }

  private void patiently(String title, String text, NodeAddress address) {
    session.execute(
        Sql.of(title.formatted(address), text, address.host(), address.port()).patiently());
  }

  private record Registration(int nodeId, boolean isWell) {}
}

package dev.citusdeploy.health;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.MetadataFacts.NodeMetadata;
import dev.citusdeploy.catalog.MetadataFacts.TableShards;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Checks whether the nodes' own copies of Citus' metadata equal the coordinator's, and whether
/// every placement is on a node. Connections between nodes do not show this: a worker whose
/// extension was dropped and created again answers, but has no metadata. Pure.
public final class MetadataHealth {
  private static final int SHOWN = 5;
  private static final String APPLY = "`citus-deploy apply INVENTORY`";

  private final Inventory inventory;
  private final CatalogFacts.Known catalog;
  private final MetadataFacts metadata;

  /// @param catalog what coordinator and nodes report
  public MetadataHealth(Inventory inventory, CatalogFacts.Known catalog) {
    this.inventory = inventory;
    this.catalog = catalog;
    this.metadata = catalog.metadata();
  }

  /// Nodes of the inventory whose metadata is not the coordinator's.
  public List<Problem> stale() {
    List<Problem> problems = new ArrayList<>();
    NodeMetadata coordinator = metadata.coordinator(catalog.nodes()).orElse(null);
    for (Node node : inventory.nodes()) {
      Optional<CatalogNode> row = row(node);
      if (row.isEmpty() || isOfOtherGroup(node)) {
        continue;
      }
      if (coordinator != null && metadata.isStale(row.get(), coordinator)) {
        problems.add(stale(node, row.get(), coordinator));
      }
    }
    problems.addAll(new SwappedNodes(inventory, catalog).problems());
    return problems;
  }

  private boolean isOfOtherGroup(Node node) {
    return row(node).flatMap(metadata::foreignGroup).isPresent();
  }

  /// Those of them with tables or shards that the coordinator does not have: a sync would remove
  /// them from the nodes' metadata.
  public List<Problem> unknownToCoordinator() {
    NodeMetadata coordinator = metadata.coordinator(catalog.nodes()).orElse(null);
    return coordinator == null
        ? List.of()
        : inventory.nodes().stream()
            .flatMap(node ->
                row(node).filter(row -> knowsMore(row, coordinator)).stream()
                    .map(row -> stale(node, row, coordinator)))
            .toList();
  }

  /// Whether a node lists more than the coordinator, or the same as another node that differs from
  /// it too: two nodes agree against the coordinator only if its data is older.
  private boolean knowsMore(CatalogNode row, NodeMetadata coordinator) {
    return isStaleMember(row, coordinator)
        && metadata
            .of(row)
            .filter(there ->
                there.listsMoreThan(coordinator)
                    || (there.listsAny() && anotherIsLike(row, there, coordinator)))
            .isPresent();
  }

  private boolean anotherIsLike(CatalogNode row, NodeMetadata there, NodeMetadata coordinator) {
    return catalog.nodes().stream()
        .filter(other -> other.id() != row.id() && isStaleMember(other, coordinator))
        .anyMatch(other -> metadata.of(other).filter(there::isLike).isPresent());
  }

  /// Whether a node's own group is that of the catalog, but its metadata differs from the
  /// coordinator's.
  private boolean isStaleMember(CatalogNode row, NodeMetadata coordinator) {
    return metadata.isStale(row, coordinator)
        && metadata.of(row).filter(there -> there.group() == row.group()).isPresent();
  }

  /// Problems that `apply` cannot fix: missing shards, and placements of groups that no node has.
  public List<Problem> losses() {
    List<Problem> problems = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      if (isOfOtherGroup(node)) {
        continue;
      }
      row(node)
          .flatMap(metadata::of)
          .filter(there -> there.missing() > 0)
          .map(there -> missing(node, there.missing()))
          .ifPresent(problems::add);
    }
    metadata.orphans().forEach((group, count) -> problems.add(orphans(group, count)));
    return problems;
  }

  /// The data that is lost when a node starts with new, empty data; empty when other nodes have all
  /// of it, or it was not queried.
  public Optional<String> lostWith(Node node) {
    List<TableShards> tables =
        row(node)
            .map(row -> metadata.onlyCopies().getOrDefault(row.group(), List.of()))
            .orElse(List.of());
    if (tables.isEmpty()) {
      return Optional.empty();
    }
    long shards = tables.stream().mapToLong(TableShards::shards).sum();
    int more = tables.size() - SHOWN;
    return Optional.of(
        "node "
            + node.name()
            + ": "
            + shards
            + (shards == 1 ? " shard is" : " shards are")
            + " on no other node: what they held is lost with `--new-data "
            + node.name()
            + "`, and the tables cannot be read completely until they are created again: "
            + tables.stream()
                .limit(SHOWN)
                .map(table ->
                    ForeignText.inline(table.table())
                        + " ("
                        + table.shards()
                        + " of "
                        + table.all()
                        + ")")
                .collect(Collectors.joining(", "))
            + (more > 0 ? " and " + more + " more" : ""));
  }

  private Problem stale(Node node, CatalogNode row, NodeMetadata coordinator) {
    NodeMetadata there = metadata.of(row).orElseThrow();
    if (knowsMore(row, coordinator)) {
      return unknown(node, there, coordinator);
    }
    return unhealthy(
        HealthProblemCodes.METADATA_DIFFERS,
        "node "
            + node.name()
            + (there.group() == row.group()
                ? " has other metadata than the coordinator"
                : " does not know that it is a node of this cluster"),
        node.host().value(),
        "there: "
            + words(there)
            + "; on the coordinator: "
            + words(coordinator)
            + ". The extension was dropped and created again there, rows were changed by hand, or the"
            + " node was started with new data; statements that begin on it, or need it, fail",
        "sync the metadata again: " + APPLY + "; or by hand, on the coordinator:" + sync(node));
  }

  private Problem unknown(Node node, NodeMetadata there, NodeMetadata coordinator) {
    return unhealthy(
        HealthProblemCodes.METADATA_DIFFERS,
        "node " + node.name() + " has tables or shards that the coordinator does not have",
        node.host().value(),
        "there: "
            + words(there)
            + "; on the coordinator: "
            + words(coordinator)
            + ". An older copy of the coordinator's data was put back, or rows were changed by hand;"
            + " with the coordinator's metadata the node would forget tables, or where shards are, and"
            + " what they hold would belong to none",
        "put the newest data of the coordinator back. Where it is lost, save what those tables hold;"
            + " the node's tables, to be compared with the coordinator's:"
            + psqlOn(
                node,
                "SET search_path = pg_catalog, public",
                "SELECT logicalrelid FROM pg_dist_partition ORDER BY 1")
            + "then give the node the coordinator's metadata by hand:"
            + sync(node));
  }

  private String sync(Node node) {
    return psql(
        "SELECT start_metadata_sync_to_node('"
            + ForeignForm.ADDRESS.of(node.address().host()).orElse("HOST")
            + "', "
            + node.address().port()
            + ")");
  }

  private static String words(NodeMetadata there) {
    return "group %d, %s nodes, %s tables, %s shards, %s placements"
        .formatted(
            there.group(),
            count(there.nodes()),
            count(there.tables()),
            count(there.shards()),
            count(there.placements()));
  }

  private static String count(String digest) {
    int blank = digest.indexOf(' ');
    return ForeignText.inline(blank < 0 ? digest : digest.substring(0, blank));
  }

  private Problem missing(Node node, long missing) {
    return unhealthy(
        HealthProblemCodes.SHARDS_MISSING,
        "node " + node.name() + " lacks " + missing + " of its shards: their tables are gone",
        node.host().value(),
        "it was started with other or empty data, or the tables were dropped there; what they held is"
            + " not on any other node, and statements that need them fail",
        "bring back the node's data from a backup; or, when it is lost for good, drop the tables"
            + " concerned, then create and fill them again (`DROP TABLE` works without the shards)."
            + " These are:"
            + psqlOn(
                node,
                "SET search_path = pg_catalog, public",
                "SELECT DISTINCT logicalrelid FROM pg_dist_shard JOIN pg_dist_placement USING"
                    + " (shardid) WHERE groupid = (SELECT groupid FROM pg_dist_local_group) AND"
                    + " to_regclass(shard_name(logicalrelid, shardid)) IS NULL"));
  }

  private Problem orphans(int group, long count) {
    List<Node> unregistered =
        inventory.workers().stream().filter(node -> row(node).isEmpty()).toList();
    String address =
        unregistered.size() == 1
            ? "'%s', %d"
                .formatted(
                    ForeignForm.ADDRESS.of(unregistered.getFirst().address().host()).orElse("HOST"),
                    unregistered.getFirst().address().port())
            : "'HOST', PORT";
    // citus_add_node takes a group, and refuses while other nodes still list it.
    String insert =
        "INSERT INTO pg_dist_node (groupid, nodename, nodeport, hasmetadata, isactive,"
            + " metadatasynced, shouldhaveshards) VALUES (%d, %s, true, true, false, true)"
                .formatted(group, address);
    return unhealthy(
        HealthProblemCodes.PLACEMENTS_OF_NO_NODE,
        count
            + (count == 1 ? " shard is" : " shards are")
            + " in group "
            + group
            + ", which no node has",
        "cluster " + inventory.cluster(),
        "a row of pg_dist_node was removed by hand; statements that need these shards fail",
        "put the row of the node that holds them back, with that group"
            + (unregistered.size() == 1
                ? " (it may be " + unregistered.getFirst().name() + ")"
                : "; its server is the one where `SELECT groupid FROM pg_dist_local_group` returns "
                    + group)
            + ":"
            + psql(insert)
            + "then sync it to all nodes: "
            + APPLY);
  }

  private String psql(String statement) {
    return psqlOn(inventory.coordinator(), statement);
  }

  private String psqlOn(Node node, String... statements) {
    return ServerCommand.line(
        inventory.hostOf(node), ServerCommand.psql(inventory, node, statements));
  }

  private Optional<CatalogNode> row(Node node) {
    return catalog.nodes().stream()
        .filter(found -> found.address().equals(node.address()))
        .findFirst();
  }

  private static Problem unhealthy(
      ProblemCode code, String what, String where, String why, String remedy) {
    return new Problem(code, what, where, why, remedy);
  }
}

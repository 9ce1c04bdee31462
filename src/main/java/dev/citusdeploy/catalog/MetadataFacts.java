package dev.citusdeploy.catalog;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The nodes' own copies of Citus' metadata, and placements on no node.
///
/// @param nodes what each node that answered holds, by node id
/// @param orphans numbers of placements by a group that no node has
/// @param onlyCopies tables with shards that no other group holds, by group; only of groups that
///   were asked for
public record MetadataFacts(
    Map<Integer, NodeMetadata> nodes,
    Map<Integer, Long> orphans,
    Map<Integer, List<TableShards>> onlyCopies) {
  /// Nothing is known.
  public static final MetadataFacts NONE = new MetadataFacts(Map.of(), Map.of(), Map.of());

  /// Copies the maps.
  public MetadataFacts {
    nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    orphans = Collections.unmodifiableMap(new TreeMap<>(orphans));
    onlyCopies = Collections.unmodifiableMap(new TreeMap<>(onlyCopies));
  }

  /// What one node holds. Each text is a number of rows and a hash of their contents, `3 123456`,
  /// of those rows that Citus keeps alike on all nodes.
  ///
  /// @param group the node's own group (`pg_dist_local_group`)
  /// @param nodes of `pg_dist_node`
  /// @param tables of `pg_dist_partition`
  /// @param shards of `pg_dist_shard`
  /// @param placements of `pg_dist_placement`
  /// @param missing how many of its own shards have no table there
  /// @param holds the group whose shards it has the tables of; 0 when it has none that are on one
  ///   node only
  public record NodeMetadata(
      int group,
      String nodes,
      String tables,
      String shards,
      String placements,
      long missing,
      int holds) {
    /// Whether it holds the same as another one; the group is not compared.
    public boolean isLike(NodeMetadata other) {
      return nodes.equals(other.nodes)
          && tables.equals(other.tables)
          && shards.equals(other.shards)
          && placements.equals(other.placements);
    }

    /// Whether it lists more tables or shards than another one.
    public boolean listsMoreThan(NodeMetadata other) {
      return count(tables) > count(other.tables) || count(shards) > count(other.shards);
    }

    /// Whether it lists any table.
    public boolean listsAny() {
      return count(tables) > 0;
    }

    private static long count(String digest) {
      int blank = digest.indexOf(' ');
      try {
        return Long.parseLong(blank < 0 ? digest : digest.substring(0, blank));
      } catch (NumberFormatException _) {
        return 0;
      }
    }
  }

  /// How many shards of a table.
  ///
  /// @param table its name with its schema, which a client may have chosen: foreign text
  /// @param shards of it that no other group holds
  /// @param all of the table's shards
  public record TableShards(String table, long shards, long all) {}

  /// What a node holds; empty when it did not report it.
  public Optional<NodeMetadata> of(CatalogNode row) {
    return Optional.ofNullable(nodes.get(row.id()));
  }

  /// What the coordinator holds; empty when it did not report it, or is not registered.
  public Optional<NodeMetadata> coordinator(List<CatalogNode> rows) {
    return rows.stream().filter(row -> row.group() == 0).findFirst().flatMap(this::of);
  }

  /// Whether a node that is marked as synced is not: it does not consider itself a member of the
  /// cluster, or its metadata differs from the coordinator's.
  ///
  /// @param coordinator what the coordinator holds
  public boolean isStale(CatalogNode row, @Nullable NodeMetadata coordinator) {
    NodeMetadata there = nodes.get(row.id());
    return there != null
        && coordinator != null
        && row.group() != 0
        && row.active()
        && row.synced()
        && (there.group() != row.group() || !there.isLike(coordinator));
  }

  /// The group of another node whose data a node has: two nodes' addresses were swapped, or data
  /// was copied to another server. The node's own `pg_dist_local_group` does not show this, because
  /// Citus' sync sets it from the row at the node's address. Empty when it has its own data, or
  /// none.
  public Optional<Integer> foreignGroup(CatalogNode row) {
    return of(row)
        .map(NodeMetadata::holds)
        .filter(group -> row.group() != 0 && group != 0 && group != row.group());
  }

  /// Whether any node is stale.
  public boolean anyStale(List<CatalogNode> rows) {
    NodeMetadata coordinator = coordinator(rows).orElse(null);
    return rows.stream().anyMatch(row -> isStale(row, coordinator));
  }

  /// The same with the tables of some groups.
  public MetadataFacts with(SequencedMap<Integer, List<TableShards>> tables) {
    return new MetadataFacts(nodes, orphans, tables);
  }
}

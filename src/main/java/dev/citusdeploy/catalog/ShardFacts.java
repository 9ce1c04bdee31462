package dev.citusdeploy.catalog;

import java.util.List;

/// Tables that Citus knows, the placements of their shards, and the load of every node.
///
/// @param tables rows of `pg_dist_partition` in the order of their names
/// @param placements rows of `pg_dist_placement` in the order of their shards
/// @param loads load of every node, by node id
public record ShardFacts(List<Table> tables, List<Placement> placements, List<NodeLoad> loads) {
  /// Copies the lists.
  public ShardFacts {
    tables = List.copyOf(tables);
    placements = List.copyOf(placements);
    loads = List.copyOf(loads);
  }

  /// Tables without a replica identity: while their shards move by logical replication, updates and
  /// deletes fail, so Citus refuses such a move unless another transfer mode is given.
  public List<Table> withoutReplicaIdentity() {
    return tables.stream().filter(table -> table.moves() && !table.replicaIdentity()).toList();
  }

  /// Placements in a group.
  public List<Placement> in(int group) {
    return placements.stream().filter(placement -> placement.group() == group).toList();
  }

  /// A table.
  ///
  /// @param name with its schema, which a client may have chosen: foreign text
  /// @param kind what Citus does with it
  /// @param colocation `colocationid`: shards of tables of one number move together; 0 for none
  /// @param shards how many it has
  /// @param copies active placements of the shard that has the fewest
  /// @param replicaIdentity whether changes to it can be replicated logically: it has a replica
  ///   identity, a primary key counted, or is partitioned and so has no rows of its own
  public record Table(
      String name, Kind kind, int colocation, long shards, long copies, boolean replicaIdentity) {
    /// Whether its shards can move: a reference table is everywhere, a local one is where it is.
    public boolean moves() {
      return kind == Kind.DISTRIBUTED || kind == Kind.SINGLE_SHARD;
    }
  }

  /// Kinds of tables.
  public enum Kind {
    /// Its rows are spread over shards by a column.
    DISTRIBUTED,
    /// One shard that can move, as tables of a distributed schema have.
    SINGLE_SHARD,
    /// One shard with a copy on every node.
    REFERENCE,
    /// A table on the coordinator that is in Citus' metadata, with one shard.
    LOCAL
  }

  /// A placement.
  ///
  /// @param shard `shardid`
  /// @param group `groupid` of the node that has it
  /// @param active whether it is in use (`shardstate` is 1); others are left to be dropped
  public record Placement(long shard, int group, boolean active) {}
}

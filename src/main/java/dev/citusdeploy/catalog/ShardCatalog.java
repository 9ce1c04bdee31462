package dev.citusdeploy.catalog;

import dev.citusdeploy.catalog.MetadataFacts.TableShards;
import java.util.List;
import java.util.SequencedMap;

/// Tables, their shards, and the placements.
public interface ShardCatalog {
  /// Tables with shards that no other group holds, by group.
  ///
  /// @param groups the groups in question
  SequencedMap<Integer, List<TableShards>> onlyCopies(List<Integer> groups);

  /// Shards and bytes by node id, reference tables' copies not counted as shards.
  List<NodeLoad> loads();

  /// All tables with their placements, and the load of every node: a few statements, one of which
  /// queries all nodes. Used only before shards are moved.
  ShardFacts facts();
}

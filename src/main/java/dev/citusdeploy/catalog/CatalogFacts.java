package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import java.util.List;
import java.util.SequencedMap;

/// What the coordinator's catalog says, in one look.
public sealed interface CatalogFacts {
  /// There is no running coordinator to ask.
  record NotRunning() implements CatalogFacts {}

  /// The coordinator's container runs, but SQL does not answer.
  record Unavailable(Problem problem) implements CatalogFacts {}

  /// It answered.
  ///
  /// @param nodes rows of `pg_dist_node` in the order of their ids
  /// @param versions versions by node id, of all nodes that answered `run_command_on_all_nodes`
  /// @param roles password verifiers (`pg_authid.rolpassword`) of the asked roles that exist, empty
  ///   for a role without a password
  record Known(
      List<CatalogNode> nodes,
      SequencedMap<Integer, NodeVersions> versions,
      SequencedMap<String, String> roles)
      implements CatalogFacts {}

  /// A row of `pg_dist_node`.
  ///
  /// @param id `nodeid`
  /// @param group `groupid`, 0 is the coordinator's
  /// @param address `nodename`, `nodeport`
  /// @param active `isactive`
  /// @param synced `metadatasynced`
  /// @param holdsShards `shouldhaveshards`
  record CatalogNode(
      int id,
      int group,
      NodeAddress address,
      boolean active,
      boolean synced,
      boolean holdsShards) {}

  /// Versions on a node.
  ///
  /// @param postgres `server_version`
  /// @param citus `citus_version()`
  /// @param extension `extversion` of the Citus extension
  record NodeVersions(String postgres, String citus, String extension) {}
}

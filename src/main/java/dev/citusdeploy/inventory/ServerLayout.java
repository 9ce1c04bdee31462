package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.model.NodeName;

/// Paths and names on a cluster's servers: the only place that makes names of containers, folders,
/// labels and records. docs/architecture.md shows the whole. All paths are absolute.
///
/// @param cluster the cluster's name
/// @param paths the two roots
public record ServerLayout(String cluster, Paths paths) {
  /// The label of a container with the cluster's name.
  public static final String CLUSTER_LABEL = "dev.citusdeploy.cluster";

  /// The label of a container with the node's name.
  public static final String NODE_LABEL = "dev.citusdeploy.node";

  /// The label of a container with the hash that a re-creation depends on.
  public static final String CONFIG_LABEL = "dev.citusdeploy.config";

  /// The folder with everything that the program keeps on a server for the cluster.
  public String programFolder() {
    return paths.program() + "/" + cluster;
  }

  /// The folder with the data of all nodes of a server.
  public String dataFolder() {
    return paths.data() + "/" + cluster;
  }

  /// The folder with lock, journal and records.
  public String stateFolder() {
    return programFolder() + "/.state";
  }

  /// The record of runs.
  public String journal() {
    return stateFolder() + "/journal";
  }

  /// The record that a node's first start has succeeded; beside the program's files, so that it
  /// survives a loss of the data's disk.
  public String firstStart(NodeName node) {
    return stateFolder() + "/first-start/" + node;
  }

  /// The folder in which a node's health check records how far the node has served.
  public String servedFolder(NodeName node) {
    return stateFolder() + "/served/" + node;
  }

  /// How far a node has served. Removing it accepts the data that is there.
  public String servedPosition(NodeName node) {
    return servedFolder(node) + "/lsn";
  }

  /// The folder with a node's files.
  public String nodeFolder(NodeName node) {
    return programFolder() + "/" + node;
  }

  /// The folder whose `pgdata` is a node's data.
  public String dataFolder(NodeName node) {
    return dataFolder() + "/" + node;
  }

  /// The mark that a node's first start was completed.
  public String completionMark(NodeName node) {
    return dataFolder(node) + "/initialised";
  }

  /// The Compose project and the container of a node.
  public String container(NodeName node) {
    return cluster + "-" + node;
  }

  /// The bridge network that the nodes of a server share.
  public String bridgeNetwork() {
    return "citus-deploy-" + cluster;
  }
}

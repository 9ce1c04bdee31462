package dev.citusdeploy.health;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of servers that lack something, and of a cluster that is not healthy.
public final class HealthProblemCodes {
  public static final ProblemCode TOOLS_MISSING =
      new ProblemCode(
          "tools-missing",
          Kind.REFUSED,
          "Programs that the scripts on the server need are not there.",
          "Install them; the message has the commands.");

  public static final ProblemCode PATH_UNREADABLE =
      new ProblemCode(
          "path-unreadable",
          Kind.REFUSED,
          "The login may not read a folder of the cluster's files.",
          "Log in as a user who may, or set `ssh.sudo`.");

  public static final ProblemCode PATH_UNWRITABLE =
      new ProblemCode(
          "path-unwritable",
          Kind.REFUSED,
          "The login may not write to the folder that the cluster's files or data shall be in.",
          "Set `ssh.sudo`, or name folders that the login may write under `paths`.");

  public static final ProblemCode TARGET_READ_ONLY =
      new ProblemCode(
          "target-read-only",
          Kind.REFUSED,
          "The file system that the cluster's files or data shall be on is mounted read-only, by choice or because the kernel found errors on it.",
          "Check the disk for errors: `sudo dmesg | tail -50`; then make it writable: `sudo mount -o remount,rw MOUNTPOINT`.");

  public static final ProblemCode DOCKER_MISSING =
      new ProblemCode(
          "docker-missing",
          Kind.REFUSED,
          "Docker is not installed on the server.",
          "Install Docker Engine 20.10 or newer with the Compose plugin: <https://docs.docker.com/engine/install/>.");

  public static final ProblemCode DOCKER_PERMISSION =
      new ProblemCode(
          "docker-permission",
          Kind.REFUSED,
          "The login may not talk to Docker.",
          "Set `ssh.sudo`, or let the login talk to it, on the server: `sudo usermod -aG docker USER`.");

  public static final ProblemCode DOCKER_NOT_RUNNING =
      new ProblemCode(
          "docker-not-running",
          Kind.REFUSED,
          "Docker is installed, but its engine does not answer.",
          "Start it, on the server: `sudo systemctl enable --now docker`; `sudo journalctl -u docker -n 50` shows why it stopped.");

  public static final ProblemCode DOCKER_TOO_OLD =
      new ProblemCode(
          "docker-too-old",
          Kind.REFUSED,
          "Docker Engine is older than 20.10.",
          "Upgrade Docker Engine: <https://docs.docker.com/engine/install/>.");

  public static final ProblemCode COMPOSE_MISSING =
      new ProblemCode(
          "compose-missing",
          Kind.REFUSED,
          "`docker compose` is not there; the separate program docker-compose, version 1, is not used.",
          "Install the Compose plugin 2.20 or newer: <https://docs.docker.com/compose/install/linux/>.");

  public static final ProblemCode COMPOSE_TOO_OLD =
      new ProblemCode(
          "compose-too-old",
          Kind.REFUSED,
          "The Compose plugin is older than 2.20.",
          "Install the Compose plugin 2.20 or newer: <https://docs.docker.com/compose/install/linux/>.");

  public static final ProblemCode SAME_MACHINE =
      new ProblemCode(
          "same-machine",
          Kind.USAGE,
          "Two hosts of the inventory are one machine, so two nodes would fail together and want the same port.",
          "Correct one address; or set `same_machine: allowed` and give each a port of its own.");

  public static final ProblemCode COORDINATOR_NOT_RUNNING =
      new ProblemCode(
          "coordinator-not-running",
          Kind.UNHEALTHY,
          "The coordinator does not run, or its host was not reached, so the cluster cannot be asked.",
          "Start it, or create it: `citus-deploy apply INVENTORY`; when its host was not reached, fix that first.");

  public static final ProblemCode DATA_DISK_FULL =
      new ProblemCode(
          "data-disk-full",
          Kind.UNHEALTHY,
          "The file system of a node's data has no space left for its write-ahead log.",
          "Free space without removing anything below `pgdata`, then: `citus-deploy apply INVENTORY`.");

  public static final ProblemCode DATA_OLDER =
      new ProblemCode(
          "data-older",
          Kind.REFUSED,
          "The data of a node is older than what the node has served: a snapshot, a backup or a copy of one server was put back. Rows that were acknowledged since are not in it, and what the other nodes hold may not fit.",
          "Stop the node and put its newest data back, or restore all nodes to one moment. Where the loss is accepted, and after all nodes were restored, remove the record: `rm PROGRAM/CLUSTER/.state/served/NODE/lsn`; then `citus-deploy apply INVENTORY`.");

  public static final ProblemCode CONTAINER_NOT_HEALTHY =
      new ProblemCode(
          "container-not-healthy",
          Kind.UNHEALTHY,
          "A node's container is not there, does not run, or fails its health check.",
          "Read its log, on the host: `docker logs --tail 100 CLUSTER-NODE`; then: `citus-deploy apply INVENTORY`.");

  public static final ProblemCode NODE_NOT_REGISTERED =
      new ProblemCode(
          "node-not-registered",
          Kind.UNHEALTHY,
          "pg_dist_node does not list a node of the inventory at its address.",
          "Register it: `citus-deploy apply INVENTORY`.");

  public static final ProblemCode NODE_NOT_SYNCED =
      new ProblemCode(
          "node-not-synced",
          Kind.UNHEALTHY,
          "A node is registered, but inactive or without the current metadata.",
          "Activate and sync it: `citus-deploy apply INVENTORY`.");

  public static final ProblemCode NODE_NOT_CHECKED =
      new ProblemCode(
          "node-not-checked",
          Kind.UNHEALTHY,
          "A node takes no part in the health check, which covers active nodes only.",
          "Activate it: `citus-deploy apply INVENTORY`.");

  public static final ProblemCode NODE_UNREACHABLE_FROM_NODE =
      new ProblemCode(
          "node-unreachable-from-node",
          Kind.UNHEALTHY,
          "One node does not reach another at its advertised address; each direction is named on its own.",
          "Open the port between the two servers, or correct `advertise`; where the server refused because all its connections are taken, end sessions.");

  public static final ProblemCode LIBRARY_UNFIT =
      new ProblemCode(
          "library-unfit",
          Kind.UNHEALTHY,
          "A node runs with the library of another Citus than the extension in its data is of: every transaction that touches it fails.",
          "Go back to the image it ran on before: `citus-deploy plan INVENTORY` names it; or finish the upgrade by [upgrade.md](upgrade.md).");

  public static final ProblemCode VERSIONS_UNKNOWN =
      new ProblemCode(
          "versions-unknown",
          Kind.UNHEALTHY,
          "A node does not report its versions.",
          "Read its log, on its host: `docker logs --tail 100 CLUSTER-NODE`.");

  public static final ProblemCode VERSIONS_DIFFER =
      new ProblemCode(
          "versions-differ",
          Kind.UNHEALTHY,
          "The nodes run different versions of PostgreSQL or Citus.",
          "Give all nodes one image, best by its digest, then: `citus-deploy apply INVENTORY`.");

  public static final ProblemCode SETTINGS_REFUSED =
      new ProblemCode(
          "settings-refused",
          Kind.UNHEALTHY,
          "A server does not accept a line of its settings files. While it is there, a reload may change nothing at all, and the next start may fail.",
          "Remove the line that the message names; one of postgresql.auto.conf with `ALTER SYSTEM RESET NAME`.");

  public static final ProblemCode METADATA_DIFFERS =
      new ProblemCode(
          "metadata-differs",
          Kind.UNHEALTHY,
          "A node that counts as synced does not have the coordinator's metadata: its extension was dropped and created again, rows were changed by hand, or it was started with new data.",
          "Sync the metadata again: `citus-deploy apply INVENTORY`; or, on the coordinator: `SELECT start_metadata_sync_to_node('HOST', PORT)`.");

  public static final ProblemCode NODE_OF_OTHER_GROUP =
      new ProblemCode(
          "node-of-other-group",
          Kind.UNHEALTHY,
          "A node holds the data of another node: two addresses were swapped, or data was copied to another server.",
          "Drop no table. Set on the coordinator where each group's data is, with the `citus_update_node` statements of the message; or put the data back in its place.");

  public static final ProblemCode SHARDS_MISSING =
      new ProblemCode(
          "shards-missing",
          Kind.UNHEALTHY,
          "Tables of shards that a node should hold are not there.",
          "Bring back the node's data from a backup, or drop the tables concerned, then create and fill them again.");

  public static final ProblemCode PLACEMENTS_OF_NO_NODE =
      new ProblemCode(
          "placements-of-no-node",
          Kind.UNHEALTHY,
          "In the catalog, shards are in a group that no node has.",
          "Put the row of the node that holds them back, with its group and `metadatasynced` false; the message has the statement; then `citus-deploy apply INVENTORY`.");

  private HealthProblemCodes() {}
}

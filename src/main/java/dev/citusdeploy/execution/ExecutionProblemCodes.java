package dev.citusdeploy.execution;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Steps that failed. Steps that do not depend on them are still done; the same apply goes on
/// later.
public final class ExecutionProblemCodes {
  public static final ProblemCode STEP_FAILED_PULL_IMAGE =
      new ProblemCode(
          "step-failed-pull-image",
          Kind.STEP_FAILED,
          "A server could not fetch the image.",
          "See that it can: `docker pull IMAGE` there.");

  public static final ProblemCode IMAGE_UNFIT =
      new ProblemCode(
          "image-unfit",
          Kind.REFUSED,
          "The image that has come to a server cannot serve the data there. Nothing was stopped.",
          "Put the former image back; [upgrade.md](upgrade.md) describes how to get to another version.");

  public static final ProblemCode STEP_FAILED_WRITE_FILES =
      new ProblemCode(
          "step-failed-write-files",
          Kind.STEP_FAILED,
          "The files of a server's nodes could not be written. What was there stays as it was: a set of files is switched as a whole or not at all.",
          "Remove the cause that the message shows.");

  public static final ProblemCode STEP_FAILED_INITIALISE =
      new ProblemCode(
          "step-failed-initialise",
          Kind.STEP_FAILED,
          "The first start of a node, which makes its data, failed. Data that is not complete is never used.",
          "Remove the cause that the message shows.");

  public static final ProblemCode STEP_FAILED_START =
      new ProblemCode(
          "step-failed-start",
          Kind.STEP_FAILED,
          "A node's container did not start, or did not become healthy.",
          "Read its log: `docker logs CLUSTER-NODE`.");

  public static final ProblemCode STEP_FAILED_RECREATE =
      new ProblemCode(
          "step-failed-recreate",
          Kind.STEP_FAILED,
          "A node's container was re-created and did not become healthy.",
          "Read its log: `docker logs CLUSTER-NODE`.");

  public static final ProblemCode STEP_FAILED_RELOAD =
      new ProblemCode(
          "step-failed-reload",
          Kind.STEP_FAILED,
          "A node did not take in its changed files.",
          "Read its log: `docker logs CLUSTER-NODE`.");

  public static final ProblemCode STEP_FAILED_RECORD_FIRST_START =
      new ProblemCode(
          "step-failed-record-first-start",
          Kind.STEP_FAILED,
          "The record that a node has data could not be written.",
          "Remove the cause, then run the same command again.");

  public static final ProblemCode STEP_FAILED_CHECK_CONNECTIVITY =
      new ProblemCode(
          "step-failed-check-connectivity",
          Kind.STEP_FAILED,
          "Nodes could not be checked before their registration.",
          "Remove the cause that the message shows.");

  public static final ProblemCode CONFIGURATION_REFUSED =
      new ProblemCode(
          "configuration-refused",
          Kind.STEP_FAILED,
          "PostgreSQL of the image refuses the configuration that was rendered. A server that runs goes on with the former.",
          "Correct the settings of the inventory, or the file in `overrides/`, that the message names.");

  public static final ProblemCode NODE_KEEPS_ENDING =
      new ProblemCode(
          "node-keeps-ending",
          Kind.STEP_FAILED,
          "A container starts and ends, once or again and again. The last lines of its log are shown.",
          "Remove the cause that the log names; the rest of it: `docker logs CLUSTER-NODE`.");

  public static final ProblemCode NODE_NOT_HEALTHY =
      new ProblemCode(
          "node-not-healthy",
          Kind.STEP_FAILED,
          "A container runs, but its health check fails or does not pass in time. The check's output and the last lines of the log are shown.",
          "Remove the cause; the rest of the log: `docker logs CLUSTER-NODE`.");

  public static final ProblemCode NODE_RECOVERS =
      new ProblemCode(
          "node-recovers",
          Kind.STEP_FAILED,
          "A server still replayed its WAL when the step's limit (`--step-timeout`) had passed. It goes on by itself; the message shows how far it was, and whether it stood still.",
          "Run the same command again with a larger limit: `citus-deploy apply INVENTORY --step-timeout 3600`.");

  public static final ProblemCode NODE_SILENT =
      new ProblemCode(
          "node-silent",
          Kind.STEP_FAILED,
          "A node takes connections and never answers, so that a step ran into its limit (`--step-timeout`): its container is paused, or its server hangs.",
          "See what its container does: `docker ps -a` on its host. The same apply lets one that is paused go on; restart one that hangs: `docker restart CLUSTER-NODE`.");

  public static final ProblemCode NODE_NAME_UNKNOWN =
      new ProblemCode(
          "node-name-unknown",
          Kind.STEP_FAILED,
          "A node is advertised by a name that another node's container cannot resolve. Found before anything is registered.",
          "Put the name into the DNS, or into each server's /etc/hosts and restart the containers; or advertise an IP address.");

  public static final ProblemCode NODES_NOT_REACHABLE =
      new ProblemCode(
          "nodes-not-reachable",
          Kind.STEP_FAILED,
          "A node does not reach another at its advertised address; each direction is named on its own. Found before anything is registered.",
          "Open the port between the two servers, or correct `advertise`.");

  public static final ProblemCode NODE_LOGIN_FAILED =
      new ProblemCode(
          "node-login-failed",
          Kind.STEP_FAILED,
          "A node reaches another, which does not let it in: TLS, certificate or pg_hba.conf. Found before anything is registered.",
          "Read the log of the node that refuses: `docker logs --tail 30 CLUSTER-NODE` on its host.");

  public static final ProblemCode CITUS_NOT_PRELOADED =
      new ProblemCode(
          "citus-not-preloaded",
          Kind.STEP_FAILED,
          "A node's server was started without citus in shared_preload_libraries.",
          "Take out what overrides it: `ALTER SYSTEM RESET shared_preload_libraries`, or the file in `overrides/`; then restart the container.");

  public static final ProblemCode CITUS_EXTENSION_MISSING =
      new ProblemCode(
          "citus-extension-missing",
          Kind.STEP_FAILED,
          "The database of a node lacks the extension citus.",
          "Make it again, in the database of that node: `CREATE EXTENSION citus WITH SCHEMA pg_catalog`; the message has the command.");

  public static final ProblemCode CITUS_EXTENSION_VERSION =
      new ProblemCode(
          "citus-extension-version",
          Kind.STEP_FAILED,
          "The extension in a node's database has another version than the library of its image.",
          "Update it, in the database of that node: `ALTER EXTENSION citus UPDATE`; the message has the command.");

  public static final ProblemCode CITUS_VERSIONS_DIFFER =
      new ProblemCode(
          "citus-versions-differ",
          Kind.STEP_FAILED,
          "The nodes do not all run the same version of Citus and PostgreSQL. Found before anything is registered.",
          "Name the image by its digest, or pull the tag again on the server that differs.");

  public static final ProblemCode IMAGE_NOT_FOUND =
      new ProblemCode(
          "image-not-found",
          Kind.STEP_FAILED,
          "The registry has no image of that name and tag.",
          "Correct `image:` in the inventory.");

  public static final ProblemCode IMAGE_PLATFORM =
      new ProblemCode(
          "image-platform",
          Kind.STEP_FAILED,
          "The image is not made for the server's kind of processor; found only when the server fetched it or ran it.",
          "Name an image that is made for it.");

  public static final ProblemCode IMAGE_MOVED =
      new ProblemCode(
          "image-moved",
          Kind.STEP_FAILED,
          "Under the same name a server was given another image than the other servers hold. No node was started from it.",
          "Name the image by its digest: `NAME@sha256:…`; or `docker pull IMAGE` on the others.");

  public static final ProblemCode REGISTRY_LOGIN =
      new ProblemCode(
          "registry-login",
          Kind.STEP_FAILED,
          "The registry does not give the image to this server without a login, or not to this one; some answer the same for names that do not exist.",
          "Log in on the server, as the user that runs the steps (root with `ssh.sudo`): `docker login REGISTRY`.");

  public static final ProblemCode REGISTRY_UNREACHABLE =
      new ProblemCode(
          "registry-unreachable",
          Kind.STEP_FAILED,
          "The server cannot reach the image's registry, or does not trust its certificate.",
          "Fix the connection to it (DNS, proxy of the engine, firewall); or carry the image there: `docker save IMAGE | ssh HOST docker load`.");

  public static final ProblemCode REGISTRY_LIMIT =
      new ProblemCode(
          "registry-limit",
          Kind.STEP_FAILED,
          "The registry gives no more images to this server for a while.",
          "Log in on the server, which raises the limit: `docker login`; or wait, or carry the image there: `docker save IMAGE | ssh HOST docker load`.");

  public static final ProblemCode DISK_FULL =
      new ProblemCode(
          "disk-full",
          Kind.STEP_FAILED,
          "A disk of the server became full during a step. Files are switched as a whole or not at all, and data that is not complete is never used.",
          "Make room (`df -h`, `docker system df`), then run the same command again.");

  public static final ProblemCode DISK_READ_ONLY =
      new ProblemCode(
          "disk-read-only",
          Kind.STEP_FAILED,
          "A file system became read-only during a step: most often the kernel found errors on the disk.",
          "Find them on the server: `sudo dmesg | tail -50`; then run the same command again.");

  public static final ProblemCode FOLDER_REMOVED =
      new ProblemCode(
          "folder-removed",
          Kind.STEP_FAILED,
          "A folder of the node's files was removed while its container ran. The files are there again, in a new folder, and the container still has the removed one.",
          "Start the container again, on its host: `docker restart CLUSTER-NODE`; then run the same command again.");

  public static final ProblemCode PORT_TAKEN =
      new ProblemCode(
          "port-taken",
          Kind.STEP_FAILED,
          "Another program listens on a node's port, and came there after the plan was made.",
          "See which it is, on the server, and stop it: `sudo ss -ltnp`; plan and apply name it, too.");

  public static final ProblemCode CLUSTER_UNHEALTHY =
      new ProblemCode(
          "cluster-unhealthy",
          Kind.STEP_FAILED,
          "After the changes the cluster does not pass its check.",
          "Check it again: `citus-deploy status INVENTORY`; then run the same command again.");

  public static final ProblemCode ROLL_STOPPED =
      new ProblemCode(
          "roll-stopped",
          Kind.STEP_FAILED,
          "Before a node is stopped all others must be healthy, and after its start it must be so itself: it answers SQL over TCP, it and all others reach each other, its maintenance daemon runs. It was not, so no further node is stopped; the message tells which nodes have the new configuration.",
          "Check it: `citus-deploy status INVENTORY`; remove the cause, then run the same command again.");

  public static final ProblemCode TRANSACTIONS_STAY_PREPARED =
      new ProblemCode(
          "transactions-stay-prepared",
          Kind.STEP_FAILED,
          "Prepared transactions of Citus do not end within twice `citus.recover_2pc_interval`. While they are there, no node is stopped: they hold locks, and only their origin can end them.",
          "Find out what became of them, and end them by hand: `COMMIT PREPARED` or `ROLLBACK PREPARED`; then run the same command again.");

  public static final ProblemCode BACKGROUND_JOB_RUNS =
      new ProblemCode(
          "background-job-runs",
          Kind.STEP_FAILED,
          "A rebalance or another background job of Citus runs, which would fail when a node stops. No further node is stopped.",
          "Let it end, or stop it with `SELECT citus_job_cancel(ID)`; then run the same command again.");

  public static final ProblemCode ROLL_NOT_WATCHED =
      new ProblemCode(
          "roll-not-watched",
          Kind.STEP_FAILED,
          "The coordinator does not answer, so it is not known whether the other nodes are healthy. No node that serves is stopped then.",
          "Let the coordinator serve again, then run the same command again.");

  public static final ProblemCode INTERNAL_ERROR =
      new ProblemCode(
          "internal-error",
          Kind.STEP_FAILED,
          "The program made a mistake in a step.",
          "Report it, with the log file of the run.");

  public static final ProblemCode LOCK_HELD =
      new ProblemCode(
          "lock-held",
          Kind.LOCKED,
          "Another run is at work on the cluster; the message names who, from where, what and since when.",
          "Let it end, or wait for it with `--lock-wait SECONDS`; when it is surely dead: `citus-deploy lock release INVENTORY --id ID`.");

  public static final ProblemCode LOCK_LOST =
      new ProblemCode(
          "lock-lost",
          Kind.LOCKED,
          "The run's lock was taken away, or its connection was cut off while a script was at work. Nothing more was done on that host.",
          "See who is at work: `citus-deploy lock show INVENTORY`; then run the same command again.");

  public static final ProblemCode LOCK_NOT_SEEN =
      new ProblemCode(
          "lock-not-seen",
          Kind.STEP_FAILED,
          "The login may not read the lock's file on a server, so it is not known whether a run is at work there.",
          "Log in as the user who applied the cluster, or set `ssh.sudo`.");

  public static final ProblemCode LOCK_FAILED =
      new ProblemCode(
          "lock-failed",
          Kind.STEP_FAILED,
          "The lock's file cannot be written on a server.",
          "See that the login can write to the folder under `paths.program`, or set `ssh.sudo`.");

  public static final ProblemCode JOURNAL_FAILED =
      new ProblemCode(
          "journal-failed",
          Kind.STEP_FAILED,
          "A server's journal cannot be written; nothing is done that is not recorded first.",
          "Make room on the server, then run the same command again.");

  public static final ProblemCode STEP_STALE =
      new ProblemCode(
          "step-stale",
          Kind.STALE,
          "What a step was planned on is no longer so: somebody changed a file, a container, data or a row of the catalog since the plan was made. The step did nothing.",
          "Read what `citus-deploy plan INVENTORY` shows now, then apply it.");

  private ExecutionProblemCodes() {}
}

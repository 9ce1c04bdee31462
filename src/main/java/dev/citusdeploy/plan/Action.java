package dev.citusdeploy.plan;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Secret;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a step does. Every action can be repeated: done half, it is done whole the next time.
public sealed interface Action {
  /// The word for it in ids of steps and codes of problems: `write-files`.
  default String word() {
    return switch (this) {
      case PullImage _ -> "pull-image";
      case WriteFiles _ -> "write-files";
      case InitialiseData _ -> "initialise";
      case StartNode _ -> "start";
      case RecreateNode _ -> "recreate";
      case ReloadNode _ -> "reload";
      case RecordBirth _ -> "record-birth";
      case CheckNodes _ -> "check-nodes";
      case SetCoordinatorHost _ -> "set-coordinator-host";
      case AddNode _ -> "add-node";
      case MoveNode _ -> "move-node";
      case SyncMetadata _ -> "sync-metadata";
      case RestrictClients _ -> "restrict-clients";
      case PutRole _ -> "put-role";
      case VerifyCluster _ -> "verify-cluster";
    };
  }

  /// Whether it writes a secret to a path on the server.
  default boolean isSecretFile(String path) {
    return this instanceof WriteFiles(var nodes)
        && nodes.stream()
            .anyMatch(node ->
                node.changes().stream()
                    .map(FileChange::file)
                    .filter(DesiredFile::secret)
                    .anyMatch(file -> path.equals(node.node().folder() + "/" + file.path())));
  }

  /// Fetches an image that the host lacks.
  ///
  /// @param image its name
  /// @param known ids and digests of what other hosts with such a processor hold under that name;
  ///   what is fetched must be one of them. Empty when no other host has it
  record PullImage(String image, List<String> known) implements Action {
    /// Copies the list.
    public PullImage {
      known = List.copyOf(known);
    }
  }

  /// Writes the changed files of all nodes of a host: one stream into staging, verified by hash,
  /// then switched.
  record WriteFiles(List<NodeFiles> nodes) implements Action {
    /// Copies the list.
    public WriteFiles {
      nodes = List.copyOf(nodes);
    }
  }

  /// Makes a new data directory with a one-shot container and marks it complete.
  record InitialiseData(DesiredNode node, String fingerprint) implements Action {}

  /// Starts a node whose container does not run, and waits until it answers SQL over TCP.
  record StartNode(DesiredNode node) implements Action {}

  /// Stops a running node, starts it with a new container and waits until it answers SQL over TCP.
  record RecreateNode(DesiredNode node) implements Action {}

  /// Lets a running server read its configuration, HBA, ident and TLS files anew.
  record ReloadNode(DesiredNode node) implements Action {}

  /// Records that a node has served its data, where an earlier version of this program did not, or
  /// where the data was moved to another file system.
  record RecordBirth(DesiredNode node) implements Action {}

  /// Looks, before anything is registered, whether every node has Citus as all others do, and
  /// whether nodes reach each other at the addresses that the catalog will get: what is wrong later
  /// leaves a half-registered cluster.
  record CheckNodes(List<Ways> ways) implements Action {
    /// Copies the list.
    public CheckNodes {
      ways = List.copyOf(ways);
    }
  }

  /// Tells the coordinator its own advertised address.
  record SetCoordinatorHost(NodeAddress address) implements Action {}

  /// Registers a worker, or activates a registered one that is inactive or not synced.
  record AddNode(NodeAddress address) implements Action {}

  /// Gives a registered node another address.
  record MoveNode(int nodeId, NodeAddress from, NodeAddress to) implements Action {}

  /// Gives a registered worker the coordinator's metadata anew, and copies of reference tables that
  /// it lost.
  record SyncMetadata(NodeAddress address) implements Action {}

  /// On all nodes, lets the superuser's sessions in the database find built-in names only, and
  /// closes Citus' internal functions to clients.
  record RestrictClients(String superuser, String database) implements Action {}

  /// Creates a client role with a schema of its own, or gives an existing one what it lacks of
  /// password, schema and limits.
  record PutRole(String role, Secret password, String database) implements Action {}

  /// Checks the cluster after changes: health of every pair, equal versions, all nodes active and
  /// synced.
  record VerifyCluster() implements Action {}

  /// What one node must reach.
  ///
  /// @param from the node that dials, from inside its container
  /// @param to the nodes that must let it in
  record Ways(DesiredNode from, List<Node> to) {
    /// Copies the list.
    public Ways {
      to = List.copyOf(to);
    }
  }

  /// Changed files of one node.
  ///
  /// @param node the node with all its files
  /// @param changes what differs, sorted by path
  /// @param switchGeneration whether `conf/current` is to be set
  /// @param moved what somebody made `conf/current` point to by hand; null when nobody did
  record NodeFiles(
      DesiredNode node,
      List<FileChange> changes,
      boolean switchGeneration,
      @Nullable MovedLink moved) {
    /// Copies the list.
    public NodeFiles {
      changes = List.copyOf(changes);
    }

    /// Changes where nobody moved `conf/current`.
    public NodeFiles(DesiredNode node, List<FileChange> changes, boolean switchGeneration) {
      this(node, changes, switchGeneration, null);
    }

    /// The name of a changed file without the generation, which says nothing to a reader.
    public String nameOf(FileChange change) {
      return change.file().path().replace("conf/" + node.generation() + "/", "conf/");
    }

    /// Names of what was changed by hand since this program wrote it last, sorted.
    public List<String> drifted() {
      return Stream.concat(
              moved == null ? Stream.empty() : Stream.of(DesiredNode.CURRENT),
              changes.stream().filter(FileChange::isDrift).map(this::nameOf))
          .toList();
    }
  }

  /// `conf/current`, pointing where this program did not set it to.
  ///
  /// @param to the generation it points to
  /// @param applied the generation it was last set to
  record MovedLink(String to, String applied) {}

  /// A file to write.
  ///
  /// @param file as it shall be
  /// @param isNew whether there is nothing at its path yet
  /// @param effect what it means to a reader, whatever the generation in its path
  /// @param before the file of that name that is in use now; null when there is none
  record FileChange(DesiredFile file, boolean isNew, Effect effect, @Nullable Before before) {
    /// A change outside of any generation.
    public FileChange(DesiredFile file, boolean isNew) {
      this(file, isNew, isNew ? Effect.NEW : Effect.CHANGED, null);
    }

    /// Whether somebody changed the file that is in use by hand, and the server runs with that.
    public boolean isTakenDrift() {
      return before != null && before.drift() != null && before.drift().taken();
    }

    /// Whether somebody changed the file that is in use by hand.
    public boolean isDrift() {
      return before != null && before.drift() != null;
    }

    /// What it does to the rights: `mode 0644 → 0600`.
    public String modes() {
      return "mode "
          + (before == null ? "?" : "%04o".formatted(before.file().mode().bits()))
          + " → %04o".formatted(file.mode().bits());
    }

    /// What writing a file means, compared with the file of that name that is in use now.
    public enum Effect {
      /// There is none of that name.
      NEW,
      /// There is none of that name any more, although one was written.
      MISSING,
      /// It has other content.
      CHANGED,
      /// It has the same content and other rights.
      MODE,
      /// It goes along unchanged into another generation, or only follows from other files.
      CARRIED_OVER
    }
  }

  /// A file that is in use now.
  ///
  /// @param path relative to the node's folder
  /// @param file its hash and mode
  /// @param content what is in it; null where nobody looked, always so for secret files
  /// @param drift not null when somebody changed it by hand
  record Before(
      String path, FileFacts file, @Nullable FileContent content, @Nullable Drift drift) {}

  /// A change by hand.
  ///
  /// @param applied what this program wrote last; null where that is what it would write now, or is
  ///   not known
  /// @param taken whether the server was started with it, or its container made from it
  record Drift(@Nullable FileContent applied, boolean taken) {}
}

package dev.citusdeploy.report.json;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.NodeFiles;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.AwaitHealthy;
import dev.citusdeploy.plan.action.CheckConnectivity;
import dev.citusdeploy.plan.action.CreateRole;
import dev.citusdeploy.plan.action.InitialiseData;
import dev.citusdeploy.plan.action.PullImage;
import dev.citusdeploy.plan.action.RecordFirstStart;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.plan.action.RestrictClients;
import dev.citusdeploy.plan.action.SetCoordinatorHost;
import dev.citusdeploy.plan.action.StartNode;
import dev.citusdeploy.plan.action.SyncMetadata;
import dev.citusdeploy.plan.action.UpdateNodeAddress;
import dev.citusdeploy.plan.action.VerifyCluster;
import dev.citusdeploy.plan.action.WriteFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The registry of what a plan's document says of each kind of action beside what it says of all:
/// exactly what will be done, so that two plans that would do different things differ. The keys are
/// described in docs/plan-json.md.
public final class ActionDetails {
  private final Map<Class<? extends Action>, BiConsumer<Action, Entry>> details =
      new LinkedHashMap<>();
  private final DocumentHashes hashes;

  /// The details of all actions of `plan.action`.
  public ActionDetails(PlanOrigin origin) {
    hashes = new DocumentHashes(origin.mac());
    register(
        PullImage.class,
        (pull, entry) -> entry.put("image", pull.image()).put("known", pull.known()));
    register(WriteFiles.class, this::files);
    register(
        InitialiseData.class,
        (initialise, entry) ->
            entry
                .put("data", initialise.node().dataFolder())
                .put("secrets", initialise.fingerprint())
                .put("password_hmac", hashes.of(origin.superuserPassword())));
    register(StartNode.class, (start, entry) -> container(start.node(), entry));
    register(RecreateNode.class, (recreate, entry) -> container(recreate.node(), entry));
    register(
        AwaitHealthy.class,
        (await, entry) ->
            entry.put("moment", await.moment().name().toLowerCase(java.util.Locale.ROOT)));
    register(ReloadNode.class, (reload, entry) -> container(reload.node(), entry));
    register(RecordFirstStart.class, (record, entry) -> entry.put("file", record.file()));
    register(
        CheckConnectivity.class,
        (check, entry) ->
            entry.put(
                "connections",
                check.connections().stream().map(ActionDetails::connections).toList()));
    register(
        SetCoordinatorHost.class, (set, entry) -> entry.put("address", set.address().toString()));
    register(AddNode.class, (add, entry) -> entry.put("address", add.address().toString()));
    register(SyncMetadata.class, (sync, entry) -> entry.put("address", sync.address().toString()));
    register(
        UpdateNodeAddress.class,
        (move, entry) ->
            entry
                .put("node_id", move.nodeId())
                .put("from", move.from().toString())
                .put("to", move.to().toString()));
    register(
        RestrictClients.class,
        (restrict, entry) ->
            entry.put("role", restrict.superuser()).put("database", restrict.database()));
    register(
        CreateRole.class,
        (role, entry) ->
            entry
                .put("role", role.role())
                .put("database", role.database())
                .put("password_hmac", hashes.of(role.password())));
    register(VerifyCluster.class, (_, _) -> {});
  }

  /// Adds a kind of action.
  ///
  /// @param writes adds its details to the entry of a step
  /// @throws IllegalArgumentException when the kind is there already
  public <A extends Action> void register(Class<A> kind, BiConsumer<A, Entry> writes) {
    BiConsumer<Action, Entry> former =
        details.put(kind, (action, entry) -> writes.accept(kind.cast(action), entry));
    if (former != null) {
      throw new IllegalArgumentException("two sets of details of " + kind.getSimpleName());
    }
  }

  /// Whether a kind of action is registered.
  public boolean knows(Class<? extends Action> kind) {
    return details.containsKey(kind);
  }

  /// Adds the details of an action to the entry of its step.
  ///
  /// @throws IllegalArgumentException when its kind is not registered
  void put(Action action, SequencedMap<String, @Nullable Object> entry) {
    BiConsumer<Action, Entry> writes = details.get(action.getClass());
    if (writes == null) {
      throw new IllegalArgumentException("no details of action " + action.word());
    }
    writes.accept(action, new Entry(entry));
  }

  private void files(WriteFiles write, Entry entry) {
    entry
        .put("files", write.nodes().stream().flatMap(node -> files(node).stream()).toList())
        .put(
            "links",
            write.nodes().stream()
                .filter(NodeFiles::switchGeneration)
                .map(ActionDetails::link)
                .toList());
  }

  private List<SequencedMap<String, @Nullable Object>> files(NodeFiles node) {
    return node.changes().stream()
        .map(FileChange::file)
        .map(file -> file(node.node().folder() + "/" + file.path(), file))
        .toList();
  }

  private SequencedMap<String, @Nullable Object> file(String path, DesiredFile file) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("path", path);
    entry.put("mode", file.mode().toString());
    hashes.put(entry, file.content().sha256(), file.secret());
    return entry;
  }

  private static SequencedMap<String, @Nullable Object> link(NodeFiles node) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("path", node.node().folder() + "/" + DesiredNode.CURRENT);
    entry.put("target", node.node().generation());
    return entry;
  }

  private static void container(DesiredNode node, Entry entry) {
    entry
        .put("container", node.containerName())
        .put("container_hash", node.containerHash())
        .put("start_hash", node.startHash())
        .put("load_hash", node.loadHash());
  }

  private static SequencedMap<String, @Nullable Object> connections(
      CheckConnectivity.NodeConnections node) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("from", node.from().node().name().value());
    entry.put("to", node.to().stream().map(to -> to.address().toString()).toList());
    return entry;
  }

  /// A step's entry in the document.
  ///
  /// @param keys its keys so far, in their order
  public record Entry(SequencedMap<String, @Nullable Object> keys) {
    /// Adds a key; returns this entry.
    public Entry put(String key, @Nullable Object value) {
      keys.put(key, value);
      return this;
    }
  }
}

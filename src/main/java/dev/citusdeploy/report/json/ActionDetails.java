package dev.citusdeploy.report.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.citusdeploy.desired.DesiredService;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.ServiceFiles;
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
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The registry of what a plan's document has on each kind of action beside what it has on all:
/// exactly what will be done, so that two plans that would do different things differ. Each kind
/// has a record, whose components are keys of the step; docs/plan-json.md describes them.
public final class ActionDetails {
  private final Map<Class<? extends Action>, Function<Action, @Nullable Record>> details =
      new LinkedHashMap<>();
  private final DocumentHashes hashes;

  /// The details of all actions of `plan.action`.
  public ActionDetails(PlanOrigin origin) {
    hashes = new DocumentHashes(origin.mac());
    register(PullImage.class, pull -> new Image(pull.image(), pull.known()));
    register(WriteFiles.class, this::written);
    register(
        InitialiseData.class,
        initialise ->
            new Data(
                initialise.node().service().dataFolder(),
                initialise.fingerprint(),
                hashes.of(origin.superuserPassword())));
    register(StartNode.class, start -> container(start.node().service()));
    register(RecreateNode.class, recreate -> container(recreate.node().service()));
    register(ReloadNode.class, reload -> container(reload.node().service()));
    register(
        AwaitHealthy.class, await -> new Moment(await.moment().name().toLowerCase(Locale.ROOT)));
    register(RecordFirstStart.class, record -> new RecordFile(record.file()));
    register(
        CheckConnectivity.class,
        check ->
            new Connections(check.connections().stream().map(ActionDetails::connections).toList()));
    register(SetCoordinatorHost.class, set -> new Address(set.address().toString()));
    register(AddNode.class, add -> new Address(add.address().toString()));
    register(SyncMetadata.class, sync -> new Address(sync.address().toString()));
    register(
        UpdateNodeAddress.class,
        move -> new NewAddress(move.nodeId(), move.from().toString(), move.to().toString()));
    register(
        RestrictClients.class,
        restrict -> new Superuser(restrict.superuser(), restrict.database()));
    register(
        CreateRole.class,
        role -> new Role(role.role(), role.database(), hashes.of(role.password())));
    register(VerifyCluster.class, _ -> null);
  }

  /// Adds a kind of action.
  ///
  /// @param details makes its record; null where the kind is enough
  /// @throws IllegalArgumentException when the kind is there already
  public <A extends Action> void register(Class<A> kind, Function<A, @Nullable Record> details) {
    Function<Action, @Nullable Record> former =
        this.details.put(kind, action -> details.apply(kind.cast(action)));
    if (former != null) {
      throw new IllegalArgumentException("two sets of details of " + kind.getSimpleName());
    }
  }

  /// Whether a kind of action is registered.
  public boolean knows(Class<? extends Action> kind) {
    return details.containsKey(kind);
  }

  /// The details of an action.
  ///
  /// @throws IllegalArgumentException when its kind is not registered
  @Nullable Record of(Action action) {
    Function<Action, @Nullable Record> made = details.get(action.getClass());
    if (made == null) {
      throw new IllegalArgumentException("no details of action " + action.word());
    }
    return made.apply(action);
  }

  private Record written(WriteFiles write) {
    return new Written(
        write.services().stream()
            .flatMap(files -> files.changes().stream().map(change -> file(files, change)))
            .toList(),
        write.services().stream()
            .filter(ServiceFiles::switchGeneration)
            .map(files ->
                new Link(
                    files.service().folder() + "/" + DesiredService.CURRENT,
                    files.service().generation()))
            .toList());
  }

  private File file(ServiceFiles files, FileChange change) {
    return new File(
        files.service().folder() + "/" + change.file().path(),
        change.file().mode().toString(),
        hashes.of(change.file().content().sha256(), change.file().secret()));
  }

  private static Record container(DesiredService service) {
    return new Container(
        service.containerName(), service.containerHash(), service.startHash(), service.loadHash());
  }

  private static NodeConnections connections(CheckConnectivity.NodeConnections node) {
    return new NodeConnections(
        node.from().node().name().value(),
        node.to().stream().map(to -> to.address().toString()).toList());
  }

  /// Of an image that is pulled.
  ///
  /// @param known ids, digests and contents, one of which it must have
  record Image(String image, List<String> known) {}

  /// Of files that are written.
  ///
  /// @param links each `conf/current` that is set
  record Written(List<File> files, List<Link> links) {}

  /// A file that is written.
  ///
  /// @param mode three octal digits
  record File(String path, String mode, @JsonUnwrapped DocumentHashes.Hash hash) {}

  /// A link that is set.
  ///
  /// @param target the generation
  record Link(String path, String target) {}

  /// Of data that is made.
  ///
  /// @param data the data folder
  /// @param secrets fingerprint of the cluster's secrets
  /// @param passwordHmac of the superuser's password; null for one that nobody knows
  record Data(String data, String secrets, @Nullable String passwordHmac) {}

  /// Of a container that is started or signalled.
  ///
  /// @param startHash what its server is started with
  /// @param loadHash what its server loads
  record Container(String container, String containerHash, String startHash, String loadHash) {}

  /// Of a wait for a healthy cluster.
  ///
  /// @param moment `before_stop` or `after_start`
  record Moment(String moment) {}

  /// Of a record that is written.
  ///
  /// @param file the record that is written
  record RecordFile(String file) {}

  /// Of connections that are checked.
  record Connections(List<NodeConnections> connections) {}

  /// The connections from one node.
  ///
  /// @param from a node
  /// @param to addresses
  record NodeConnections(String from, List<String> to) {}

  /// Of a node in the catalog.
  record Address(String address) {}

  /// Of a node whose address changes.
  record NewAddress(int nodeId, String from, String to) {}

  /// Of the superuser whose sessions are restricted.
  record Superuser(String role, String database) {}

  /// Of a client's role.
  record Role(String role, String database, @Nullable String passwordHmac) {}
}

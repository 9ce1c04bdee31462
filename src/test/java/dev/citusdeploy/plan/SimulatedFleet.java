package dev.citusdeploy.plan;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredService;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.AppliedFiles;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.EngineFacts;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.HostFixtures;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeManifest;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.ServedPosition;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.facts.gather.FileRequest;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.Hardware;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.AwaitHealthy;
import dev.citusdeploy.plan.action.CheckConnectivity;
import dev.citusdeploy.plan.action.CheckConnectivity.NodeConnections;
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
import dev.citusdeploy.plan.comparison.ChangedFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Servers that exist in memory only: actions change them as the scripts change real ones, and they
/// refuse what real ones would refuse. `SimulatedFleetIT` holds them against real ones. Unlike
/// those they keep every former generation of a node's configuration.
public final class SimulatedFleet {
  /// What a server says of a node.
  public static final class SimulatedNode {
    public final TreeMap<String, FileFacts> files = new TreeMap<>();
    public @Nullable String current;
    public NodeFacts.DataFolder data = new NodeFacts.DataFolder.Absent();
    public @Nullable String started;
    public @Nullable String loaded;
    public @Nullable NodeManifest manifest;
    public @Nullable FirstStartRecord firstStart;
    @Nullable ServedPosition served;
    public @Nullable ContainerFacts container;
    public int stops;

    /// What write-files recorded: what was finished last first, then what was begun and cut off.
    final List<AppliedFiles> records = new ArrayList<>();

    /// Paths of files that were edited before the last start.
    final List<String> taken = new ArrayList<>();

    /// Records what is about to be written.
    void begin(DesiredService service) {
      records.add(record(service));
    }

    public SimulatedNode copy() {
      SimulatedNode copy = new SimulatedNode();
      copy.files.putAll(files);
      copy.current = current;
      copy.data = data;
      copy.started = started;
      copy.loaded = loaded;
      copy.manifest = manifest;
      copy.firstStart = firstStart;
      copy.served = served;
      copy.container = container;
      copy.stops = stops;
      copy.records.addAll(records);
      copy.taken.addAll(taken);
      return copy;
    }
  }

  /// Contents that were ever written, by their hashes.
  private final Map<Sha256, Bytes> contents = new HashMap<>();

  public final SequencedMap<String, String> images = new TreeMap<>();
  public final SequencedMap<NodeName, SimulatedNode> nodes = new TreeMap<>();
  public final SequencedMap<NodeAddress, CatalogFacts.CatalogNode> rows = new LinkedHashMap<>();
  public final SequencedMap<String, String> roles = new TreeMap<>();
  public final SequencedMap<Integer, CatalogFacts.NodeVersions> otherVersions =
      new LinkedHashMap<>();
  public final List<Integer> silent = new ArrayList<>();

  /// Client roles without a schema of their own, as earlier versions made them.
  final Set<String> unconfined = new TreeSet<>();

  /// Listed nodes whose metadata is not the coordinator's, by id, with the group they say.
  final SequencedMap<Integer, Integer> stale = new TreeMap<>();

  /// Numbers of placements by groups that no node has.
  final SequencedMap<Integer, Long> orphans = new TreeMap<>();

  /// Prepared transactions of each node.
  public final List<ClusterReadiness.PreparedTransaction> prepared = new ArrayList<>();

  /// Nodes whose superuser's sessions have the usual search path, as earlier versions made them.
  final Set<NodeName> unrestricted = new TreeSet<>(Comparator.comparing(NodeName::value));

  OtherWorkloads neighbours = OtherWorkloads.NONE;
  public String postgresMajor = "";
  private int containers;
  private int rowIds;

  /// Another fleet in the same state.
  public SimulatedFleet copy() {
    SimulatedFleet copy = new SimulatedFleet();
    copy.images.putAll(images);
    copy.contents.putAll(contents);
    nodes.forEach((name, node) -> copy.nodes.put(name, node.copy()));
    copy.rows.putAll(rows);
    copy.roles.putAll(roles);
    copy.otherVersions.putAll(otherVersions);
    copy.silent.addAll(silent);
    copy.unconfined.addAll(unconfined);
    copy.unrestricted.addAll(unrestricted);
    copy.prepared.addAll(prepared);
    copy.stale.putAll(stale);
    copy.orphans.putAll(orphans);
    copy.neighbours = neighbours;
    copy.postgresMajor = postgresMajor;
    copy.containers = containers;
    copy.rowIds = rowIds;
    return copy;
  }

  public SimulatedNode node(String name) {
    return nodes.computeIfAbsent(new NodeName(name), _ -> new SimulatedNode());
  }

  /// Does what a step says, provided that what it was planned on is still so.
  public synchronized void apply(Step step, DesiredState desired) {
    demand(isSo(step.precondition(), desired), step.id() + " was planned on something else");
    switch (step.action()) {
      case PullImage(String image, var _) -> images.put(key(step.host(), image), imageId(image));
      case WriteFiles(var written) -> written.forEach(this::write);
      case InitialiseData(DesiredNode node, String fingerprint) ->
          initialise(node, fingerprint, desired);
      case StartNode(DesiredNode node) -> start(node, desired);
      case RecreateNode(DesiredNode node) -> recreate(node, desired);
      case ReloadNode(DesiredNode node) -> reload(node);
      case RecordFirstStart(DesiredNode node, _) -> record(node, desired);
      case CheckConnectivity(var ways) -> ways.forEach(way -> check(way, desired));
      case SetCoordinatorHost(_, NodeAddress address) -> {
        demand(runs(desired, Role.COORDINATOR), "no coordinator");
        Optional<CatalogFacts.CatalogNode> row =
            rows.values().stream().filter(it -> it.group() == 0).findFirst();
        row.ifPresent(it -> rows.remove(it.address()));
        int id = row.map(CatalogFacts.CatalogNode::id).orElse(rows.size() + 1);
        rows.put(address, new CatalogFacts.CatalogNode(id, 0, address, true, true, false));
      }
      case AddNode(NodeAddress address) -> add(address, desired);
      case SyncMetadata(NodeAddress address) -> sync(address, desired);
      case RestrictClients _ ->
          desired.nodes().stream()
              .filter(node -> rows.containsKey(node.node().address()))
              .forEach(node -> unrestricted.remove(node.node().name()));
      case CreateRole(String role, var password, _, _) -> {
        roles.put(role, password.reveal());
        unconfined.remove(role);
      }
      case UpdateNodeAddress(int id, var from, var to) -> move(id, from, to, desired);
      case VerifyCluster _, AwaitHealthy _ -> {}
      default -> throw new IllegalArgumentException(step.id());
    }
  }

  /// Whether what a step was planned on is still so.
  private boolean isSo(Precondition precondition, DesiredState desired) {
    return switch (precondition) {
      case Precondition.None _ -> true;
      case Precondition.Files(var folders) -> folders.stream().allMatch(this::isSo);
      case Precondition.NoData(String path) ->
          byFolder(path).data instanceof NodeFacts.DataFolder.Absent;
      case Precondition.Container(var name, var id, var state) -> {
        ContainerFacts there =
            node(name.substring(desired.inventory().cluster().length() + 1)).container;
        yield there == null
            ? id == null
            : there.id().equals(id) && Precondition.ContainerState.of(there.state()) == state;
      }
      case Precondition.CoordinatorRow(var address) ->
          Objects.equals(
              address,
              rows.values().stream()
                  .filter(row -> row.group() == 0)
                  .map(CatalogFacts.CatalogNode::address)
                  .findFirst()
                  .orElse(null));
      case Precondition.NodeRow(var address, var id) -> {
        CatalogFacts.CatalogNode row = rows.get(address);
        yield Objects.equals(id, row == null ? null : row.id());
      }
    };
  }

  private boolean isSo(Precondition.Folder folder) {
    SimulatedNode node = byFolder(folder.path());
    return Objects.equals(folder.current(), node.current)
        && folder.files().stream()
            .allMatch(file -> {
              FileFacts there = node.files.get(file.path());
              return Objects.equals(file.hash(), there == null ? null : there.hash());
            });
  }

  private SimulatedNode byFolder(String path) {
    return node(path.substring(path.lastIndexOf('/') + 1));
  }

  private void write(ServiceFiles written) {
    SimulatedNode node = node(written.service().name().value());
    write(written, written.changes(), written.switchGeneration());
    finish(node);
  }

  /// Writes as much of a node's files as a run does that is killed: the record is down, it is not
  /// finished.
  ///
  /// @param count how many of the changes
  public void writeCutOff(ServiceFiles written, int count) {
    boolean whole = count >= written.changes().size();
    write(
        written,
        written.changes().subList(0, Math.min(count, written.changes().size())),
        whole && written.switchGeneration());
  }

  /// Changes a file by hand.
  public void edit(SimulatedNode node, String path, String text) {
    Bytes content = Bytes.of(text);
    contents.put(content.sha256(), content);
    FileFacts before = Objects.requireNonNull(node.files.get(path), path);
    node.files.put(path, new FileFacts(content.sha256(), before.mode()));
  }

  /// Puts a file into its place.
  void put(SimulatedNode node, DesiredFile file) {
    node.files.put(file.path(), new FileFacts(file.content().sha256(), file.mode()));
    contents.put(file.content().sha256(), file.content());
    if (file.path().equals("manifest.json")) {
      node.manifest = NodeManifest.parse(file.content().text()).orElseThrow();
    }
  }

  /// Lets the last record be the only one.
  void finish(SimulatedNode node) {
    node.records.subList(0, node.records.size() - 1).clear();
  }

  private static AppliedFiles record(DesiredService service) {
    SequencedMap<String, Sha256> hashes = new LinkedHashMap<>();
    SequencedMap<String, FileContent> kept = new LinkedHashMap<>();
    for (DesiredFile file : service.files()) {
      String name = service.withoutGeneration(file.path());
      hashes.put(name, file.content().sha256());
      if (!file.secret()) {
        kept.put(name, new FileContent.Whole(file.content()));
      }
    }
    return new AppliedFiles(service.generation(), hashes, kept);
  }

  private void write(ServiceFiles written, List<FileChange> changes, boolean switchGeneration) {
    SimulatedNode node = node(written.service().name().value());
    node.begin(written.service());
    for (FileChange change : changes) {
      DesiredFile file = change.file();
      demand(change.isNew() != node.files.containsKey(file.path()), "stale: " + file.path());
      boolean live =
          file.path().startsWith("tls/") || file.path().startsWith("conf/" + node.current + "/");
      node.loaded = live ? null : node.loaded;
      put(node, file);
    }
    if (switchGeneration) {
      node.current = written.service().generation();
    }
  }

  /// Makes every node with data and every role like an earlier version did.
  public void age() {
    nodes.forEach((name, node) -> {
      if (!(node.data instanceof NodeFacts.DataFolder.Absent)) {
        unrestricted.add(name);
      }
    });
    unconfined.addAll(roles.keySet());
  }

  private void initialise(DesiredNode wanted, String fingerprint, DesiredState desired) {
    SimulatedNode node = node(wanted.node().name().value());
    demand(node.data instanceof NodeFacts.DataFolder.Absent, "there is data");
    demandReady(wanted, desired);
    String cluster = desired.inventory().cluster();
    node.data =
        new NodeFacts.DataFolder.Initialised(
            cluster, wanted.node().name().value(), "17", fingerprint);
  }

  private void start(DesiredNode wanted, DesiredState desired) {
    SimulatedNode node = node(wanted.node().name().value());
    ContainerFacts there = node.container;
    demand(node.data instanceof NodeFacts.DataFolder.Initialised, "no data");
    boolean same =
        there != null
            && wanted.service().containerHash().equals(there.labels().get("dev.citusdeploy.config"))
            && there.imageId().equals(imageId(desired.inventory().image()));
    if (there != null && there.state().equals("running") && same) {
      node.container = container(wanted, desired, there.id());
      record(wanted, desired);
    } else {
      demandReady(wanted, desired);
      boot(wanted, desired, same && there != null ? there.id() : "container-" + containers++);
    }
  }

  private void recreate(DesiredNode wanted, DesiredState desired) {
    SimulatedNode node = node(wanted.node().name().value());
    demand(
        node.container != null && node.container.state().equals("running"), "nothing to recreate");
    demandReady(wanted, desired);
    // Who stops a node that serves, finds all others serving.
    for (DesiredNode other : isUp(node) ? desired.nodes() : List.<DesiredNode>of()) {
      boolean serves = isUp(node(other.node().name().value()));
      demand(
          serves || !rows.containsKey(other.node().address()),
          "stopped a node while another was down");
      demand(
          other.equals(wanted) || isKnownWhereItListens(other, desired),
          "stopped a node while the catalog has another's former port");
    }
    node.stops++;
    boot(wanted, desired, "container-" + containers++);
  }

  /// Whether no row of a node's server is at a port that nobody listens on.
  private boolean isKnownWhereItListens(DesiredNode node, DesiredState desired) {
    return rows.keySet().stream()
        .filter(row -> row.host().equals(node.node().address().host()))
        .allMatch(row -> desired.nodes().stream().anyMatch(it -> listening(it).equals(row)));
  }

  /// Where a node's server listens by its container.
  private NodeAddress listening(DesiredNode node) {
    ContainerFacts there = node(node.node().name().value()).container;
    String port = there == null ? null : there.labels().get("dev.citusdeploy.port");
    return new NodeAddress(
        node.node().address().host(),
        port == null ? node.node().address().port() : Integer.parseInt(port));
  }

  void boot(DesiredNode wanted, DesiredState desired) {
    boot(wanted, desired, "container-" + containers++);
  }

  private void boot(DesiredNode wanted, DesiredState desired, String id) {
    SimulatedNode node = node(wanted.node().name().value());
    node.container = container(wanted, desired, id);
    node.started = wanted.service().startHash();
    node.loaded = wanted.service().loadHash();
    record(wanted, desired);
  }

  /// What the start script records beside the program's files.
  private void record(DesiredNode wanted, DesiredState desired) {
    SimulatedNode node = node(wanted.node().name().value());
    demand(node.data instanceof NodeFacts.DataFolder.Initialised, "records data that is not there");
    node.firstStart = firstStart(wanted, desired, "/var/lib/citus-deploy", "/var/lib/citus-deploy");
  }

  static FirstStartRecord firstStart(
      DesiredNode node, DesiredState desired, String mountPoint, String mountedNow) {
    return new FirstStartRecord(
        desired.inventory().cluster(),
        node.node().name().value(),
        "17",
        desired.fingerprint(),
        node.service().dataFolder(),
        mountPoint,
        "/dev/sdb1",
        "14.0-1",
        desired.inventory().image(),
        "76",
        List.of(),
        mountedNow);
  }

  private void reload(DesiredNode wanted) {
    SimulatedNode node = node(wanted.node().name().value());
    demand(node.container != null && node.container.state().equals("running"), "nothing to reload");
    demand(wanted.service().generation().equals(node.current), "reloads old files");
    node.loaded = wanted.service().loadHash();
  }

  /// Who is looked at serves with its new files, and so do all whom it must reach.
  private void check(NodeConnections ways, DesiredState desired) {
    demand(
        isReady(ways.from()), "looks into a node that is not ready: " + ways.from().node().name());
    for (DesiredNode node : desired.nodes()) {
      boolean asked = ways.to().contains(node.node());
      demand(!asked || isReady(node), "dials a node that is not ready: " + node.node().name());
    }
  }

  private boolean isReady(DesiredNode node) {
    SimulatedNode there = node(node.node().name().value());
    return isUp(there) && node.service().loadHash().equals(there.loaded);
  }

  private void add(NodeAddress address, DesiredState desired) {
    for (DesiredNode node : desired.nodes()) {
      SimulatedNode there = node(node.node().name().value());
      boolean known = rows.containsKey(node.node().address());
      boolean asked = node.node().address().equals(address);
      if (known || asked) {
        demand(isUp(there), "citus_add_node meets a node that is down: " + node.node().name());
        demand(
            node.service().loadHash().equals(there.loaded),
            node.node().name() + " does not let the new node in yet");
      }
    }
    demand(rows.values().stream().anyMatch(row -> row.group() == 0), "no coordinator host set");
    register(address, ++rowIds);
  }

  /// The node is listed and serves.
  private void sync(NodeAddress address, DesiredState desired) {
    CatalogFacts.CatalogNode row = Objects.requireNonNull(rows.get(address), "not listed");
    demand(
        desired.nodes().stream()
            .filter(node -> node.node().address().equals(address))
            .allMatch(this::isReady),
        "syncs a node that does not serve");
    stale.remove(row.id());
  }

  /// The node serves at its new address, and no other has a row there.
  private void move(int id, NodeAddress from, NodeAddress to, DesiredState desired) {
    CatalogFacts.CatalogNode row = Objects.requireNonNull(rows.remove(from), "no row");
    demand(row.id() == id, "moves another row");
    demand(!rows.containsKey(to), "moves to an address that is another's");
    demand(
        desired.nodes().stream()
            .filter(node -> node.node().address().equals(to))
            .allMatch(this::isReady),
        "moves a node that does not serve there");
    rows.put(
        to,
        new CatalogFacts.CatalogNode(
            id, row.group(), to, row.active(), row.synced(), row.holdsShards()));
  }

  private void register(NodeAddress address, int group) {
    CatalogFacts.CatalogNode before = rows.get(address);
    int id = before == null ? rows.size() + 1 : before.id();
    rows.put(address, new CatalogFacts.CatalogNode(id, group, address, true, true, group > 0));
  }

  private static boolean isUp(SimulatedNode node) {
    return node.container != null && node.container.isHealthy();
  }

  private boolean runs(DesiredState desired, Role role) {
    return desired.nodes().stream()
        .filter(node -> node.node().role() == role)
        .allMatch(node -> isUp(node(node.node().name().value())));
  }

  private void demandReady(DesiredNode wanted, DesiredState desired) {
    SimulatedNode node = node(wanted.node().name().value());
    demand(images.containsKey(key(wanted.node().host(), desired.inventory().image())), "no image");
    demand(wanted.service().generation().equals(node.current), "old files");
    for (DesiredFile file : wanted.service().files()) {
      FileFacts there = node.files.get(file.path());
      demand(there != null && there.hash().equals(file.content().sha256()), "lacks " + file.path());
    }
  }

  private static void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static ContainerFacts container(DesiredNode node, DesiredState desired, String id) {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("dev.citusdeploy.cluster", desired.inventory().cluster());
    labels.put("dev.citusdeploy.node", node.node().name().value());
    labels.put("dev.citusdeploy.role", node.node().role().word());
    labels.put("dev.citusdeploy.config", node.service().containerHash());
    labels.put("dev.citusdeploy.port", Integer.toString(node.node().address().port()));
    return new ContainerFacts(
        id,
        node.service().containerName(),
        imageId(desired.inventory().image()),
        "running",
        "healthy",
        labels,
        Network.UNKNOWN);
  }

  public static String imageId(String image) {
    return "sha256:" + Sha256.of(image);
  }

  public static String key(HostName host, String image) {
    return host + " " + image;
  }

  /// What a look at the servers finds.
  public synchronized ClusterFacts facts(DesiredState desired) {
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    for (Host host : desired.inventory().hosts()) {
      SequencedMap<String, ImageFacts> there = new LinkedHashMap<>();
      String image = desired.inventory().image();
      String id = images.get(key(host.name(), image));
      if (id != null) {
        there.put(
            image, new ImageFacts(id, List.of(), "amd64", postgresMajor, "", ImageTraits.OFFICIAL));
      }
      SequencedMap<NodeName, NodeFacts> found = new LinkedHashMap<>();
      for (Node node : host.nodes()) {
        found.put(node.name(), facts(node.name()));
      }
      hosts.put(
          host.name(),
          new HostFacts.Known(
              host.name(),
              system(host),
              engine(),
              there,
              found,
              neighbours,
              new LinkedHashMap<>(),
              HostFixtures.ACCESS));
    }
    return new ClusterFacts(hosts, catalog(desired));
  }

  /// The same with a second look at files that are not as desired.
  public ClusterFacts closerFacts(DesiredState desired) {
    return closer(desired, facts(desired));
  }

  /// A second look at files.
  ClusterFacts closer(DesiredState desired, ClusterFacts facts) {
    SequencedMap<NodeName, FileDetails> looks = new LinkedHashMap<>();
    ChangedFiles.questions(desired, facts)
        .values()
        .forEach(asked -> asked.forEach(question -> looks.put(question.node(), answer(question))));
    return facts.with(facts.hosts(), looks);
  }

  private FileDetails answer(FileRequest question) {
    SimulatedNode node = nodes.get(question.node());
    SequencedMap<String, FileContent> there = new LinkedHashMap<>();
    for (FileRequest.Asked asked : question.files()) {
      FileFacts file = node == null ? null : node.files.get(asked.path());
      Bytes content = file == null ? null : contents.get(file.hash());
      if (content != null) {
        there.put(asked.path(), new FileContent.Whole(content));
      }
    }
    return new FileDetails(
        node == null ? List.of() : node.records, there, node == null ? List.of() : node.taken);
  }

  private NodeFacts facts(NodeName name) {
    SimulatedNode node = nodes.getOrDefault(name, new SimulatedNode());
    SequencedMap<String, String> links = new LinkedHashMap<>();
    if (node.current != null) {
      links.put("conf/current", node.current);
    }
    return new NodeFacts(
        name,
        new LinkedHashMap<>(node.files),
        links,
        node.data,
        node.started,
        node.loaded,
        node.manifest,
        node.firstStart,
        node.served,
        node.container);
  }

  private CatalogFacts catalog(DesiredState desired) {
    if (!runs(desired, Role.COORDINATOR)) {
      return new CatalogFacts.NotRunning();
    }
    SequencedMap<Integer, CatalogFacts.NodeVersions> versions = new LinkedHashMap<>();
    rows.values()
        .forEach(row ->
            versions.put(
                row.id(), new CatalogFacts.NodeVersions("17.11", "Citus 14.0.1", "14.0-1")));
    versions.putAll(otherVersions);
    versions.keySet().removeAll(silent);
    SequencedMap<String, CatalogFacts.ClientRole> found = new LinkedHashMap<>();
    roles.forEach((role, password) ->
        found.put(
            role,
            new CatalogFacts.ClientRole(
                password, !unconfined.contains(role), unconfined.contains(role), 0, true, true)));
    SequencedMap<Integer, CatalogFacts.NodeSessions> sessions = new LinkedHashMap<>();
    rows.values().stream()
        .filter(row -> versions.containsKey(row.id()))
        .forEach(row ->
            sessions.put(
                row.id(),
                new CatalogFacts.NodeSessions(
                    desired.nodes().stream()
                        .filter(node -> node.node().address().equals(row.address()))
                        .noneMatch(node -> unrestricted.contains(node.node().name())),
                    5,
                    Duration.ofMinutes(1),
                    List.copyOf(prepared))));
    return new CatalogFacts.Known(
            new ArrayList<>(rows.values()),
            versions,
            found,
            new LinkedHashMap<>(),
            sessions,
            new LinkedHashMap<>(),
            MetadataFacts.NONE,
            RoleFacts.NONE)
        .with(metadata());
  }

  private MetadataFacts metadata() {
    SequencedMap<Integer, MetadataFacts.NodeMetadata> said = new LinkedHashMap<>();
    for (CatalogFacts.CatalogNode row : rows.values()) {
      Integer group = stale.get(row.id());
      said.put(
          row.id(),
          group == null
              ? new MetadataFacts.NodeMetadata(
                  row.group(), "3 1", "2 1", "33 1", "35 1", 0, row.group())
              : new MetadataFacts.NodeMetadata(group, "0 0", "0 0", "0 0", "0 0", 0, group));
    }
    return new MetadataFacts(said, orphans, Map.of());
  }

  static SystemFacts system(Host host) {
    return new SystemFacts(
        "Debian",
        "x86_64",
        new Hardware(2, 1L << 32),
        "machine-" + host.name(),
        "boot",
        Duration.ZERO,
        new DiskSpace(1L << 33, 1L << 34, 1L << 20),
        new DiskSpace(1L << 33, 1L << 34, 1L << 20));
  }

  static EngineFacts engine() {
    return new EngineFacts("26.1.5", "2.26.1", List.of());
  }

  /// What matters of all of it, as text; equal texts are equal fleets.
  public synchronized String state() {
    StringBuilder text = new StringBuilder();
    nodes.forEach((name, node) ->
        text.append(name)
            .append(node.files)
            .append(node.current)
            .append(node.data)
            .append(node.started)
            .append(node.loaded)
            .append(node.firstStart)
            .append(
                node.container == null
                    ? "-"
                    : node.container.state() + node.container.labels() + node.container.health())
            .append('\n'));
    rows.values().stream()
        .map(row -> row.address() + " " + (row.group() == 0) + row.active() + row.synced())
        .sorted()
        .forEach(row -> text.append(row).append('\n'));
    return text.append(roles).append(unconfined).append(unrestricted).toString();
  }
}

package dev.citusdeploy.execution.step;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.ListenAddresses;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.cause.StopNotes;
import dev.citusdeploy.execution.journal.Journal;
import dev.citusdeploy.execution.lock.ClusterLock;
import dev.citusdeploy.execution.script.Progress;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.execution.script.ScriptLimit;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// The steps that are scripts on a server.
public final class ScriptSteps {

  private final ExecutionContext context;
  private final ClusterLock lock;
  private final Journal journal;
  private final StepFailures failures;
  private final PlannedOn planned = new PlannedOn();
  private final ConcurrentMap<String, Progress> under = new ConcurrentHashMap<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();

  ScriptSteps(ExecutionContext context, ClusterLock lock, StepFailures failures) {
    this.context = context;
    this.lock = lock;
    this.journal = new Journal(context.inventory(), context.run());
    this.failures = failures;
  }

  boolean pull(Step step, Action.PullImage action) {
    return run(
        step,
        ScriptFiles.withImages("pull the image", "pull-image.sh", deadline())
            .with("IMAGE", action.image())
            .with("KNOWN", String.join(" ", action.known()))
            .with("NODES", nodes(step)));
  }

  /// Where each node of a step's host has its record and its data.
  private String nodes(Step step) {
    Inventory inventory = context.inventory();
    Inventory.Paths paths = inventory.paths();
    return inventory.nodes().stream()
        .filter(node -> node.host().equals(step.host()))
        .map(node ->
            paths.program()
                + "/"
                + inventory.cluster()
                + "/.state/born/"
                + node.name()
                + "|"
                + paths.data()
                + "/"
                + inventory.cluster()
                + "/"
                + node.name())
        .collect(Collectors.joining("\n"));
  }

  boolean write(Step step, Action.WriteFiles action) {
    FileParcel parcel = FileParcel.of(action.nodes());
    Script script = ScriptFiles.alone("write files", "write-files.sh", deadline());
    Inventory inventory = context.inventory();
    return run(
        step,
        new Script(script.title(), script.text(), parcel.archive(), script.deadline())
            .with("ROOT", inventory.paths().program() + "/" + inventory.cluster())
            .with("RUN", context.run().id())
            .with("PATIENCE", Long.toString(Math.min(120, ScriptLimit.waitSeconds(deadline()))))
            .with("NODES", parcel.nodes())
            .with("FILES", parcel.files())
            .with("ALL", parcel.all()));
  }

  boolean initialise(Step step, Action.InitialiseData action) {
    Secret password = context.superuserPassword();
    return run(
        step,
        script("initialise the data", "initialise.sh", action.node())
            .with("FINGERPRINT", action.fingerprint())
            .with("PASSWORD", password == null ? "" : password.reveal()));
  }

  boolean start(Step step, DesiredNode node) {
    return run(
        step,
        script("start the node", "start.sh", node)
            .with(
                "ADDRESS", ListenAddresses.required(context.inventory(), node.node()).orElse("")));
  }

  boolean recreate(Step step, DesiredNode node) {
    return run(step, script("re-create the node", "recreate.sh", node));
  }

  /// Whether a node's container says that it is healthy; false where its server does not tell.
  boolean serves(Step step, DesiredNode node) {
    RemoteHost host = host(step);
    Answer answer = host.run(script("look at the node", "serves.sh", node));
    return answer.succeeded() && answer.output().contains("serves=running healthy");
  }

  boolean reload(Step step, DesiredNode node) {
    return run(step, script("reload the node", "reload.sh", node));
  }

  boolean recordBirth(Step step, DesiredNode node) {
    return run(step, script("record the first start", "record-birth.sh", node));
  }

  private Script script(String title, String file, DesiredNode node) {
    return ScriptFiles.withEngine(title, file, deadline())
        .with("CONTAINER", node.containerName())
        .with("FOLDER", node.folder())
        .with("DATA", node.dataFolder())
        .with("PORT", Integer.toString(node.node().address().port()))
        .with("SUPERUSER", context.inventory().superuser())
        .with("DATABASE", context.inventory().database())
        .with("BORN", node.birthMark())
        .with("NETWORK", network())
        .with("WAIT", Long.toString(ScriptLimit.waitSeconds(deadline())));
  }

  /// The bridge network that the node's container is in; empty for the server's own network.
  private String network() {
    return context.inventory().network() == NetworkMode.BRIDGE
        ? DesiredNode.bridgeNetwork(context.inventory())
        : "";
  }

  private Duration deadline() {
    return context.limits().step();
  }

  private RemoteHost host(Step step) {
    RemoteHost host = context.hosts().get(step.host());
    if (host == null) {
      throw new IllegalArgumentException("no connection to host " + step.host());
    }
    return host;
  }

  /// Runs a script, taking in what it tells of its progress meanwhile.
  private Answer run(RemoteHost host, Step step, Script script) {
    try {
      Script guarded = lock.guarded(step.host(), script);
      return Progress.without(
          host.run(guarded, line -> Progress.of(line).ifPresent(it -> under.put(step.id(), it))));
    } finally {
      under.remove(step.id());
    }
  }

  /// How far a step is by what its script told last; empty before that.
  Optional<Progress> progress(Step step) {
    return Optional.ofNullable(under.get(step.id()));
  }

  /// What is to be told of steps beside their success or failure.
  List<String> notes() {
    return List.copyOf(notes);
  }

  private boolean run(Step step, Script script) {
    RemoteHost host = host(step);
    Script whole = planned.before(step, journal.around(step, script));
    Answer answer = ClusterLock.checked(step.host(), run(host, step, whole));
    planned.checked(step, answer);
    StopNotes.of(step, answer).ifPresent(notes::add);
    if (!answer.succeeded()) {
      Problem problem = failures.of(step, script.title(), answer);
      throw new ProblemException(problem);
    }
    return !answer.output().stripTrailing().endsWith("changed=no");
  }
}

package dev.citusdeploy.execution;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.ListenAddresses;
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
import java.util.stream.Collectors;

/// The steps that are scripts on a server.
final class ScriptSteps {
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private final ExecutionContext context;
  private final ClusterLock lock;
  private final Journal journal;
  private final StepFailures failures;
  private final PlannedOn planned = new PlannedOn();

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
            .with("PATIENCE", Long.toString(Math.min(120, waitSeconds())))
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
        .with("WAIT", Long.toString(waitSeconds()));
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

  /// Less than the deadline, so that the script can still tell why.
  private long waitSeconds() {
    return Math.max(1, deadline().minus(MARGIN).toSeconds());
  }

  private RemoteHost host(Step step) {
    RemoteHost host = context.hosts().get(step.host());
    if (host == null) {
      throw new IllegalArgumentException("no connection to host " + step.host());
    }
    return host;
  }

  private boolean run(Step step, Script script) {
    RemoteHost host = host(step);
    Script whole = planned.before(step, journal.around(step, script));
    Answer answer = ClusterLock.checked(step.host(), host.run(lock.guarded(step.host(), whole)));
    planned.checked(step, answer);
    if (!answer.succeeded()) {
      Problem problem = failures.of(step, script.title(), answer);
      throw new ProblemException(problem);
    }
    return !answer.output().stripTrailing().endsWith("changed=no");
  }
}

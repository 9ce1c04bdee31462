package dev.citusdeploy.execution.step;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.cause.StopNotes;
import dev.citusdeploy.execution.journal.Journal;
import dev.citusdeploy.execution.lock.ClusterLock;
import dev.citusdeploy.execution.script.Progress;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.execution.script.ScriptLimit;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.RecordFirstStart;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Runs the scripts of steps on servers, each with its record in the journal, only while the lock
/// is held, and only while what the step was planned on is still so. Thread-safe.
public final class ScriptRunner {

  private final ExecutionContext context;
  private final ClusterLock lock;
  private final Journal journal;
  private final StepFailures failures;
  private final PreconditionCheck planned = new PreconditionCheck();
  private final ConcurrentMap<String, Progress> under = new ConcurrentHashMap<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();

  ScriptRunner(ExecutionContext context, ClusterLock lock, StepFailures failures) {
    this.context = context;
    this.lock = lock;
    this.journal = new Journal(context.inventory(), context.run());
    this.failures = failures;
  }

  /// A script about a node's container, with what all such scripts know of the node.
  ///
  /// @param title what it does: "start the node"
  Script script(String title, String file, DesiredNode node) {
    return ScriptFiles.withEngine(title, file, deadline())
        .with("CONTAINER", node.service().containerName())
        .with("FOLDER", node.service().folder())
        .with("DATA", node.service().dataFolder())
        .with("PORT", Integer.toString(node.node().address().port()))
        .with("SUPERUSER", context.inventory().superuser())
        .with("DATABASE", context.inventory().database())
        .with("FIRST_START", context.inventory().layout().firstStart(node.node().name()))
        .with("NETWORK", network())
        .with("WAIT", Long.toString(ScriptLimit.waitSeconds(deadline())));
  }

  /// The bridge network that the node's container is in; empty for the server's own network.
  private String network() {
    return context.inventory().network() == NetworkMode.BRIDGE
        ? context.inventory().layout().bridgeNetwork()
        : "";
  }

  /// How long a script may take.
  Duration deadline() {
    return context.limits().step();
  }

  private RemoteHost host(Step step) {
    RemoteHost host = context.hosts().get(step.host());
    if (host == null) {
      throw new IllegalArgumentException("no connection to host " + step.host());
    }
    return host;
  }

  /// Runs a script, reading its progress meanwhile.
  private Answer run(RemoteHost host, Step step, Script script) {
    try {
      Script guarded = lock.guarded(step.host(), script);
      return Progress.without(
          host.run(guarded, line -> Progress.of(line).ifPresent(it -> under.put(step.id(), it))));
    } finally {
      under.remove(step.id());
    }
  }

  /// The last progress that a step's script reported; empty before that.
  Optional<Progress> progress(Step step) {
    return Optional.ofNullable(under.get(step.id()));
  }

  /// What is to be reported of steps beside their success or failure.
  List<String> notes() {
    return List.copyOf(notes);
  }

  /// The handler that lets a server load its files.
  StepHandler<ReloadNode> reload() {
    return (step, reload) ->
        run(
            step,
            script("reload the node", "reload.sh", reload.node()),
            ExecutionProblemCodes.STEP_FAILED_RELOAD);
  }

  /// The handler that records that a node has data.
  StepHandler<RecordFirstStart> recordFirstStart() {
    return (step, record) ->
        run(
            step,
            script("record the first start", "record-first-start.sh", record.node()),
            ExecutionProblemCodes.STEP_FAILED_RECORD_FIRST_START);
  }

  /// Asks something on a step's server that changes nothing.
  Answer ask(Step step, Script script) {
    return host(step).run(script);
  }

  /// Does a step.
  ///
  /// @param code of the problem when it fails and the cause is not known
  /// @return whether something had to be done after all
  /// @throws ProblemException when it fails, or when nothing was done as something has changed
  boolean run(Step step, Script script, ProblemCode code) {
    RemoteHost host = host(step);
    Script whole = planned.before(step, journal.around(step, script));
    Answer answer = ClusterLock.checked(step.host(), run(host, step, whole));
    planned.checked(step, answer);
    StopNotes.of(step, answer).ifPresent(notes::add);
    if (!answer.succeeded()) {
      Problem problem = failures.of(step, code, script.title(), answer);
      throw new ProblemException(problem);
    }
    return !answer.output().stripTrailing().endsWith("changed=no");
  }
}

package dev.citusdeploy.execution.connectivity;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.execution.script.ScriptLimit;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.CheckConnectivity;
import dev.citusdeploy.plan.action.CheckConnectivity.NodeConnections;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Looks at nodes before they are registered: one script a host, all hosts side by side.
public final class ConnectivityCheck {
  private final ExecutionContext context;
  private final StepFailures failures;

  public ConnectivityCheck(ExecutionContext context, StepFailures failures) {
    this.context = context;
    this.failures = failures;
  }

  /// Always false: nothing is changed.
  ///
  /// @throws ProblemException with one problem for each kind of thing that is wrong, each of which
  ///   names all nodes and connections that it concerns
  public boolean check(Step step, CheckConnectivity action) {
    SequencedMap<HostName, List<NodeConnections>> hosts = new LinkedHashMap<>();
    for (NodeConnections connections : action.connections()) {
      hosts
          .computeIfAbsent(connections.from().node().host(), _ -> new ArrayList<>())
          .add(connections);
    }
    ConnectivityAnswers answers = new ConnectivityAnswers(action.connections());
    for (Seen seen : check(step, hosts)) {
      switch (seen) {
        case Said(HostName host, String output) -> answers.read(host, output);
        case Silent(List<Problem> problems) -> throw new ProblemException(problems);
      }
    }
    List<Problem> problems = new ArrayList<>();
    problems.addAll(new CitusProblems(context.inventory()).problems(answers));
    problems.addAll(new ConnectivityProblems(context.inventory()).problems(answers));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return false;
  }

  private List<Seen> check(Step step, SequencedMap<HostName, List<NodeConnections>> hosts) {
    try {
      return List.copyOf(
          new FanOut(inventory().sameMachine() ? 1 : context.limits().parallel())
              .each(
                  List.copyOf(hosts.sequencedEntrySet()),
                  e -> check(step, e.getKey(), e.getValue()))
              .values());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          new Problem(
              GeneralProblemCodes.INTERRUPTED,
              "the check of the nodes was interrupted",
              "host " + step.host(),
              "",
              Remedies.AGAIN),
          e);
    }
  }

  private Seen check(Step step, HostName name, List<NodeConnections> connections) {
    RemoteHost host = context.hosts().get(name);
    if (host == null) {
      throw new IllegalArgumentException("no connection to host " + name);
    }
    try {
      Script script = script(connections);
      Answer answer = host.run(script);
      return answer.succeeded()
          ? new Said(name, answer.output())
          : new Silent(
              List.of(
                  failures.of(
                      at(step, name),
                      ExecutionProblemCodes.STEP_FAILED_CHECK_CONNECTIVITY,
                      script.title(),
                      answer)));
    } catch (ProblemException e) {
      return new Silent(e.problems());
    }
  }

  private static Step at(Step step, HostName host) {
    return new Step(step.id(), host, step.node(), step.action(), step.reason(), step.after());
  }

  private Script script(List<NodeConnections> nodes) {
    Inventory inventory = context.inventory();
    String lines =
        nodes.stream()
            .map(connections ->
                connections.from().node().name()
                    + "|"
                    + connections.from().service().containerName()
                    + "|"
                    + connections.from().node().address().port())
            .collect(Collectors.joining("\n"));
    String connections =
        nodes.stream()
            .flatMap(from -> from.to().stream().map(to -> connection(from, to)))
            .collect(Collectors.joining("\n"));
    return ScriptFiles.alone("check the nodes", "check-connectivity.sh", context.limits().step())
        .with("NODES", lines)
        .with("CONNECTIONS", connections)
        .with("PARALLEL", Integer.toString(parallel(inventory)))
        .with("WAIT", Long.toString(ScriptLimit.waitSeconds(context.limits().step())))
        .with("SUPERUSER", inventory.superuser())
        .with("DATABASE", inventory.database());
  }

  /// So few where all nodes may be one machine that connections do not time out for want of a
  /// processor.
  static int parallel(Inventory inventory) {
    return inventory.sameMachine() ? 4 : 16;
  }

  private Inventory inventory() {
    return context.inventory();
  }

  private static String connection(NodeConnections from, Node to) {
    return from.from().node().name() + "|" + to.address().host() + "|" + to.address().port();
  }

  /// What a host answered.
  private sealed interface Seen {}

  private record Said(HostName host, String output) implements Seen {}

  private record Silent(List<Problem> problems) implements Seen {}
}

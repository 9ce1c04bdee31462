package dev.citusdeploy.execution.cause;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.execution.script.Progress;
import dev.citusdeploy.health.OlderData;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.ActionTraits.ServerEffect;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// Explains from the script's verdict why a node did not start: the container ended, or it runs and
/// its health check fails, or PostgreSQL refused the configuration.
final class StartFailures {
  private static final int LINES = 14;

  /// Known messages of PostgreSQL and Docker, with what to do; the first that fits counts.
  private static final List<Hint> HINTS =
      List.of(
          new Hint(
              "does not have the address",
              "give the server that address, or correct `advertise` in the inventory; where another"
                  + " machine passes connections on to it (NAT), set `listen: all`; the addresses it"
                  + " has:",
              (_, _) -> ShellCommand.of("ip -brief addr")),
          new Hint(
              "Address already in use",
              "another program has the port; see which, and stop it:",
              (_, _) -> ShellCommand.of("ss -ltnp")),
          new Hint(
              "No space left",
              "the disk is full; see which, and make room:",
              (_, _) -> ShellCommand.of("df -h")),
          new Hint(
              "Cannot allocate memory",
              "the settings ask for more memory than is free; see how much is:",
              (_, _) -> ShellCommand.of("free -m")),
          new Hint(
              "contains errors",
              "correct that setting in the inventory, or the file in overrides/; the rest of the"
                  + " log:",
              Hint::log),
          new Hint(
              "Permission denied",
              "its user may not enter the data folder; let it:",
              (inventory, node) ->
                  ShellCommand.of("chmod a+x").word(inventory.layout().dataFolder(node.name()))),
          new Hint(
              "does not exist",
              "put back what is missing; the databases that are there:",
              ServerCommand::databases));

  private static final Hint HANGS =
      new Hint(
          "timeout expired",
          "its server hangs, or a firewall of its own server drops what is sent to it there; a"
              + " server that hangs is started again by this, within two minutes:",
          ServerCommand::restart);

  private final Inventory inventory;

  StartFailures(Inventory inventory) {
    this.inventory = inventory;
  }

  /// The problem, when the script reported a verdict.
  Optional<Problem> of(Step step, Answer answer) {
    String verdict = value(answer, "verdict");
    return verdict.isEmpty()
        ? Optional.empty()
        : node(step).map(node -> withStop(step, of(node, verdict, answer), answer));
  }

  /// A server that was killed may be slow, or recover, for that reason.
  private static Problem withStop(Step step, Problem problem, Answer answer) {
    return StopNotes.of(step, answer)
        .map(note ->
            new Problem(
                problem.type(),
                problem.what(),
                problem.where(),
                note + "\n" + problem.why(),
                problem.remedy()))
        .orElse(problem);
  }

  /// The node that was to come up.
  private static Optional<DesiredNode> node(Step step) {
    return step.action().traits().server() == ServerEffect.RELOADS
        ? Optional.empty()
        : step.action().container();
  }

  private Problem of(DesiredNode node, String verdict, Answer answer) {
    String name = node.node().name().value();
    String exit = "exit code " + ForeignText.inline(value(answer, "exit"));
    String health =
        "its health check answered: " + ForeignText.inline(unquoted(value(answer, "health")));
    String log = log(answer);
    Optional<String> older = older(answer);
    if (older.isPresent()) {
      return problem(
          node,
          verdict.endsWith("ending") || verdict.equals("ended")
              ? ExecutionProblemCodes.NODE_KEEPS_ENDING
              : ExecutionProblemCodes.NODE_NOT_HEALTHY,
          "the data of " + name + " is older than what the node has served",
          "its message: " + ForeignText.inline(older.get()) + "; " + OlderData.MEANING,
          OlderData.remedy(inventory, node.node()));
    }
    return switch (verdict) {
      case "configuration" ->
          problem(
              node,
              ExecutionProblemCodes.CONFIGURATION_REFUSED,
              "PostgreSQL refuses the configuration of " + name + "; nothing was stopped or made",
              "PostgreSQL answered:" + ForeignText.block(answer.tail(LINES)),
              "correct that setting in the inventory, or the file in overrides/, then "
                  + Remedies.AGAIN);
      case "ended" ->
          problem(
              node,
              ExecutionProblemCodes.NODE_KEEPS_ENDING,
              name + " was started and ended",
              exit + log,
              remedy(node, answer));
      case "keeps-ending" ->
          problem(
              node,
              ExecutionProblemCodes.NODE_KEEPS_ENDING,
              name + " ends each time it is started",
              exit + log,
              remedy(node, answer));
      case "paused" ->
          problem(
              node,
              ExecutionProblemCodes.NODE_SILENT,
              name + " does not answer: its container is paused",
              "somebody paused it while it was waited for",
              UnresponsiveNodes.remedy(inventory, node.node()));
      case "recovering" ->
          problem(
              node,
              ExecutionProblemCodes.NODE_RECOVERS,
              name + " is still in recovery: the limit of the step has passed",
              recovery(answer) + log,
              "it goes on by itself; give it more time, and run the same command again:"
                  + " `citus-deploy apply INVENTORY --step-timeout 3600`; how far it is:"
                  + ServerCommand.line(host(node), ServerCommand.log(inventory, node.node(), 100))
                  + "when it stands still, check what holds it up (`sudo dmesg | tail`, disks)");
      case "slow" ->
          problem(
              node,
              ExecutionProblemCodes.NODE_NOT_HEALTHY,
              name + " runs, but did not become healthy in time",
              health + log,
              remedy(node, answer));
      default ->
          problem(
              node,
              ExecutionProblemCodes.NODE_NOT_HEALTHY,
              name + " runs, but its health check fails",
              health + log,
              remedy(node, answer));
    };
  }

  /// The message of the health check on older data, or of the start script at the end of the log: a
  /// line further up may be of an earlier start, or a client's.
  private static Optional<String> older(Answer answer) {
    return OlderData.saidIn(unquoted(value(answer, "health")))
        .or(() ->
            FreeSpace.without(answer.diagnostics())
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((_, last) -> last)
                .filter(line -> line.startsWith("citus-deploy: "))
                .flatMap(OlderData::saidIn));
  }

  private static String recovery(Answer answer) {
    String still = value(answer, "still");
    boolean stalled =
        still.matches("[0-9]{1,6}") && Long.parseLong(still) >= Progress.STANDSTILL_SECONDS;
    return (stalled ? "it made no progress for " + still + " s" : "it made progress until the end")
        + "; its last message: "
        + ForeignText.inline(value(answer, "recovery"));
  }

  private static Problem problem(
      DesiredNode node, ProblemCode code, String what, String why, String remedy) {
    String where = "host " + node.node().host() + ", node " + node.node().name();
    return new Problem(code, what, where, why, remedy);
  }

  private String remedy(DesiredNode node, Answer answer) {
    String output = answer.diagnostics() + answer.output();
    // The log may have the same words with other names.
    boolean hangs = value(answer, "health").contains(HANGS.fragment());
    Hint hint =
        Stream.concat(
                HINTS.stream().filter(it -> output.contains(it.fragment())),
                Stream.of(HANGS).filter(_ -> hangs))
            .findFirst()
            .orElse(new Hint("", "remove the cause; the rest of the log:", Hint::log));
    return hint.advice()
        + ServerCommand.line(host(node), hint.command().apply(inventory, node.node()))
        + "then "
        + Remedies.AGAIN;
  }

  private Host host(DesiredNode node) {
    return inventory.hostOf(node.node());
  }

  private static String log(Answer answer) {
    List<String> lines = FreeSpace.without(answer.diagnostics()).strip().lines().toList();
    return lines.isEmpty()
        ? "; its log is empty"
        : "; the last lines of its log:"
            + ForeignText.block(
                String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size())));
  }

  private static String value(Answer answer, String key) {
    return answer
        .output()
        .lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElse("");
  }

  /// Docker gives the check's output as a JSON string.
  private static String unquoted(String json) {
    boolean quoted = json.length() > 1 && json.startsWith("\"") && json.endsWith("\"");
    String text = quoted ? json.substring(1, json.length() - 1) : json;
    String output =
        text.replace("\\n", " ").replace("\\t", " ").replace("\\\"", "\"").replaceAll(" +", " ");
    return output.isBlank() ? "nothing" : output.strip();
  }

  private record Hint(
      String fragment, String advice, BiFunction<Inventory, Node, ShellCommand> command) {
    static ShellCommand log(Inventory inventory, Node node) {
      return ServerCommand.log(inventory, node, 100);
    }
  }
}

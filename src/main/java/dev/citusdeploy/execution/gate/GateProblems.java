package dev.citusdeploy.execution.gate;

import dev.citusdeploy.catalog.ClusterReadiness.BackgroundJob;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.execution.cause.UnresponsiveNodes;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Why a roll was stopped, how far it came, and how it goes on.
final class GateProblems {
  private static final int SHOWN = 30;

  /// Names that mean nothing to a shell or to SQL. Anyone who may write can prepare a transaction
  /// by another one, and it must not get into a command that an administrator pastes.
  private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_.:-]+");

  private static final String STATUS = "`citus-deploy status INVENTORY`";

  private final Inventory inventory;
  private final RollProgress roll;

  GateProblems(Inventory inventory, RollProgress roll) {
    this.inventory = inventory;
    this.roll = roll;
  }

  /// A node is not healthy, before another is stopped or after its own start.
  Problem unhealthy(Step step, List<String> complaints) {
    return new Problem(
        ExecutionProblemCodes.ROLL_STOPPED,
        "the cluster is not healthy: no further node is stopped",
        where(step),
        lines(complaints) + "\n" + roll.state(),
        "check it, and the logs of the nodes named:\n"
            + STATUS
            + "\nremove the cause, then "
            + Remedies.AGAIN);
  }

  /// Transactions stay prepared. Who stops a node then may leave them, and their locks, for long.
  Problem transactions(Step step, List<OpenTransactions.Open> open) {
    OpenTransactions.Open first = open.getFirst();
    return new Problem(
        ExecutionProblemCodes.TRANSACTIONS_STAY_PREPARED,
        "prepared transactions do not end: no further node is stopped",
        where(step),
        lines(
                open.stream()
                    .map(it -> named(it) + ": " + ForeignText.inline(it.id()) + ", " + age(it))
                    .toList())
            + "\nthe node that began one finishes it, unless that node is gone, or somebody"
            + " prepared it by hand\n"
            + roll.state(),
        "a row in pg_dist_transaction with that gid, on any node, means COMMIT PREPARED, none means"
            + " ROLLBACK PREPARED:"
            + node(first.node()).map(node -> psql(node, ending(first))).orElse(" ")
            + "then "
            + Remedies.AGAIN);
  }

  private static String ending(OpenTransactions.Open open) {
    return PLAIN_ID.matcher(open.id()).matches()
        ? "ROLLBACK PREPARED '" + open.id() + "'"
        : "TABLE pg_prepared_xacts";
  }

  /// A rebalance would fail on the stop of a node.
  Problem jobs(Step step, List<BackgroundJob> jobs) {
    BackgroundJob first = jobs.getFirst();
    Node coordinator = inventory.coordinator();
    return new Problem(
        ExecutionProblemCodes.BACKGROUND_JOB_RUNS,
        "a background job of Citus runs: no node is stopped meanwhile",
        where(step),
        lines(
                jobs.stream()
                    .map(job ->
                        "job %d, %s: %s"
                            .formatted(
                                job.id(), job.state(), ForeignText.inline(job.description())))
                    .toList())
            + "\n"
            + roll.state(),
        "let it end; to watch it:"
            + psql(coordinator, "SELECT state, details FROM citus_job_status(" + first.id() + ")")
            + "or stop it, what it moved stays where it is:"
            + psql(coordinator, "SELECT citus_job_cancel(" + first.id() + ")")
            + "then "
            + Remedies.AGAIN);
  }

  /// It is not known whether the others are healthy.
  Problem coordinatorSilent(Step step, List<Problem> causes) {
    return new Problem(
        ExecutionProblemCodes.ROLL_NOT_WATCHED,
        coordinator() + " does not answer: no serving node is stopped",
        where(step),
        lines(
                causes.stream()
                    .map(it -> it.what() + (it.why().isEmpty() ? "" : ": " + it.why()))
                    .toList())
            + "\n"
            + roll.state(),
        UnresponsiveNodes.remedy(inventory, inventory.coordinator()));
  }

  /// The coordinator with its name, for the beginning of a sentence.
  String coordinator() {
    return "the coordinator " + inventory.coordinator().name();
  }

  private String named(OpenTransactions.Open open) {
    return node(open.node()).map(node -> node.name().value()).orElse(open.node().toString());
  }

  private static String age(OpenTransactions.Open open) {
    return "prepared " + open.age().toSeconds() + " s before the first query";
  }

  private Optional<Node> node(NodeAddress address) {
    return inventory.nodes().stream().filter(node -> node.address().equals(address)).findFirst();
  }

  private String psql(Node node, String statement) {
    return ServerCommand.line(
        inventory.hostOf(node), ServerCommand.psql(inventory, node, statement));
  }

  private static String where(Step step) {
    return "host " + step.host() + ", node " + step.node();
  }

  private static String lines(List<String> all) {
    int more = all.size() - SHOWN;
    return all.stream().limit(SHOWN).map(line -> " " + line).collect(Collectors.joining("\n"))
        + (more > 0 ? "\n and " + more + " more" : "");
  }
}

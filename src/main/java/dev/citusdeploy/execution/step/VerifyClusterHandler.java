package dev.citusdeploy.execution.step;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.execution.Deadline;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.InterruptibleWaits;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.gate.HealthGate;
import dev.citusdeploy.execution.gate.QueryLimits;
import dev.citusdeploy.health.ClusterHealth;
import dev.citusdeploy.health.ConnectionAttempts;
import dev.citusdeploy.health.SettingNotes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.VerifyCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Checks the cluster after changes. Changes nothing.
final class VerifyClusterHandler implements StepHandler<VerifyCluster> {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int COMPLAINTS = 30;

  private final ExecutionContext context;
  private final CatalogSession session;
  private final InterruptibleWaits waits;
  private final StepFailures failures;
  private final Consumer<List<String>> notes;

  /// @param notes receives what the nodes report of their settings at each check
  VerifyClusterHandler(
      ExecutionContext context,
      CatalogSession session,
      InterruptibleWaits waits,
      StepFailures failures,
      Consumer<List<String>> notes) {
    this.context = context;
    this.session = session;
    this.waits = waits;
    this.failures = failures;
    this.notes = notes;
  }

  /// Tries again for a while: connections between nodes and the daemon's sync come a little later.
  @Override
  public boolean run(Step step, VerifyCluster verify) {
    Instant end = context.clock().instant().plus(context.limits().verification());
    Deadline limit = Deadline.in(context.limits().of(step));
    List<String> reported = List.of();
    while (true) {
      boolean early = QueryLimits.isEarly(limit, context.limits().of(step));
      List<String> complaints = complaints(limit);
      if (complaints.isEmpty()) {
        return false;
      }
      reported = early || reported.isEmpty() ? complaints : reported;
      if (!context.clock().instant().isBefore(end) || limit.hasPassed()) {
        throw new ProblemException(failures.unhealthy(step, summary(reported)));
      }
      waits.pause("the check of the cluster", "host " + step.host(), () -> Thread.sleep(PAUSE));
    }
  }

  private List<String> complaints(Deadline limit) {
    // All that is left: a node is named only where Citus has had the time to give it up.
    Duration left = QueryLimits.atLeast(limit.left());
    try {
      return session.read(
          left,
          catalog -> {
            CatalogFacts.Known found = catalog.facts(List.of());
            notes.accept(new SettingNotes(context.inventory(), found).all(Set.of()));
            ClusterReadiness readiness =
                catalog.checks().readiness(QueryLimits.connect(left.dividedBy(2)));
            return ClusterHealth.problems(
                    context.inventory(), found, readiness, ConnectionAttempts.NONE)
                .stream()
                .map(Problem::what)
                .toList();
          });
    } catch (ProblemException e) {
      HealthGate.stopWhenInterrupted(e);
      return e.problems().stream()
          .map(problem -> problem.what() + (problem.why().isEmpty() ? "" : ": " + problem.why()))
          .toList();
    }
  }

  private static String summary(List<String> complaints) {
    int more = complaints.size() - COMPLAINTS;
    return String.join("\n", complaints.subList(0, Math.min(COMPLAINTS, complaints.size())))
        + (more > 0 ? "\nand " + more + " more" : "");
  }
}

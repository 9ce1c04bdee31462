package dev.citusdeploy.cli.option;

import dev.citusdeploy.execution.ExecutionContext;
import java.time.Duration;
import picocli.CommandLine.Option;

/// What every command takes that changes a cluster.
public final class ChangeOptions {
  @Option(
      names = {"-y", "--yes"},
      description = "do it without asking")
  public boolean yes;

  @Option(names = "--dry-run", description = "only show the plan, like the command plan")
  public boolean dryRun;

  @Option(
      names = "--lock-wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "how long to wait for another run on this cluster to end (default: not at all)")
  int lockWaitSeconds;

  @Option(
      names = "--step-timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      converter = PositiveNumber.class,
      description = "how long one step may take (default: ${DEFAULT-VALUE})")
  int stepTimeoutSeconds;

  /// How long to wait for another run to end.
  public Duration lockWait() {
    return Duration.ofSeconds(lockWaitSeconds);
  }

  /// The limits of a run.
  ///
  /// @param parallel steps under way at once
  public ExecutionContext.Limits limits(int parallel) {
    var usual = ExecutionContext.Limits.DEFAULT;
    return new ExecutionContext.Limits(
        parallel,
        Duration.ofSeconds(stepTimeoutSeconds),
        usual.notice(),
        usual.verification(),
        lockWait());
  }
}

package dev.citusdeploy.execution.journal;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.lock.ClusterLock;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what is not part of a step's own script into the journal: the beginning and the end of
/// the run, and the steps in the catalog.
public final class RunRecords {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecords.class);

  private final ExecutionContext context;
  private final ClusterLock lock;
  private final Journal journal;

  public RunRecords(ExecutionContext context, ClusterLock lock) {
    this.context = context;
    this.lock = lock;
    this.journal = new Journal(context.inventory(), context.run());
  }

  /// Announces the run on the coordinator's host.
  ///
  /// @throws ProblemException when it cannot be written, or the lock is lost
  public void begin() {
    write(coordinator(), Journal.RUN, journal.identity());
  }

  /// Records how the run ended. Does not throw: the run has ended anyway.
  public void end(RunResult result, boolean interrupted) {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("outcome", result.word(interrupted));
    entry.put("took", took(result));
    attempt(coordinator(), "run-end", entry);
  }

  /// How long each step took that succeeded, in milliseconds by the clock of who runs the program:
  /// the next plan shows it.
  private static SequencedMap<String, Object> took(RunResult result) {
    SequencedMap<String, Object> took = new LinkedHashMap<>();
    result
        .outcomes()
        .forEach((step, outcome) -> {
          if (outcome instanceof StepOutcome.Succeeded(var duration, var _)) {
            took.put(step.id(), duration.toMillis());
          }
        });
    return took;
  }

  /// Records that a step in the catalog ended. Does not throw.
  public void ended(Step step, int exitCode) {
    SequencedMap<String, Object> entry = Journal.of(step);
    entry.put("exit", exitCode);
    attempt(step.host(), "end", entry);
  }

  /// Writes a line, provided that the lock is still this run's.
  ///
  /// @throws ProblemException when it cannot be written, or the lock is lost
  public void write(HostName host, String event, SequencedMap<String, Object> entry) {
    RemoteHost remote = context.hosts().get(host);
    if (remote == null) {
      throw new IllegalArgumentException("no connection to host " + host);
    }
    Answer answer =
        ClusterLock.checked(host, remote.run(lock.guarded(host, journal.line(event, entry))));
    if (!answer.succeeded()) {
      throw new ProblemException(StepFailures.journal(context.inventory(), host, answer));
    }
  }

  private void attempt(HostName host, String event, SequencedMap<String, Object> entry) {
    try {
      write(host, event, entry);
    } catch (ProblemException e) {
      LOG.debug("the journal lacks the event {}", event, e);
    }
  }

  private HostName coordinator() {
    return context.inventory().coordinator().host();
  }
}

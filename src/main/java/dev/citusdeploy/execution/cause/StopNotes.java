package dev.citusdeploy.execution.cause;

import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells of servers that did not stop in time and were killed.
public final class StopNotes {
  private static final Pattern KILLED = Pattern.compile("killed=([0-9]{1,6})");

  private StopNotes() {}

  /// What is to be reported of a step's stop, for people; empty when its server stopped by itself.
  public static Optional<String> of(Step step, Answer answer) {
    return answer
        .output()
        .lines()
        .map(KILLED::matcher)
        .filter(it -> it.matches())
        .findFirst()
        .map(it ->
            step.node()
                + " did not stop within "
                + it.group(1)
                + " s and was killed (SIGKILL), so that it had to recover at its start; what kept"
                + " it is in the log of its former container, if that is kept elsewhere: most"
                + " often an archive_command, a replication client or a slow disk");
  }
}

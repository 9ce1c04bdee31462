package dev.citusdeploy.execution.script;

import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.remote.Answer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How far a script is, from the lines that it writes to standard error while it works.
public sealed interface Progress {
  /// How such a line begins.
  String MARK = "citus-deploy progress: ";

  Pattern LINE =
      Pattern.compile(
          Pattern.quote(MARK)
              + "(?:(?<checkpoint>checkpoint)"
              + "|stopping (?<since>[0-9]{1,6}) (?<grace>[0-9]{1,6})"
              + "|recovering (?<still>[0-9]{1,6}) (?<words>.{1,2000}))");

  /// After so long without any progress that is reported.
  int STANDSTILL_SECONDS = 10;

  /// What is waited for, for the end of a sentence that begins with "waiting for".
  String words();

  /// Its server writes a checkpoint.
  record Checkpoint() implements Progress {
    @Override
    public String words() {
      return "its server to write a checkpoint before it is stopped";
    }
  }

  /// Its server is being stopped.
  ///
  /// @param seconds for how long
  /// @param grace after how many seconds it is killed
  record Stopping(long seconds, long grace) implements Progress {
    @Override
    public String words() {
      return "its server to stop: for "
          + seconds
          + " s so far; after "
          + grace
          + " s it is killed (SIGKILL) and recovers at its start";
    }
  }

  /// Its server replays WAL.
  ///
  /// @param still for how many seconds it has not come any further
  /// @param message its process and the last line of its log about it: foreign text
  record Recovering(long still, String message) implements Progress {
    @Override
    public String words() {
      return "its server to recover: "
          + (still < STANDSTILL_SECONDS ? "" : "no progress for " + still + " s; ")
          + "its last message: "
          + ForeignText.inline(message);
    }
  }

  /// Reads a line; empty when it is none of these.
  static Optional<Progress> of(String line) {
    Matcher found = LINE.matcher(line.strip());
    if (!found.matches()) {
      return Optional.empty();
    }
    if (found.group("checkpoint") != null) {
      return Optional.of(new Checkpoint());
    }
    return Optional.of(
        found.group("since") == null
            ? new Recovering(Long.parseLong(found.group("still")), found.group("words"))
            : new Stopping(
                Long.parseLong(found.group("since")), Long.parseLong(found.group("grace"))));
  }

  /// An answer without such lines, which are no part of a script's message of a failure.
  static Answer without(Answer answer) {
    return new Answer(
        answer.exitCode(),
        answer.output(),
        answer
            .diagnostics()
            .lines()
            .filter(line -> !line.startsWith(MARK))
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }
}

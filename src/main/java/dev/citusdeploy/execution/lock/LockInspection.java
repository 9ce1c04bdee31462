package dev.citusdeploy.execution.lock;

import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.Optional;

/// Reads the cluster's lock on servers, and takes it away from a run that is dead.
public final class LockInspection {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Inventory inventory;

  /// @param inventory whose lock it is
  public LockInspection(Inventory inventory) {
    this.inventory = inventory;
  }

  /// Who holds the lock on a server; empty when it is free.
  ///
  /// Looking never takes it, not even for a moment.
  ///
  /// @throws ProblemException when there is no answer, or this login may not read the lock
  public Optional<LockHolder> holder(RemoteHost host) {
    Answer answer = host.run(script("read the lock", "lock-show.sh"));
    return switch (answer.output().lines().findFirst().orElse("")) {
      case "held=yes" -> Optional.of(LockHolder.parse(answer.output()));
      case "held=no" -> Optional.empty();
      default -> throw new ProblemException(notSeen(host, answer));
    };
  }

  /// Whether a problem is that a login may not read the lock.
  public static boolean isNotSeen(Problem problem) {
    return problem.type().equals(ExecutionProblemCodes.LOCK_NOT_SEEN);
  }

  private Problem notSeen(RemoteHost host, Answer answer) {
    String at = value(answer, "at");
    return new Problem(
        ExecutionProblemCodes.LOCK_NOT_SEEN,
        "whether a run holds the lock cannot be seen: its file is " + ClusterLock.file(inventory),
        "host " + host.name(),
        at.isEmpty()
            ? "the server answered:" + ForeignText.block(answer.tail(5))
            : "the login "
                + ForeignText.inline(value(answer, "login"))
                + " may not read "
                + ForeignText.inline(at),
        "log in as the user who applied the cluster (`ssh: { user: … }`), or set"
            + " `ssh: { sudo: true }` in the inventory; what prevents it:"
            + inventory.hosts().stream()
                .filter(it -> it.name().equals(host.name()))
                .findFirst()
                .map(it ->
                    ServerCommand.line(
                            it,
                            ShellCommand.of("ls -ld")
                                .word(inventory.paths().program())
                                .word(inventory.layout().programFolder())
                                .word(ClusterLock.state(inventory)))
                        .stripTrailing())
                .orElse(""));
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

  /// Takes the lock away from the run that is named, and from no other.
  ///
  /// @throws ProblemException when there is no answer
  public Release release(RemoteHost host, String run) {
    Answer answer = host.run(script("release the lock", "lock-release.sh").with("ID", run));
    String word = answer.output().lines().findFirst().orElse("");
    return switch (word) {
      case "released=yes" -> Release.RELEASED;
      case "released=free" -> Release.FREE;
      case "released=other" -> Release.ANOTHERS;
      default -> Release.FAILED;
    };
  }

  private Script script(String title, String file) {
    String text = ScriptFiles.text("lock-held.sh") + "\n" + ScriptFiles.text(file);
    return new Script(title, text, DEADLINE).with("LOCK", ClusterLock.file(inventory));
  }

  /// What came of a release.
  public enum Release {
    /// The run has lost the lock.
    RELEASED,
    /// Nobody held it.
    FREE,
    /// Another run holds it; it keeps it.
    ANOTHERS,
    /// The lock's file could not be replaced.
    FAILED
  }
}

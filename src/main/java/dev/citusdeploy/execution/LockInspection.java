package dev.citusdeploy.execution;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.Optional;

/// Looks at the cluster's lock on servers, and takes it away from a run that is dead.
public final class LockInspection {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Inventory inventory;

  /// @param inventory whose lock it is
  public LockInspection(Inventory inventory) {
    this.inventory = inventory;
  }

  /// Who holds the lock on a server; empty when it is free.
  ///
  /// @throws ProblemException when there is no answer
  public Optional<LockHolder> holder(RemoteHost host) {
    Answer answer = host.run(script("look at the lock", "lock-look.sh"));
    return answer.output().startsWith("held=yes")
        ? Optional.of(LockHolder.parse(answer.output()))
        : Optional.empty();
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
    return ScriptFiles.alone(title, file, DEADLINE).with("LOCK", ClusterLock.file(inventory));
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

package dev.citusdeploy.execution.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A run as the journals record it.
///
/// @param id id of the run
/// @param who user and machine, empty when no journal that could be read knows
/// @param command what was asked for
/// @param began when its first line was written, by the clock of who wrote it
/// @param ended when its last line was written, null when there is none: it was cut off, or it is
///   still under way
/// @param outcome how it ended: `complete`, `failed` or `interrupted`; empty without one
/// @param planned ids of all steps it was to do, empty when only the servers record it
/// @param steps its steps in the order they began
/// @param sources which journals record it
public record RunRecord(
    String id,
    String who,
    String command,
    Instant began,
    @Nullable Instant ended,
    String outcome,
    List<String> planned,
    List<StepRecord> steps,
    List<Source> sources) {
  /// Copies the lists.
  public RunRecord {
    planned = List.copyOf(planned);
    steps = List.copyOf(steps);
    sources = List.copyOf(sources);
  }

  /// The planned steps that no journal saw begin.
  public List<String> notBegun() {
    Set<String> begun = steps.stream().map(StepRecord::id).collect(Collectors.toSet());
    return planned.stream().filter(step -> !begun.contains(step)).toList();
  }

  /// Who keeps a journal.
  public enum Source {
    /// The servers.
    SERVERS("servers"),
    /// The machine that the program runs on.
    THIS_MACHINE("this machine");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /// The same for people.
    public String words() {
      return words;
    }
  }

  /// A step of a run.
  ///
  /// @param id id of the step
  /// @param host where it happened
  /// @param reason why it was done
  /// @param began when it began, by the clock of who wrote it
  /// @param took how long it took, null when its end is not known
  /// @param exitCode how its script ended, null when it is not known
  /// @param problem code of the problem it failed with, empty when it is not known or there is none
  /// @param source which journal records it
  public record StepRecord(
      String id,
      String host,
      String reason,
      Instant began,
      @Nullable Duration took,
      @Nullable Integer exitCode,
      String problem,
      Source source) {}
}

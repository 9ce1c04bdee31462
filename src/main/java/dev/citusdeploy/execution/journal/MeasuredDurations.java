package dev.citusdeploy.execution.journal;

import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/// How long steps took when they were last done. Only what a journal has measured is here: nothing
/// is guessed.
///
/// @param bySteps durations by ids of steps
public record MeasuredDurations(SequencedMap<String, Duration> bySteps) {
  /// Nothing was measured.
  public static final MeasuredDurations NONE = new MeasuredDurations(new LinkedHashMap<>());

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int RUNS = 20;
  private static final Duration LONGEST = Duration.ofDays(1000);

  /// Copies the map.
  public MeasuredDurations {
    bySteps = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(bySteps));
  }

  /// What this machine's journal has measured on a cluster.
  public static MeasuredDurations local(String journal, LocalRun.ClusterMark cluster) {
    return of(JournalLines.of(journal, cluster));
  }

  /// What the journal of the coordinator's host records: how each run's steps went is in its last
  /// line, so one host is enough.
  ///
  /// @throws ProblemException when there is no answer
  public static MeasuredDurations of(RemoteHost coordinator, Inventory inventory) {
    return of(
        JournalLines.of(
            coordinator
                .run(
                    ScriptFiles.alone("read the journal", "journal-read.sh", DEADLINE)
                        .with("LONGEST", Integer.toString(Script.USUAL_LONGEST / 2))
                        .with("JOURNAL", Journal.file(inventory))
                        .with("EVENT", "run-end")
                        .with("LINES", Integer.toString(RUNS)))
                .output()));
  }

  private static MeasuredDurations of(List<JournalLines.Line> lines) {
    SequencedMap<String, Duration> found = new LinkedHashMap<>();
    for (JournalLines.Line line : lines) {
      var took = line.entry().path("took");
      if (took.isObject()) {
        took.properties()
            .forEach(step ->
                duration(step.getValue())
                    .ifPresent(duration -> found.put(step.getKey(), duration)));
      } else if (line.entry().path("exit").asInt(1) == 0) {
        duration(took)
            .ifPresent(duration -> found.put(line.entry().path("step").asString(""), duration));
      }
    }
    return new MeasuredDurations(found);
  }

  /// A number of milliseconds; empty where it is none that a step can have taken.
  static Optional<Duration> duration(JsonNode took) {
    long milliseconds = took.isNumber() && took.canConvertToLong() ? took.asLong(-1) : -1;
    return milliseconds >= 0 && milliseconds <= LONGEST.toMillis()
        ? Optional.of(Duration.ofMillis(milliseconds))
        : Optional.empty();
  }

  /// These, and where they lack a step, others.
  public MeasuredDurations or(MeasuredDurations others) {
    SequencedMap<String, Duration> all = new LinkedHashMap<>(others.bySteps);
    all.putAll(bySteps);
    return new MeasuredDurations(all);
  }

  /// How long a step took when it was last done.
  public Optional<Duration> of(Step step) {
    return Optional.ofNullable(bySteps.get(step.id()));
  }

  /// Whether every step of a plan was measured.
  public boolean knowsAll(Plan plan) {
    return plan.steps().stream().allMatch(step -> bySteps.containsKey(step.id()));
  }

  /// How long a whole plan takes if each step takes as long as last time: steps that do not wait
  /// for each other run side by side. Empty unless every step was measured.
  public Optional<Duration> whole(Plan plan) {
    if (plan.steps().isEmpty() || !knowsAll(plan)) {
      return Optional.empty();
    }
    Map<String, Duration> ends = new HashMap<>();
    Duration last = Duration.ZERO;
    for (Step step : plan.steps()) {
      Duration begins = Duration.ZERO;
      for (String earlier : step.after()) {
        begins = longer(begins, ends.getOrDefault(earlier, Duration.ZERO));
      }
      Duration end = begins.plus(bySteps.getOrDefault(step.id(), Duration.ZERO));
      ends.put(step.id(), end);
      last = longer(last, end);
    }
    return Optional.of(last);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}

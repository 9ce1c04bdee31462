package dev.citusdeploy.execution.journal;

import dev.citusdeploy.execution.journal.RunRecord.Source;
import dev.citusdeploy.execution.journal.RunRecord.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A run of which not all lines are read yet, by one source.
final class RunRecordBuilder {
  private final String id;
  private final Source source;
  private final SequencedMap<String, StepRecord> steps = new LinkedHashMap<>();
  private final List<String> planned = new ArrayList<>();
  private String who = "";
  private String command = "";
  private String outcome = "";
  private Instant began = Instant.MAX;
  private @Nullable Instant ended;

  RunRecordBuilder(String id, Source source) {
    this.id = id;
    this.source = source;
  }

  /// Takes in one line.
  void add(JsonNode entry, Instant time) {
    began = time.isBefore(began) ? time : began;
    switch (entry.path("event").asString("")) {
      case "run" -> {
        who = entry.path("who").asString("");
        command = entry.path("command").asString("");
        entry.path("steps").forEach(step -> planned.add(step.asString("")));
      }
      case "run-end" -> {
        outcome = entry.path("outcome").asString("");
        ended = time;
      }
      case "begin" -> steps.put(key(entry), begun(entry, time));
      case "end" -> steps.computeIfPresent(key(entry), (_, begun) -> ended(begun, entry, time));
      // It waited for permission to begin, and was not given it.
      case "not-reached" -> steps.remove(key(entry));
      default -> {}
    }
  }

  private static String key(JsonNode entry) {
    return entry.path("host").asString("") + " " + entry.path("step").asString("");
  }

  private StepRecord begun(JsonNode entry, Instant time) {
    return new StepRecord(
        entry.path("step").asString(""),
        entry.path("host").asString(""),
        entry.path("reason").asString(""),
        time,
        null,
        null,
        "",
        source);
  }

  private StepRecord ended(StepRecord begun, JsonNode entry, Instant time) {
    JsonNode took = entry.path("took");
    JsonNode exit = entry.path("exit");
    return new StepRecord(
        begun.id(),
        begun.host(),
        begun.reason(),
        begun.began(),
        MeasuredDurations.duration(took).orElse(Duration.between(begun.began(), time)),
        exit.isNumber() && exit.canConvertToInt() ? Integer.valueOf(exit.asInt(-1)) : null,
        entry.path("failed").asString(""),
        source);
  }

  /// The run as this source records it, completed from another one.
  RunRecord with(@Nullable RunRecordBuilder other) {
    List<RunRecordBuilder> tellers = other == null ? List.of(this) : List.of(this, other);
    SequencedMap<String, StepRecord> all = new LinkedHashMap<>(steps);
    if (other != null) {
      other.steps.forEach(all::putIfAbsent);
    }
    List<StepRecord> ordered = new ArrayList<>(all.values());
    ordered.sort(
        Comparator.comparing(StepRecord::began)
            .thenComparing(StepRecord::host)
            .thenComparing(StepRecord::id));
    RunRecordBuilder end = outcome.isEmpty() && other != null ? other : this;
    return new RunRecord(
        id,
        first(tellers.stream().map(draft -> draft.who)),
        first(tellers.stream().map(draft -> draft.command)),
        began,
        end.ended,
        end.outcome,
        tellers.stream().flatMap(draft -> draft.planned.stream()).distinct().toList(),
        ordered,
        tellers.stream().map(draft -> draft.source).toList());
  }

  private static String first(Stream<String> words) {
    return words.filter(word -> !word.isEmpty()).findFirst().orElse("");
  }
}

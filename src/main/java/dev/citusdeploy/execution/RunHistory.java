package dev.citusdeploy.execution;

import dev.citusdeploy.execution.RunRecord.StepRecord;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Puts together what the journals of all servers tell.
public final class RunHistory {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int LINES = 5_000;

  private RunHistory() {}

  /// The last lines of a server's journal.
  ///
  /// @throws ProblemException when there is no answer
  public static String journal(RemoteHost host, Inventory inventory) {
    Answer answer =
        host.run(
            ScriptFiles.alone("read the journal", "journal-look.sh", DEADLINE)
                .with("JOURNAL", Journal.file(inventory))
                .with("LINES", Integer.toString(LINES)));
    return answer.output();
  }

  /// The runs that some journals tell of, the newest first. A line that is no JSON object, as the
  /// last of a server that lost its power may be, is passed over. The order of the journals does
  /// not matter.
  public static List<RunRecord> of(Collection<String> journals) {
    SequencedMap<String, Draft> drafts = new LinkedHashMap<>();
    for (String journal : journals) {
      journal.lines().forEach(line -> read(line, drafts));
    }
    return drafts.values().stream()
        .map(Draft::finished)
        .sorted(Comparator.comparing(RunRecord::began).thenComparing(RunRecord::id).reversed())
        .toList();
  }

  private static void read(String line, Map<String, Draft> drafts) {
    JsonNode entry;
    try {
      entry = JsonMapper.shared().readTree(line);
    } catch (JacksonException _) {
      return;
    }
    String run = entry.path("run").asString("");
    if (run.isEmpty() || !entry.path("time").isNumber()) {
      return;
    }
    Instant time = Instant.ofEpochSecond(entry.path("time").asLong());
    drafts.computeIfAbsent(run, Draft::new).add(entry, time);
  }

  /// A run of which not all lines are read yet.
  private static final class Draft {
    private final String id;
    private final SequencedMap<String, StepRecord> steps = new LinkedHashMap<>();
    private String who = "";
    private String command = "";
    private String outcome = "";
    private Instant began = Instant.MAX;
    private @Nullable Instant ended;

    Draft(String id) {
      this.id = id;
    }

    void add(JsonNode entry, Instant time) {
      began = time.isBefore(began) ? time : began;
      switch (entry.path("event").asString("")) {
        case "run" -> {
          who = entry.path("who").asString("");
          command = entry.path("command").asString("");
        }
        case "run-end" -> {
          outcome = entry.path("outcome").asString("");
          ended = time;
        }
        case "begin" -> steps.put(key(entry), begun(entry, time));
        case "end" -> steps.computeIfPresent(key(entry), (_, begun) -> ended(begun, entry, time));
        default -> {}
      }
    }

    private static String key(JsonNode entry) {
      return entry.path("host").asString("") + " " + entry.path("step").asString("");
    }

    private static StepRecord begun(JsonNode entry, Instant time) {
      return new StepRecord(
          entry.path("step").asString(""),
          entry.path("host").asString(""),
          entry.path("reason").asString(""),
          time,
          null,
          null);
    }

    private static StepRecord ended(StepRecord begun, JsonNode entry, Instant time) {
      return new StepRecord(
          begun.id(),
          begun.host(),
          begun.reason(),
          begun.began(),
          Duration.between(begun.began(), time),
          entry.path("exit").asInt(0));
    }

    RunRecord finished() {
      List<StepRecord> ordered = new ArrayList<>(steps.values());
      ordered.sort(
          Comparator.comparing(StepRecord::began)
              .thenComparing(StepRecord::host)
              .thenComparing(StepRecord::id));
      return new RunRecord(id, who, command, began, ended, outcome, ordered);
    }
  }
}

package dev.citusdeploy.execution.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads journals. A line that is not as this program writes it, as the last of a machine that lost
/// its power may be, is passed over.
final class JournalLines {
  /// The end of the year 9999, in seconds: times behind it were not written by this program.
  private static final double LATEST = 253_402_300_799.0;

  private static final int LONGEST_RUN = 100;

  private JournalLines() {}

  /// A line.
  ///
  /// @param run id of the run
  /// @param time when it was written
  /// @param entry all of it
  record Line(String run, Instant time, JsonNode entry) {
    String event() {
      return entry.path("event").asString("");
    }
  }

  /// All lines of a journal.
  static List<Line> of(String journal) {
    return journal.lines().flatMap(JournalLines::read).toList();
  }

  /// A server's journal without the lines that are about other servers: each of those has a journal
  /// of its own.
  ///
  /// @param others names of the other servers
  static String own(String journal, Set<String> others) {
    return journal
        .lines()
        .filter(line ->
            read(line).noneMatch(read -> others.contains(read.entry().path("host").asString(""))))
        .collect(Collectors.joining("\n"));
  }

  /// The lines of a machine's own journal that are about one cluster: several may share a name.
  static List<Line> of(String journal, LocalRun.ClusterMark cluster) {
    Set<String> runs = new HashSet<>();
    List<Line> found = new ArrayList<>();
    for (Line line : of(journal)) {
      if (line.event().equals("run")
          && cluster.fits(
              line.entry().path("inventory").asString(""),
              line.entry().path("coordinator").asString(""))) {
        runs.add(line.run());
      }
      if (runs.contains(line.run())) {
        found.add(line);
      }
    }
    return found;
  }

  private static Stream<Line> read(String line) {
    JsonNode entry;
    try {
      entry = JsonMapper.shared().readTree(line);
    } catch (JacksonException _) {
      return Stream.of();
    }
    String run = entry.path("run").asString("");
    if (run.isEmpty() || !entry.path("time").isNumber()) {
      return Stream.of();
    }
    double seconds = entry.path("time").asDouble(-1);
    if (!(seconds >= 0 && seconds <= LATEST) || run.length() > LONGEST_RUN) {
      return Stream.of();
    }
    BigDecimal time = entry.path("time").decimalValue();
    return Stream.of(
        new Line(run, Instant.ofEpochMilli(time.movePointRight(3).longValue()), entry));
  }
}

package dev.citusdeploy.execution.journal;

import dev.citusdeploy.facts.RecordedStart;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// What the journal of this machine knows of nodes that were started and healthy: evidence of data
/// where nothing on any server is left.
public final class RecordedStarts {
  /// The field of a line about a step that left a node healthy.
  static final String STARTED = "started";

  /// The field of a run's first line: the machine id of each host.
  static final String MACHINES = "machines";

  private static final Logger LOG = LoggerFactory.getLogger(RecordedStarts.class);

  private RecordedStarts() {}

  /// The starts that it records, the last one last. Empty where the journal cannot be read: it is a
  /// help and no condition.
  ///
  /// @param journal the file of a cluster's name
  public static List<RecordedStart> read(Path journal) {
    try {
      return of(LocalJournal.read(journal));
    } catch (IOException e) {
      LOG.warn("this machine's journal cannot be read, so it is no evidence of former starts", e);
      return List.of();
    }
  }

  static List<RecordedStart> of(String journal) {
    Map<String, JsonNode> machines = new HashMap<>();
    List<RecordedStart> starts = new ArrayList<>();
    for (JournalLines.Line line : JournalLines.of(journal)) {
      if (line.event().equals("run")) {
        machines.put(line.run(), line.entry().path(MACHINES));
      }
      String node = line.entry().path(STARTED).asString("");
      JsonNode known = machines.get(line.run());
      if (!HostName.isValid(node) || known == null) {
        continue;
      }
      String machine = known.path(line.entry().path("host").asString("")).asString("");
      if (!machine.isEmpty()) {
        starts.add(new RecordedStart(new NodeName(node), machine, line.run(), line.time()));
      }
    }
    return starts;
  }
}

package dev.citusdeploy.execution.journal;

import dev.citusdeploy.execution.journal.RunRecord.Source;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Combines the journals of all servers with that of this machine.
public final class RunHistory {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int LINES = 5_000;

  /// A journal and its older part have about 1 MiB each, and a line some hundred bytes.
  private static final int LONGEST = 4 << 20;

  private RunHistory() {}

  /// The last lines of a server's journal, without those that claim to be about another server.
  ///
  /// @throws ProblemException when there is no answer
  public static String journal(RemoteHost host, Inventory inventory) {
    Answer answer =
        host.run(
            ScriptFiles.alone("read the journal", "journal-read.sh", DEADLINE)
                .answering(LONGEST)
                .with("LONGEST", Integer.toString(LONGEST / 2))
                .with("JOURNAL", Journal.file(inventory))
                .with("EVENT", "")
                .with("LINES", Integer.toString(LINES)));
    return inventory.sameMachine()
        ? answer.output()
        : JournalLines.own(answer.output(), others(host, inventory));
  }

  private static Set<String> others(RemoteHost host, Inventory inventory) {
    return inventory.hosts().stream()
        .map(other -> other.name().value())
        .filter(name -> !name.equals(host.name().value()))
        .collect(Collectors.toSet());
  }

  /// The runs that any journal records, the newest first. The servers' records win; what they lack,
  /// or those that did not answer, is taken from this machine's journal. The order of the servers'
  /// journals does not matter.
  ///
  /// @param servers the servers' journals
  /// @param local this machine's
  /// @param cluster which of the runs in it are meant
  public static List<RunRecord> of(
      Collection<String> servers, String local, LocalRun.ClusterMark cluster) {
    SequencedMap<String, RunRecordBuilder> there = new LinkedHashMap<>();
    for (String journal : servers) {
      add(JournalLines.of(journal), there, Source.SERVERS);
    }
    SequencedMap<String, RunRecordBuilder> here = new LinkedHashMap<>();
    add(JournalLines.of(local, cluster), here, Source.THIS_MACHINE);
    SequencedSet<String> runs = new LinkedHashSet<>(there.sequencedKeySet());
    runs.addAll(here.sequencedKeySet());
    return runs.stream()
        .map(run -> merged(there.get(run), here.get(run)))
        .sorted(Comparator.comparing(RunRecord::began).thenComparing(RunRecord::id).reversed())
        .toList();
  }

  private static void add(
      List<JournalLines.Line> lines, Map<String, RunRecordBuilder> drafts, Source source) {
    for (JournalLines.Line line : lines) {
      drafts
          .computeIfAbsent(line.run(), run -> new RunRecordBuilder(run, source))
          .add(line.entry(), line.time());
    }
  }

  private static RunRecord merged(
      @Nullable RunRecordBuilder there, @Nullable RunRecordBuilder here) {
    return there == null ? Objects.requireNonNull(here).with(null) : there.with(here);
  }
}

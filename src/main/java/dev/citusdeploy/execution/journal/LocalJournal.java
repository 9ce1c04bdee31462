package dev.citusdeploy.execution.journal;

import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Step;
import java.io.FileOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// The record of runs that the machine keeps that they were started on: one JSON object a line,
/// appended and brought to the disk before the step it announces begins, and again when it has
/// ended. It has runs whose servers are down. The servers' own journals are what counts: a line
/// that can't be written here stops nothing. It has no secrets.
public final class LocalJournal implements Consumer<RunEvent>, AutoCloseable {
  /// A file that is larger when a run begins becomes the older part, which replaces the one before.
  static final long LIMIT = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(LocalJournal.class);

  private final FileOutputStream out;
  private final LocalRun run;
  private final InstantSource clock;
  private boolean begun;
  private @Nullable IOException trouble;

  private LocalJournal(FileOutputStream out, LocalRun run, InstantSource clock) {
    this.out = out;
    this.run = run;
    this.clock = clock;
  }

  /// Opens the file, which only its owner may read. Nothing is written before the first step.
  ///
  /// @throws IOException when the file can't be written
  public static LocalJournal open(Path file, LocalRun run, InstantSource clock) throws IOException {
    Files.createDirectories(
        file.toAbsolutePath().getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (Files.exists(file) && Files.size(file) > LIMIT) {
      Files.move(file, older(file), StandardCopyOption.ATOMIC_MOVE);
    }
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    // No channel: an interrupt, which only asks a run to begin nothing new, would close it.
    return new LocalJournal(new FileOutputStream(file.toFile(), true), run, clock);
  }

  /// What the file and its older part hold; empty where there is none.
  ///
  /// @throws IOException when one is there and can't be read
  public static String read(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path part : List.of(older(file), file)) {
      if (Files.exists(part)) {
        // A line that was cut off may end in half a character.
        text.append(new String(Files.readAllBytes(part), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private static Path older(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  @Override
  public synchronized void accept(RunEvent event) {
    switch (event) {
      case RunEvent.Started(var step) -> {
        begin();
        write("begin", Journal.of(step));
      }
      case RunEvent.Waiting _, RunEvent.Progressed _ -> {}
      case RunEvent.Interrupted _ -> write("interrupted", new LinkedHashMap<>());
      case RunEvent.Ended(var step, var outcome) -> ended(step, outcome);
    }
  }

  /// Records how the run ended; nothing, when it had not begun.
  public synchronized void end(RunResult result, boolean interrupted) {
    if (begun) {
      SequencedMap<String, Object> entry = new LinkedHashMap<>();
      entry.put("outcome", result.word(interrupted));
      write("run-end", entry);
    }
  }

  /// Why a line could not be written; empty when all were.
  public synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble).map(Exception::getMessage);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      write("run", run.asEntry());
    }
  }

  private void ended(Step step, StepOutcome outcome) {
    SequencedMap<String, Object> entry = Journal.of(step);
    switch (outcome) {
      case StepOutcome.Succeeded(Duration took, var _) -> {
        entry.put("exit", 0);
        entry.put("took", took.toMillis());
        if (step.action().traits().startsServer()) {
          entry.put(RecordedStarts.STARTED, String.valueOf(step.node()));
        }
        write("end", entry);
      }
      case StepOutcome.Failed(Duration took, List<Problem> problems) -> {
        entry.put("failed", problems.getFirst().code());
        entry.put("took", took.toMillis());
        write("end", entry);
      }
      case StepOutcome.NotReached(String because) -> {
        entry.put("because", because);
        write("not-reached", entry);
      }
    }
  }

  private void write(String event, SequencedMap<String, Object> more) {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("time", seconds(clock.instant()));
    entry.put("event", event);
    entry.put("run", run.identity().id());
    entry.putAll(more);
    byte[] line =
        (ForeignText.escaped(JsonMapper.shared().writeValueAsString(entry)) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    try {
      out.write(line);
      out.getFD().sync();
    } catch (IOException e) {
      LOG.warn("the local journal lacks the event {}", event, e);
      trouble = trouble == null ? e : trouble;
    }
  }

  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3);
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      LOG.debug("the local journal was not closed", e);
    }
  }
}

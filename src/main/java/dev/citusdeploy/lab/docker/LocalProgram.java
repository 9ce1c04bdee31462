package dev.citusdeploy.lab.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Programs of this machine, run to their end or to a deadline. Their output goes through files, so
/// that no thread is needed to empty pipes.
public final class LocalProgram {
  private static final Duration POLL = Duration.ofMillis(50);

  private LocalProgram() {}

  /// How a program, or the last one of a pipeline, ended.
  ///
  /// @param status exit status; of a pipeline the first one that is not zero
  /// @param timedOut whether the deadline ended it
  /// @param output standard output
  /// @param errors standard error, of all programs of a pipeline
  record Ending(int status, boolean timedOut, String output, String errors) {}

  /// When to give up.
  ///
  /// @param end the whole run
  /// @param firstWord until something is on standard output
  public record Patience(Duration end, Duration firstWord) {
    /// Only the end is limited.
    public static Patience of(Duration end) {
      return new Patience(end, end);
    }
  }

  /// Runs a pipeline of programs; the first one's input is empty.
  ///
  /// @param lines receives each line of the last one's standard output soon after it was written
  /// @throws IOException when a program can't be started
  /// @throws InterruptedException when this thread is interrupted; the programs are ended then
  static Ending run(List<List<String>> pipeline, Patience patience, Consumer<String> lines)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("citus-deploy-lab");
    try {
      List<Process> processes = start(pipeline, folder);
      Follower follower = new Follower(folder.resolve("output"), lines);
      try {
        boolean ended = await(processes, patience, follower);
        follower.follow(true);
        return new Ending(
            ended ? status(processes) : -1, !ended, follower.text(), errors(pipeline, folder));
      } finally {
        processes.forEach(Process::destroyForcibly);
      }
    } finally {
      deleteTree(folder);
    }
  }

  private static List<Process> start(List<List<String>> pipeline, Path folder) throws IOException {
    List<ProcessBuilder> builders = new ArrayList<>();
    for (int i = 0; i < pipeline.size(); i++) {
      builders.add(
          new ProcessBuilder(pipeline.get(i)).redirectError(folder.resolve("errors" + i).toFile()));
    }
    Path nothing = Files.createFile(folder.resolve("nothing"));
    builders.getFirst().redirectInput(nothing.toFile());
    builders.getLast().redirectOutput(folder.resolve("output").toFile());
    return ProcessBuilder.startPipeline(builders);
  }

  private static boolean await(List<Process> processes, Patience patience, Follower follower)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (Process process : processes.reversed()) {
      while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        follower.follow(false);
        Duration spent = Duration.ofNanos(System.nanoTime() - start);
        if (spent.compareTo(patience.end()) > 0
            || (follower.silent() && spent.compareTo(patience.firstWord()) > 0)) {
          return false;
        }
      }
    }
    return true;
  }

  private static int status(List<Process> processes) {
    return processes.stream()
        .mapToInt(Process::exitValue)
        .filter(status -> status != 0)
        .findFirst()
        .orElse(0);
  }

  private static String errors(List<List<String>> pipeline, Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < pipeline.size(); i++) {
      all.append(read(folder.resolve("errors" + i)));
    }
    return all.toString();
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /// Deletes a folder with all that is in it.
  public static void deleteTree(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.toList().reversed()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /// Reads a growing file line by line.
  private static final class Follower {
    private final Path file;
    private final Consumer<String> lines;
    private long seenBytes;
    private int passedOnChars;
    private String text = "";

    Follower(Path file, Consumer<String> lines) {
      this.file = file;
      this.lines = lines;
    }

    void follow(boolean last) throws IOException {
      long size = Files.size(file);
      if (size > seenBytes) {
        seenBytes = size;
        text = read(file);
      }
      for (int end = text.indexOf('\n', passedOnChars);
          end >= 0;
          end = text.indexOf('\n', passedOnChars)) {
        lines.accept(text.substring(passedOnChars, end));
        passedOnChars = end + 1;
      }
      if (last && passedOnChars < text.length()) {
        lines.accept(text.substring(passedOnChars));
        passedOnChars = text.length();
      }
    }

    boolean silent() {
      return text.isEmpty();
    }

    String text() {
      return text;
    }
  }
}

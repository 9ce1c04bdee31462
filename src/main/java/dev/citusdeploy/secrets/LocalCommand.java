package dev.citusdeploy.secrets;

import dev.citusdeploy.model.Background;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// How a command on this machine ended.
sealed interface LocalCommand {
  /// More than any password or error message has.
  int MOST_BYTES = 1 << 20;

  /// With exit code 0.
  ///
  /// @param output what it wrote to standard output
  record Succeeded(String output) implements LocalCommand {
    @Override
    public String toString() {
      return "Succeeded[***]";
    }
  }

  /// With another exit code.
  ///
  /// @param lastLines of what it wrote to standard error
  record Failed(int exitCode, String lastLines) implements LocalCommand {}

  /// Not in time; it was killed with all its children.
  record TooLate() implements LocalCommand {}

  /// Runs a command without input.
  ///
  /// @param words program and arguments
  /// @param folder where it runs
  /// @throws IOException when it cannot be started
  static LocalCommand run(List<String> words, Path folder, Duration deadline)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    Process process = new ProcessBuilder(words).directory(folder.toFile()).start();
    try {
      process.getOutputStream().close();
      var output = reading(process.getInputStream());
      var errors = reading(process.getErrorStream());
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return new TooLate();
      }
      // Its children may still hold its output open.
      String text = output.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (process.exitValue() == 0) {
        return new Succeeded(text);
      }
      String complaint = errors.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return new Failed(process.exitValue(), lastLines(complaint));
    } catch (TimeoutException e) {
      return new TooLate();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static FutureTask<String> reading(InputStream stream) {
    var task =
        new FutureTask<>(() -> {
          String text = new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
          stream.transferTo(java.io.OutputStream.nullOutputStream());
          return text;
        });
    Background.start("local-command", task);
    return task;
  }

  private static String lastLines(String text) {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream().skip(Math.max(0, lines.size() - 3)).collect(Collectors.joining("; "));
  }
}

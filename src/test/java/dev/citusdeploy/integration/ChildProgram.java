package dev.citusdeploy.integration;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The program in a process of its own, which signals can be sent to.
final class ChildProgram implements AutoCloseable {
  private final Process process;
  private final BufferedReader reader;
  private final StringBuilder output = new StringBuilder();

  private ChildProgram(Process process) {
    this.process = process;
    this.reader = process.inputReader();
  }

  /// Starts the program itself.
  static ChildProgram start(String... arguments) throws IOException {
    return start(Main.class, List.of(arguments));
  }

  /// Starts it so that it tells when a run comes to a moment.
  ///
  /// @param step a pattern for the output of a step
  static ChildProgram startUntil(CutOffProgram.Moment moment, String step, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(moment.name(), step));
    words.addAll(List.of(arguments));
    return start(CutOffProgram.class, words);
  }

  private static ChildProgram start(Class<?> main, List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>();
    // A build in the background of a shell ignores Ctrl-C, and so would its children.
    words.addAll(List.of("env", "--default-signal=INT,TERM,HUP"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8"));
    words.addAll(List.of("-Dstderr.encoding=UTF-8", "-cp", System.getProperty("java.class.path")));
    words.add(main.getName());
    words.addAll(arguments);
    return new ChildProgram(LocalPrograms.process(words).redirectErrorStream(true).start());
  }

  /// Waits until it tells something.
  ///
  /// @throws AssertionError when it ends before
  void await(String words) throws IOException {
    awaitPattern(Pattern.quote(words));
  }

  /// Waits until it tells something that matches.
  ///
  /// @throws AssertionError when it ends before
  void awaitPattern(String words) throws IOException {
    Pattern pattern = Pattern.compile(words);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      output.append(line).append('\n');
      if (pattern.matcher(line).find()) {
        return;
      }
    }
    throw new AssertionError("ended without saying '" + words + "':\n" + output);
  }

  /// Is done when the process has ended.
  CompletableFuture<?> onExit() {
    return process.onExit();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Sends a signal by its name.
  void signal(String name) throws IOException, InterruptedException {
    // The shell's own: a program of that name is not on every machine.
    LocalPrograms.process("sh", "-c", "kill -" + name + " " + process.pid())
        .inheritIO()
        .start()
        .waitFor();
  }

  /// Waits for the end, and returns the exit code.
  ///
  /// @throws AssertionError when it has not ended after a minute
  int end() throws IOException, InterruptedException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      output.append(line).append('\n');
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end:\n" + output);
    }
    return process.exitValue();
  }

  /// What it has written so far to both outputs.
  String output() {
    return output.toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

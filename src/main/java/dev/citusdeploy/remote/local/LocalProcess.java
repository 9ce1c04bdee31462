package dev.citusdeploy.remote.local;

import dev.citusdeploy.model.Background;
import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.remote.conversation.Ending;
import dev.citusdeploy.remote.conversation.StartedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A process of this machine, in a session of its own: a signal to the program's group, as Ctrl-C
/// sends it, does not reach it, and what it sends to its own group does not reach the program.
final class LocalProcess implements StartedProcess.Channel {
  private final Process process;

  private LocalProcess(Process process) {
    this.process = process;
  }

  /// @param environment variables to be set besides this program's own
  /// @throws IOException when there is no `setsid`, or no process can be started
  static Process start(String commandLine, Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder(List.of("setsid", "sh", "-c", commandLine));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// Starts a command line.
  static LocalProcess open(String commandLine, Map<String, String> environment) throws IOException {
    return new LocalProcess(start(commandLine, environment));
  }

  /// Completed when its first process has ended.
  CompletableFuture<Ending> ending() {
    return process.onExit().thenApply(ended -> new Ending(ended.exitValue(), null, false));
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public InputStream output() {
    return process.getInputStream();
  }

  @Override
  public InputStream errors() {
    return process.getErrorStream();
  }

  @Override
  public void resize(Terminal terminal) {
    throw new IllegalStateException("the process has no terminal");
  }

  /// Ends the input only: the outputs end with the process. In a thread of its own, because closing
  /// waits for a write that waits.
  @Override
  public void close() {
    Background.start(
        "local-process",
        () -> {
          try {
            input().close();
          } catch (IOException e) {
            // The process has ended.
          }
        });
  }
}

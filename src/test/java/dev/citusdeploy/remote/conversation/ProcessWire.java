package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.remote.ssh.TestSshServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// A conversation's way to a process on this machine.
final class ProcessWire implements Wire {
  private final Process process;
  private final Thread ending;

  private ProcessWire(Process process, Thread ending) {
    this.process = process;
    this.ending = ending;
  }

  static ProcessWire start(AnswerReader answers, String path, List<String> command) {
    var builder = LocalPrograms.process(command);
    builder.environment().put("PATH", path);
    try {
      Process process = builder.start();
      Thread errors =
          Thread.ofVirtual()
              .start(() ->
                  TestSshServer.ShellCommand.pump(
                      process.getErrorStream(), answers.errorSink(), false));
      Thread ending =
          Thread.ofVirtual()
              .start(() -> {
                TestSshServer.ShellCommand.pump(
                    process.getInputStream(), answers.outputSink(), false);
                try {
                  errors.join();
                  answers.ended(new Ending(process.waitFor(), null, false));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      return new ProcessWire(process, ending);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    return process;
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  void awaitEnd() throws InterruptedException {
    ending.join();
  }
}

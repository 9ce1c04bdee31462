package dev.citusdeploy.remote.local;

import dev.citusdeploy.model.Background;
import dev.citusdeploy.remote.conversation.Ending;
import dev.citusdeploy.remote.conversation.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// A conversation's wire to a shell on this machine.
public final class LocalWire implements Wire {
  private final Process process;

  private LocalWire(Process process) {
    this.process = process;
  }

  /// Starts a command line in its own session, which the conversation needs: it kills its own
  /// process group when its input was cut off.
  ///
  /// @param environment variables to be set besides this program's own
  /// @throws IOException when there is no `setsid`, or no process can be started
  public static LocalWire open(
      String commandLine, Map<String, String> environment, Receiver receiver) throws IOException {
    Process process = LocalProcess.start(commandLine, environment);
    Thread errors =
        Background.start("local-wire", () -> pump(process.getErrorStream(), receiver.errorSink()));
    Background.start(
        "local-wire",
        () -> {
          pump(process.getInputStream(), receiver.outputSink());
          try {
            errors.join();
            receiver.ended(new Ending(process.waitFor(), null, false));
          } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
          }
        });
    return new LocalWire(process);
  }

  private static void pump(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
    } catch (IOException e) {
      // The process was ended by close.
    }
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
}

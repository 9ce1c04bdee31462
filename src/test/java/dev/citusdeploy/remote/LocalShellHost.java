package dev.citusdeploy.remote;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellQuoting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A host that is this machine: scripts run in a local shell, connections are local sockets. Like
/// the conversation it returns text only: bytes that are not UTF-8 become U+FFFD.
public final class LocalShellHost implements RemoteHost {
  private final HostName name;
  private final List<String> shell;
  private final SequencedMap<String, String> environment = new LinkedHashMap<>();

  private String held = "";

  /// @param name what the host is called
  /// @param shell the command of a POSIX shell, such as `busybox`, `ash`
  public LocalShellHost(String name, List<String> shell) {
    this.name = new HostName(name);
    this.shell = List.copyOf(shell);
  }

  /// Sets a variable of the environment for all scripts after this.
  public LocalShellHost environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  @Override
  public HostName name() {
    return name;
  }

  @Override
  public Answer run(Script script) {
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of("-c", held + script.text()));
    var builder = LocalPrograms.process(command);
    builder.environment().putAll(environment);
    try {
      return answer(builder.start(), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every script opens the file again: nothing is held between two of them.
  @Override
  public boolean hold(String file) {
    if (!Files.isWritable(Path.of(file).getParent())) {
      return false;
    }
    held = "exec 9>>" + ShellQuoting.quote(file) + "\n";
    return true;
  }

  private Answer answer(Process process, Script script) throws IOException {
    var output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
    var diagnostics = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    try (OutputStream input = process.getOutputStream()) {
      input.write(script.payload().toArray());
    } catch (IOException _) {
      // A script may end without reading its payload.
    }
    try {
      if (!process.waitFor(script.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw problem("deadline-passed", script.title() + " took too long");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw problem("interrupted", script.title() + " was interrupted");
    }
    return new Answer(process.exitValue(), output.join(), diagnostics.join());
  }

  private ProblemException problem(String code, String what) {
    return new ProblemException(
        new Problem(
            new ProblemCode(code, Problem.Kind.UNREACHABLE, "", ""), what, name.value(), "", ""));
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ByteStream connect(String address, int port) {
    try {
      return new LocalStream(new Socket(address, port));
    } catch (IOException e) {
      throw problem("connect-refused", "nothing listens on " + address + ":" + port);
    }
  }

  @Override
  public void close() {}

  /// The shells that scripts are tried in, each with the command that starts it.
  ///
  /// @throws IllegalArgumentException when one of them is not on this machine
  public static Map<String, List<String>> shells() {
    Map<String, List<String>> shells = new LinkedHashMap<>();
    shells.put("sh", List.of("sh"));
    shells.put("dash", List.of("dash"));
    shells.put("bash", List.of("bash"));
    shells.put("busybox", List.of("busybox", "ash"));
    shells.values().forEach(command -> LocalPrograms.locate(command.getFirst()));
    return shells;
  }

  private record LocalStream(Socket socket) implements ByteStream {
    @Override
    public InputStream input() {
      try {
        return socket.getInputStream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public OutputStream output() {
      try {
        return socket.getOutputStream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

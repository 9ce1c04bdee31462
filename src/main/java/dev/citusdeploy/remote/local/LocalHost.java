package dev.citusdeploy.remote.local;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.remote.conversation.CommandBootstrap;
import dev.citusdeploy.remote.conversation.ConversationProblems;
import dev.citusdeploy.remote.conversation.HostConversation;
import dev.citusdeploy.remote.conversation.StartedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// This machine as a server, with the same conversation as any other.
public final class LocalHost implements RemoteHost {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

  /// How long ending a process may take.
  private static final Duration ENDING_TIMEOUT = Duration.ofSeconds(6);

  private final LocalPeer peer;
  private final Map<String, String> environment;
  private final RandomGenerator random;
  private final HostConversation conversation;
  private final List<StartedProcess> started = new CopyOnWriteArrayList<>();

  /// @param name this machine's name in the inventory
  /// @param sudo whether scripts and processes are to have the rights of root
  /// @param environment variables that scripts and processes get besides this program's own
  /// @param random unforeseeable and thread-safe
  public LocalHost(
      HostName name, boolean sudo, Map<String, String> environment, RandomGenerator random) {
    this.peer = new LocalPeer(name, System.getProperty("user.name", ""), sudo);
    this.environment = Map.copyOf(environment);
    this.random = random;
    this.conversation =
        new HostConversation(
            peer, (line, receiver) -> LocalWire.open(line, this.environment, receiver), random);
  }

  @Override
  public HostName name() {
    return peer.name();
  }

  @Override
  public Answer run(Script script) {
    return conversation.run(script);
  }

  @Override
  public Answer run(Script script, Consumer<String> lines) {
    return conversation.run(script, lines);
  }

  @Override
  public boolean hold(String file) {
    return conversation.hold(file);
  }

  @Override
  public ByteStream connect(String address, int port) {
    try {
      return LocalStream.open(address, port, CONNECT_TIMEOUT);
    } catch (IOException e) {
      throw new ProblemException(
          ConversationProblems.tunnelRefused(
              peer, address, port, "connecting to it failed: " + e.getMessage()),
          e);
    }
  }

  /// See [RemoteHost#start].
  ///
  /// @throws ProblemException of kind REFUSED when a terminal is asked for: Java cannot provide one
  @Override
  public RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) {
    if (terminal != null) {
      throw new ProblemException(noTerminal(command));
    }
    conversation.ensureShell(command.title());
    started.removeIf(StartedProcess::isOver);
    String mark = CommandBootstrap.mark(random);
    try {
      LocalProcess channel =
          LocalProcess.open(
              CommandBootstrap.starting(peer.sudo(), mark, command.line()), environment);
      var process = new StartedProcess(peer, command, channel, channel.ending(), () -> end(mark));
      started.add(process);
      return process;
    } catch (IOException e) {
      throw ConversationProblems.failed(peer, command.title(), e);
    }
  }

  private Problem noTerminal(RemoteCommand command) {
    return new Problem(
        LocalProblemCodes.LOCAL_TERMINAL_UNSUPPORTED,
        "%s needs a terminal".formatted(command.title()),
        peer.name().value(),
        "the server is this machine itself, where citus-deploy can give no terminal to a command",
        "run it here by hand");
  }

  private void end(String mark) {
    try {
      Process process = LocalProcess.start(CommandBootstrap.ending(peer.sudo(), mark), environment);
      try {
        process.waitFor(ENDING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException | InterruptedException e) {
      // No process can be started here any more.
    }
  }

  @Override
  public void close() {
    started.forEach(StartedProcess::close);
    conversation.close();
  }
}

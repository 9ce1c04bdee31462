package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.remote.conversation.CommandBootstrap;
import dev.citusdeploy.remote.conversation.Ending;
import dev.citusdeploy.remote.conversation.StartedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/// The processes that were started on one connection, each with a channel of its own. Thread-safe.
final class Processes implements AutoCloseable {
  private static final Duration CHANNEL_TIMEOUT = Duration.ofSeconds(30);

  /// How long ending a process may take, once for opening the channel and once for the command.
  private static final Duration ENDING_TIMEOUT = Duration.ofSeconds(6);

  private final SshPeer peer;
  private final ClientSession session;
  private final RandomGenerator random;
  private final List<StartedProcess> started = new CopyOnWriteArrayList<>();

  Processes(SshPeer peer, ClientSession session, RandomGenerator random) {
    this.peer = peer;
    this.session = session;
    this.random = random;
  }

  /// See [dev.citusdeploy.remote.RemoteHost#start].
  ///
  /// @throws IOException when the connection has ended, or no channel was opened in time
  RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) throws IOException {
    started.removeIf(StartedProcess::isOver);
    String mark = CommandBootstrap.mark(random);
    var ending = new CompletableFuture<Ending>();
    ProcessChannel channel =
        ProcessChannel.open(
            session,
            CommandBootstrap.starting(peer.sudo(), mark, command.line()),
            terminal,
            ending,
            CHANNEL_TIMEOUT);
    var process = new StartedProcess(peer, command, channel, ending, () -> end(mark));
    started.add(process);
    return process;
  }

  /// Closing a channel hangs up a terminal, but does not end a process that has none and does not
  /// write. SSH's own signals don't help either: not every sshd passes them on, and none to a
  /// process that sudo started.
  private void end(String mark) {
    var ending = new CompletableFuture<Ending>();
    try {
      ProcessChannel channel =
          ProcessChannel.open(
              session, CommandBootstrap.ending(peer.sudo(), mark), null, ending, ENDING_TIMEOUT);
      try {
        ending.get(ENDING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        channel.close();
      }
    } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
      // The connection has ended, or the server does not answer: nothing more can be done.
    }
  }

  /// Ends them all. Does not throw.
  @Override
  public void close() {
    started.forEach(StartedProcess::close);
  }
}

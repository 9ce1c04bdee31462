package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.ForeignText;
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
import dev.citusdeploy.remote.conversation.ConversationProblems;
import dev.citusdeploy.remote.conversation.HostConversation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.jspecify.annotations.Nullable;

/// One logged-in connection with its conversation, byte streams and processes.
final class SshRemoteHost implements RemoteHost {
  private static final Duration CHANNEL_TIMEOUT = Duration.ofSeconds(30);

  private final Host host;
  private final SshPeer peer;
  private final ClientSession session;
  private final HostConversation conversation;
  private final Processes processes;

  SshRemoteHost(Host host, ClientSession session, RandomGenerator random) {
    this.host = host;
    this.peer = new SshPeer(host);
    this.session = session;
    this.conversation =
        new HostConversation(
            peer,
            (line, receiver) -> ChannelWire.open(session, line, receiver, CHANNEL_TIMEOUT),
            random);
    this.processes = new Processes(peer, session, random);
  }

  @Override
  public HostName name() {
    return host.name();
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
      return TunnelStream.open(session, address, port, CHANNEL_TIMEOUT);
    } catch (IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SshChannelOpenException refusal) {
          throw new ProblemException(tunnelProblem(refusal, address, port), e);
        }
      }
      throw ConversationProblems.failed(
          peer, "connecting to %s port %d".formatted(address, port), e);
    }
  }

  private Problem tunnelProblem(SshChannelOpenException refusal, String address, int port) {
    String why = "sshd answers:" + ForeignText.block(String.valueOf(refusal.getMessage()));
    return refusal.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED
        ? ForwardingProblems.forbidden(host, address, port, forbidding(), why)
        : ConversationProblems.tunnelRefused(peer, address, port, why);
  }

  /// sshd's settings that forbid connections; empty when they cannot be read now.
  private List<ForwardingSetting> forbidding() {
    if (conversation.isBusy()) {
      return List.of();
    }
    try {
      return ForwardingSetting.forbidding(run(ForwardingSetting.script(host.ssh().user())));
    } catch (ProblemException e) {
      return List.of();
    }
  }

  @Override
  public RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) {
    conversation.ensureShell(command.title());
    try {
      return processes.start(command, terminal);
    } catch (IOException e) {
      throw ConversationProblems.failed(peer, command.title(), e);
    }
  }

  @Override
  public void close() {
    processes.close();
    session.close(false);
  }
}

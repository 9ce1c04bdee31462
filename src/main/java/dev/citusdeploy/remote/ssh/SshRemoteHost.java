package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.jspecify.annotations.Nullable;

/// One logged-in connection with its conversation, which is opened with the first script and again
/// after one was given up.
final class SshRemoteHost implements RemoteHost {
  private static final Duration CHANNEL_TIMEOUT = Duration.ofSeconds(30);

  private final Host host;
  private final ClientSession session;
  private final RandomGenerator random;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private @Nullable Conversation conversation;

  SshRemoteHost(Host host, ClientSession session, RandomGenerator random) {
    this.host = host;
    this.session = session;
    this.random = random;
  }

  @Override
  public HostName name() {
    return host.name();
  }

  @Override
  public Answer run(Script script) {
    return ask(script, conversation -> conversation.run(script));
  }

  @Override
  public Answer run(Script script, Consumer<String> told) {
    return ask(script, conversation -> conversation.run(script, told));
  }

  @Override
  public boolean hold(String file) {
    var opening = new Script("open " + file, "", CHANNEL_TIMEOUT);
    return ask(opening, conversation -> conversation.hold(file, CHANNEL_TIMEOUT)).succeeded();
  }

  /// One question in the conversation.
  private interface Question {
    Outcome askedIn(Conversation conversation) throws InterruptedException;
  }

  /// @param script what is asked, for messages
  private Answer ask(Script script, Question question) {
    try {
      oneAtATime.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(script.title(), e);
    }
    boolean answered = false;
    try {
      Outcome outcome = question.askedIn(opened(script.title()));
      answered = outcome instanceof Outcome.Answered;
      return switch (outcome) {
        case Outcome.Answered(Answer answer) -> answer;
        case Outcome.Late() ->
            throw new ProblemException(ConversationProblems.deadline(host, script));
        case Outcome.TooLong tooLong ->
            throw new ProblemException(ConversationProblems.tooLong(host, script, tooLong));
        case Outcome.Ended ended ->
            throw new ProblemException(ConversationProblems.ended(host, script, ended));
      };
    } catch (InterruptedException e) {
      throw interrupted(script.title(), e);
    } finally {
      if (!answered) {
        closeConversation();
      }
      oneAtATime.unlock();
    }
  }

  private Conversation opened(String title) {
    if (conversation == null) {
      var answers = new AnswerReader();
      try {
        ChannelWire wire = ChannelWire.open(session, host.ssh().sudo(), answers, CHANNEL_TIMEOUT);
        conversation = new Conversation(wire, answers, random);
      } catch (IOException e) {
        throw failed(title, e);
      }
    }
    return conversation;
  }

  private void closeConversation() {
    if (conversation != null) {
      conversation.close();
      conversation = null;
    }
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
      throw failed("connecting to %s port %d".formatted(address, port), e);
    }
  }

  private Problem tunnelProblem(SshChannelOpenException refusal, String address, int port) {
    String why = "sshd answers:" + ForeignText.block(String.valueOf(refusal.getMessage()));
    return refusal.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED
        ? ConversationProblems.forwardingForbidden(host, address, port, forbidding(), why)
        : ConversationProblems.tunnelRefused(host, address, port, why);
  }

  /// What of sshd's settings forbids connections; nothing where it cannot be found out now.
  private List<ForwardingSetting> forbidding() {
    if (oneAtATime.isLocked()) {
      return List.of();
    }
    try {
      return ForwardingSetting.forbidding(run(ForwardingSetting.script(host.ssh().user())));
    } catch (ProblemException e) {
      return List.of();
    }
  }

  private ProblemException failed(String during, IOException failure) {
    if (failure instanceof InterruptedIOException
        || failure.getCause() instanceof InterruptedException) {
      return interrupted(during, failure);
    }
    return new ProblemException(
        ConversationProblems.connectionLost(
            host,
            during,
            "it ended with:" + ForeignText.block(String.valueOf(failure.getMessage()))),
        failure);
  }

  private ProblemException interrupted(String during, Exception cause) {
    Thread.currentThread().interrupt();
    return new ProblemException(ConversationProblems.interrupted(host, during), cause);
  }

  @Override
  public void close() {
    session.close(false);
  }
}

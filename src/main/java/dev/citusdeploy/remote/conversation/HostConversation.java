package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The conversation with one server: opened with the first script, and again after one was given
/// up. Thread-safe; scripts run one after the other.
public final class HostConversation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostConversation.class);

  /// How long the shell may take to open a file, or to answer the first time.
  private static final Duration SHORT = Duration.ofSeconds(30);

  private final Peer peer;
  private final Wire.Opener opener;
  private final RandomGenerator random;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile @Nullable Conversation conversation;
  private volatile boolean closed;
  private volatile boolean everAnswered;

  /// @param random unforeseeable and thread-safe
  public HostConversation(Peer peer, Wire.Opener opener, RandomGenerator random) {
    this.peer = peer;
    this.opener = opener;
    this.random = random;
  }

  /// See [dev.citusdeploy.remote.RemoteHost#run(Script)].
  public Answer run(Script script) {
    return ask(script, open -> open.run(script));
  }

  /// See [dev.citusdeploy.remote.RemoteHost#run(Script, Consumer)].
  public Answer run(Script script, Consumer<String> lines) {
    return ask(script, open -> open.run(script, lines));
  }

  /// See [dev.citusdeploy.remote.RemoteHost#hold(String)].
  public boolean hold(String file) {
    var opening = new Script("open " + file, "", SHORT);
    return ask(opening, open -> open.hold(file, SHORT)).succeeded();
  }

  /// Makes sure that the user has a shell there, and becomes root when sudo is set. Does nothing
  /// once a script has been answered.
  ///
  /// @param title the purpose, for messages
  /// @throws ProblemException when there is none
  public void ensureShell(String title) {
    if (!everAnswered) {
      run(new Script(title, "", SHORT));
    }
  }

  /// Whether a script is running now.
  public boolean isBusy() {
    return oneAtATime.isLocked();
  }

  /// One request in the conversation.
  private interface Question {
    Outcome askedIn(Conversation conversation) throws InterruptedException;
  }

  /// @param script the request, for messages
  private Answer ask(Script script, Question question) {
    try {
      oneAtATime.lockInterruptibly();
    } catch (InterruptedException e) {
      throw ConversationProblems.interrupted(peer, script.title(), e);
    }
    boolean answered = false;
    long begin = System.nanoTime();
    try {
      Outcome outcome = question.askedIn(opened(script.title()));
      LOG.debug(
          "{}: {}: {} after {} ms",
          peer.name(),
          script.title(),
          outcome instanceof Outcome.Answered(var answer)
              ? "exit code " + answer.exitCode()
              : "no answer",
          Duration.ofNanos(System.nanoTime() - begin).toMillis());
      answered = outcome instanceof Outcome.Answered;
      everAnswered |= answered;
      return switch (outcome) {
        case Outcome.Answered(Answer answer) -> answer;
        case Outcome.Late() ->
            throw new ProblemException(
                ConversationProblems.deadline(peer, script.title(), script.deadline()));
        case Outcome.TooLong tooLong ->
            throw new ProblemException(ConversationProblems.tooLong(peer, script, tooLong));
        case Outcome.Ended ended ->
            throw new ProblemException(ConversationProblems.ended(peer, script, ended));
      };
    } catch (InterruptedException e) {
      throw ConversationProblems.interrupted(peer, script.title(), e);
    } finally {
      if (!answered) {
        closeConversation();
      }
      oneAtATime.unlock();
    }
  }

  private Conversation opened(String title) {
    Conversation open = conversation;
    if (closed) {
      throw ConversationProblems.failed(peer, title, new IOException("it was closed"));
    }
    if (open == null) {
      var answers = new AnswerReader();
      try {
        Wire wire = opener.open(Bootstrap.commandLine(peer.sudo()), answers);
        open = new Conversation(wire, answers, random);
        conversation = open;
      } catch (IOException e) {
        throw ConversationProblems.failed(peer, title, e);
      }
    }
    return open;
  }

  private void closeConversation() {
    Conversation open = conversation;
    conversation = null;
    if (open != null) {
      open.close();
    }
  }

  /// Ends the conversation at once and for good: a script that runs is given up. Does not throw.
  @Override
  public void close() {
    closed = true;
    Conversation open = conversation;
    if (open != null) {
      open.close();
    }
  }
}

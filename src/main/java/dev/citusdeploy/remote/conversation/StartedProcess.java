package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.Background;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A process over any kind of channel: its deadline, its end, and their results.
public final class StartedProcess implements RemoteProcess {
  /// How long closing waits for the process to be ended.
  private static final Duration ENDING_LIMIT = Duration.ofSeconds(15);

  private final Peer peer;
  private final RemoteCommand command;
  private final Channel channel;
  private final CompletableFuture<Ending> ending;
  private final Runnable killer;
  private final ReentrantLock finishing = new ReentrantLock();
  private volatile @Nullable Cause finishedBy;

  /// The channel to a process.
  public interface Channel {
    /// See [RemoteProcess#input].
    OutputStream input();

    /// See [RemoteProcess#output].
    InputStream output();

    /// See [RemoteProcess#errors].
    InputStream errors();

    /// See [RemoteProcess#resize].
    void resize(Terminal terminal);

    /// Closes the streams: waiting reads and writes are given up. Does not throw, and does not
    /// wait.
    void close();
  }

  /// Why this side ended a process.
  private enum Cause {
    CLOSED,
    LATE
  }

  /// @param ending completed when the process or its channel has ended
  /// @param killer ends the process after its streams, and waits for that; called at most once, in
  ///   a thread of its own
  public StartedProcess(
      Peer peer,
      RemoteCommand command,
      Channel channel,
      CompletableFuture<Ending> ending,
      Runnable killer) {
    this.peer = peer;
    this.command = command;
    this.channel = channel;
    this.ending = ending;
    this.killer = killer;
    Background.start("process", this::watch);
  }

  private void watch() {
    try {
      ending.get(command.deadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      finish(Cause.LATE);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("nobody interrupts this, and no end is a failure", e);
    }
  }

  @Override
  public OutputStream input() {
    return channel.input();
  }

  @Override
  public InputStream output() {
    return channel.output();
  }

  @Override
  public InputStream errors() {
    return channel.errors();
  }

  @Override
  public void resize(Terminal terminal) {
    channel.resize(terminal);
  }

  /// Whether it has ended completely.
  public boolean isOver() {
    return ending.isDone() && !finishing.isLocked();
  }

  @Override
  public int await() {
    try {
      // The watch completes it at the deadline.
      Ending how = ending.get();
      return switch (finishedBy) {
        case CLOSED ->
            throw new ProblemException(
                ConversationProblems.interrupted(peer.name(), command.title()));
        case LATE -> throw new ProblemException(ConversationProblems.late(peer, command));
        case null -> status(how);
      };
    } catch (InterruptedException e) {
      throw ConversationProblems.interrupted(peer, command.title(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no end is a failure", e);
    }
  }

  private int status(Ending how) {
    if (how.exitStatus() != null) {
      return how.exitStatus();
    }
    if (how.signal() != null) {
      return Signals.exitStatus(how.signal());
    }
    throw new ProblemException(
        ConversationProblems.connectionLost(peer, command.title(), how.why(peer)));
  }

  @Override
  public void close() {
    finish(Cause.CLOSED);
  }

  /// Ends it once; other callers wait for that.
  private void finish(Cause cause) {
    finishing.lock();
    try {
      if (finishedBy != null || ending.isDone()) {
        channel.close();
        return;
      }
      finishedBy = cause;
      channel.close();
      // In a thread of its own: an interrupt of this one must not keep the process alive.
      join(Background.start("process", killer));
      ending.complete(Ending.CUT);
    } finally {
      finishing.unlock();
    }
  }

  private static void join(Thread killing) {
    long deadline = System.nanoTime() + ENDING_LIMIT.toNanos();
    boolean interrupted = false;
    while (true) {
      try {
        killing.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

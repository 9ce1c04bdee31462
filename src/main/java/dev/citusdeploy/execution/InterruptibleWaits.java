package dev.citusdeploy.execution;

import dev.citusdeploy.model.Background;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The waits that the first interrupt of a run ends, while everything else that is under way may
/// end by itself: questions to the catalog and pauses between them. Thread-safe.
public final class InterruptibleWaits {
  /// How long an answer that is under way may still take to come.
  static final Duration GRACE = Duration.ofSeconds(3);

  private final Map<Thread, Wait> waiting = new HashMap<>();
  private boolean over;

  /// A wait of one thread.
  private static final class Wait {
    private final Duration grace;
    private boolean ended;

    private Wait(Duration grace) {
      this.grace = grace;
    }
  }

  /// Sleeps; an interrupt of the run ends it at once.
  ///
  /// @param what what the wait is, for the problem
  /// @throws ProblemException of kind INTERRUPTED
  public void pause(String what, String where, Sleep sleep) {
    during(
        Duration.ZERO,
        () -> {
          try {
            sleep.run();
            return true;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(interrupted(what, where), e);
          }
        });
  }

  /// Waits for an answer; after an interrupt of the run it has a moment to come.
  public <T> T answer(Supplier<T> question) {
    return during(GRACE, question);
  }

  private <T> T during(Duration grace, Supplier<T> wait) {
    Wait mine = enter(grace);
    try {
      return wait.get();
    } finally {
      leave(mine);
    }
  }

  private synchronized Wait enter(Duration grace) {
    Wait mine = new Wait(grace);
    waiting.put(Thread.currentThread(), mine);
    if (over) {
      endAfterGrace(Thread.currentThread(), mine);
    }
    return mine;
  }

  /// The interrupt was for the wait: what the thread does next is not cancelled by it.
  private synchronized void leave(Wait mine) {
    waiting.remove(Thread.currentThread());
    if (mine.ended) {
      Thread.interrupted();
    }
  }

  /// Ends the waits, those that begin later too.
  public synchronized void end() {
    over = true;
    waiting.forEach(this::endAfterGrace);
  }

  private void endAfterGrace(Thread thread, Wait wait) {
    if (wait.grace.isZero()) {
      end(thread, wait);
    } else {
      Background.start(
          "end-of-wait",
          () -> {
            try {
              Thread.sleep(wait.grace);
              end(thread, wait);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  private synchronized void end(Thread thread, Wait wait) {
    if (waiting.get(thread) == wait) {
      wait.ended = true;
      thread.interrupt();
    }
  }

  public static Problem interrupted(String what, String where) {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        what + " was interrupted",
        where,
        "it only reads: nothing of it continues on a server",
        Remedies.AGAIN);
  }

  /// Lets time pass.
  public interface Sleep {
    /// Comes back after a while.
    void run() throws InterruptedException;
  }
}

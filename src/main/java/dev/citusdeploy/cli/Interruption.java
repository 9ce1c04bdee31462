package dev.citusdeploy.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What Ctrl-C does: steps under way may end, nothing new begins, and the program says where it
/// stands before it goes. The process then ends with 130, which is Java's own doing.
final class Interruption {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final CountDownLatch ended = new CountDownLatch(1);

  private Interruption() {}

  /// Watches over the thread that calls this.
  static Interruption watch(Console console) {
    Interruption interruption = new Interruption();
    Thread worker = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> interruption.shutDown(worker, console), "interruption"));
    return interruption;
  }

  /// Tells that the command has ended and its results are printed.
  void ended() {
    ended.countDown();
  }

  /// Runs when the process ends, also when it ends by itself: then there is nothing to wait for.
  private void shutDown(Thread worker, Console console) {
    if (ended.getCount() == 0) {
      return;
    }
    console.progress("interrupted: what is under way may end, nothing new begins");
    try {
      worker.interrupt();
      if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        worker.interrupt();
        ended.await(FAREWELL.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

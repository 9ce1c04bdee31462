package dev.citusdeploy.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/// What Ctrl-C does: the first lets the steps under way end and begins no other, the second ends
/// the program at once. SIGTERM does the same; a terminal that is closed (SIGHUP) is a first one
/// only.
public final class Interruption {
  /// `timeout` sends every signal twice, and shells report a closed terminal beside the system.
  private static final Duration SAME = Duration.ofMillis(500);

  private final Thread worker;
  private final Console console;
  private final InstantSource clock;
  private final Runnable stop;
  private @Nullable Instant first;
  private String words = "";

  /// @param worker the thread that is interrupted first
  /// @param stop ends the program at once
  public Interruption(Thread worker, Console console, InstantSource clock, Runnable stop) {
    this.worker = worker;
    this.console = console;
    this.clock = clock;
    this.stop = stop;
  }

  /// Handles this process's signals for the calling thread.
  public static Interruption watch(Console console) {
    Interruption interruption =
        new Interruption(
            Thread.currentThread(),
            console,
            InstantSource.system(),
            () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code()));
    Signals.register("INT", interruption::asked);
    Signals.register("TERM", interruption::asked);
    Signals.register("HUP", interruption::hungUp);
    return interruption;
  }

  /// Sets what a person has to know when the program is stopped at once from now on.
  public synchronized void whenStopped(String known) {
    words = known;
  }

  /// Somebody asks the program to end.
  synchronized void asked() {
    Instant before = first;
    if (before == null) {
      hungUp();
    } else if (Duration.between(before, clock.instant()).compareTo(SAME) >= 0) {
      // On a terminal the cursor is behind what was typed.
      if (console.interactive()) {
        console.progress("");
      }
      console.progress(console.errPalette().bad("✗ stopped at once") + tail());
      stop.run();
    }
  }

  /// Nobody watches any more. What is under way still ends, however often this signal comes.
  synchronized void hungUp() {
    if (first == null) {
      first = clock.instant();
      worker.interrupt();
    }
  }

  private String tail() {
    return words.isEmpty() ? "" : ": " + words;
  }
}

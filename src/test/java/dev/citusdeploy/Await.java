package dev.citusdeploy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits in tests: for a condition, never for a time, so that a test neither fails on a slow
/// machine nor wastes time on a quick one.
public final class Await {
  /// Far more than anything takes that goes well.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration BETWEEN = Duration.ofMillis(100);

  private Await() {}

  /// Waits until something is so.
  ///
  /// @param what is said when it never is
  public static void until(String what, BooleanSupplier condition) {
    value(what, condition::getAsBoolean, so -> so);
  }

  /// Waits until something that is looked at is as wanted, and gives it back.
  ///
  /// @param what is said with the last value when it never is
  public static <T> T value(String what, Supplier<T> look, Predicate<T> wanted) {
    Instant end = Instant.now().plus(LIMIT);
    T found = look.get();
    while (!wanted.test(found)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "waited " + LIMIT.toSeconds() + " s for: " + what + "; last: " + found);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
      found = look.get();
    }
    return found;
  }
}

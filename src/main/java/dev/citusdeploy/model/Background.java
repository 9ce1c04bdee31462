package dev.citusdeploy.model;

/// Starts background threads that only move bytes, wait or draw: pumps of streams, leases, views.
/// Concurrent work goes through [FanOut]. So threads are started in a few known places only; an
/// architecture test checks this.
public final class Background {
  private Background() {}

  /// Starts a virtual thread.
  ///
  /// @param name for thread dumps
  public static Thread start(String name, Runnable task) {
    return Thread.ofVirtual().name(name).start(task);
  }

  /// Starts a platform thread that does not keep the program alive: for a read that nothing
  /// interrupts.
  ///
  /// @param name for thread dumps
  public static Thread startDaemon(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).start(task);
  }
}

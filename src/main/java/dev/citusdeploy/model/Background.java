package dev.citusdeploy.model;

/// Starts the threads that only move bytes, wait or draw beside the work: pumps of streams, leases,
/// views. Work that is done side by side goes through [FanOut]; so the threads of the program begin
/// in a few known places, and an architecture test keeps it so.
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

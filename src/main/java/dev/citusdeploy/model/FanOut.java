package dev.citusdeploy.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Does one thing for many items side by side, each in a virtual thread, and awaits every one of
/// them.
public final class FanOut {
  private final int limit;

  /// @param limit how many may run at once, at least 1
  public FanOut(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit);
    }
    this.limit = limit;
  }

  /// Applies a function to every item and returns the results in the items' order. The function
  /// must turn expected failures into values; when it throws, all others are still awaited and then
  /// the first exception is thrown.
  ///
  /// @throws InterruptedException when this thread is interrupted; all others are cancelled then
  public <T, R> SequencedMap<T, R> each(List<T> items, Function<T, R> work)
      throws InterruptedException {
    var gate = new Semaphore(limit);
    List<Future<R>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        futures.add(threads.submit(guarded(gate, () -> work.apply(item))));
      }
      try {
        return collect(items, futures);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  private static <R> Callable<R> guarded(Semaphore gate, Callable<R> work) {
    return () -> {
      gate.acquire();
      try {
        return work.call();
      } finally {
        gate.release();
      }
    };
  }

  private static <T, R> SequencedMap<T, R> collect(List<T> items, List<Future<R>> futures)
      throws InterruptedException {
    SequencedMap<T, R> results = new LinkedHashMap<>();
    Throwable first = null;
    for (int i = 0; i < items.size(); i++) {
      try {
        results.put(items.get(i), futures.get(i).get());
      } catch (ExecutionException e) {
        first = first == null ? e.getCause() : first;
      }
    }
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw new IllegalStateException("unexpected checked exception", first);
    }
    return results;
  }
}

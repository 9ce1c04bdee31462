package dev.citusdeploy.execution.lock;

import dev.citusdeploy.model.Background;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Renews the lease of a run's lock on every host while the run has nothing to do there.
public final class LeaseKeeper implements AutoCloseable {
  private static final Duration PERIOD = ClusterLock.LEASE.dividedBy(3);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final ClusterLock lock;

  public LeaseKeeper(ClusterLock lock) {
    this.lock = lock;
  }

  /// Begins to renew on some hosts.
  public void keep(List<HostName> hosts) {
    for (HostName host : hosts) {
      Background.start("lease-" + host, () -> keep(host));
    }
  }

  private void keep(HostName host) {
    try {
      while (!ended.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
        // While a script runs on the host this waits for it; that script has a lease of its own.
        lock.check(host);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ProblemException e) {
      // The next step on this host finds the same, and reports it.
    }
  }

  /// Ends it. What is under way may end: to cancel it would cost the conversation.
  @Override
  public void close() {
    ended.countDown();
  }
}

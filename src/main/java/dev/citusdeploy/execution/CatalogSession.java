package dev.citusdeploy.execution;

import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one session with the coordinator, opened when it is first needed. Thread-safe: who comes
/// later waits.
final class CatalogSession implements AutoCloseable {
  private final ExecutionContext context;
  private final ReentrantLock lock = new ReentrantLock();
  private NodeAddress address;
  private @Nullable CitusCatalog catalog;

  CatalogSession(ExecutionContext context) {
    this.context = context;
    this.address = context.coordinator();
  }

  /// Does something in the catalog. After a failure the session is given up, so that the next one
  /// begins with a sound one.
  ///
  /// @throws ProblemException when there is no session to be had, or a statement fails
  <T> T with(Function<CitusCatalog, T> work) {
    lock.lock();
    try {
      CitusCatalog open = catalog == null ? connect() : catalog;
      catalog = open;
      return work.apply(open);
    } catch (ProblemException e) {
      close();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /// Gives up the session, if there is one: the next use opens another.
  @Override
  public void close() {
    lock.lock();
    try {
      if (catalog != null) {
        catalog.close();
        catalog = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private CitusCatalog connect() {
    Node coordinator = context.inventory().coordinator();
    RemoteHost host = context.hosts().get(coordinator.host());
    if (host == null) {
      throw new IllegalArgumentException("no connection to host " + coordinator.host());
    }
    try {
      return context.catalogs().connect(host, address);
    } catch (ProblemException e) {
      NodeAddress wanted = context.inventory().addressOnHost(coordinator);
      if (wanted.equals(address)) {
        throw e;
      }
      // A re-creation that failed half way may have moved it already.
      CitusCatalog moved = connectAt(host, wanted, e);
      address = wanted;
      return moved;
    }
  }

  private CitusCatalog connectAt(RemoteHost host, NodeAddress wanted, ProblemException first) {
    try {
      return context.catalogs().connect(host, wanted);
    } catch (ProblemException _) {
      throw first;
    }
  }

  /// The coordinator was started anew, as the inventory says: a session does not outlive its
  /// server, which now listens where it should.
  void restarted() {
    lock.lock();
    try {
      close();
      address = context.inventory().addressOnHost(context.inventory().coordinator());
    } finally {
      lock.unlock();
    }
  }
}

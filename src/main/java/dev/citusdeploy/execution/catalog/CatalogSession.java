package dev.citusdeploy.execution.catalog;

import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.execution.Deadline;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.InterruptibleWaits;
import dev.citusdeploy.execution.cause.UnresponsiveNodes;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one session with the coordinator, opened when it is first needed. Thread-safe: who comes
/// later waits. Everything in it has a limit that holds even where a server hangs as a whole, and
/// ends with the first interrupt of the run.
public final class CatalogSession implements AutoCloseable {
  /// What is left of a step's limit for finding out who does not answer.
  private static final Duration FINDING_OUT = Duration.ofSeconds(5);

  private final ExecutionContext context;
  private final InterruptibleWaits waits;
  private final UnresponsiveNodes causes;
  private final ReentrantLock lock = new ReentrantLock();
  private NodeAddress address;
  private @Nullable CitusCatalog catalog;
  private @Nullable Silence silence;

  /// What got no answer last, and when.
  private record Silence(ProblemException failure, long nanos) {}

  public CatalogSession(ExecutionContext context) {
    this(context, new InterruptibleWaits());
  }

  public CatalogSession(ExecutionContext context, InterruptibleWaits waits) {
    this.context = context;
    this.address = context.coordinator();
    this.waits = waits;
    this.causes = new UnresponsiveNodes(context.inventory(), this::connect);
  }

  /// Does a step in the catalog, within the step's limit. After a failure the session is given up,
  /// so that the next one begins with a sound one. Where no answer came in time, the nodes that do
  /// not answer are found out and named.
  ///
  /// @throws ProblemException when there is no session to be had, or a statement fails
  public <T> T change(Step step, Function<CitusCatalog, T> work) {
    Duration whole = context.limits().of(step);
    Duration quarter = whole.dividedBy(4);
    Duration limit = whole.minus(quarter.compareTo(FINDING_OUT) < 0 ? quarter : FINDING_OUT);
    try {
      return with(limit, work);
    } catch (ProblemException e) {
      if (!CitusCatalog.gotNoAnswer(e)) {
        throw e;
      }
      Problem late = e.problems().getFirst();
      List<Problem> named = waits.answer(() -> causes.of(step, late));
      throw new ProblemException(named);
    }
  }

  /// Asks the catalog something. A session may hang with a server that was in the middle of an
  /// answer, and does not report it: where it fails, a new one is asked once.
  ///
  /// @param limit how long both may take together
  /// @throws ProblemException when there is no session to be had, or a statement fails
  public <T> T read(Duration limit, Function<CitusCatalog, T> work) {
    Deadline end = Deadline.in(limit);
    try {
      return with(limit.dividedBy(2), work);
    } catch (ProblemException e) {
      if (!CitusCatalog.gotNoAnswer(e) || end.hasPassed()) {
        throw e;
      }
      return with(end.left(), work);
    }
  }

  private <T> T with(Duration limit, Function<CitusCatalog, T> work) {
    return waits.answer(() -> alone(limit, work));
  }

  private <T> T alone(Duration limit, Function<CitusCatalog, T> work) {
    long asked = System.nanoTime();
    lockInterruptibly();
    try {
      stopAfterOthers(asked, limit);
      CitusCatalog open = catalog == null ? connect(limit) : catalog;
      catalog = open;
      open.within(limit);
      return work.apply(open);
    } catch (ProblemException e) {
      if (CitusCatalog.gotNoAnswer(e)) {
        silence = new Silence(e, System.nanoTime());
      }
      close();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void lockInterruptibly() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          InterruptibleWaits.interrupted("the wait for the catalog", "the catalog"), e);
    }
  }

  /// Who has waited for so long behind others that got no answer need not find out the same.
  private void stopAfterOthers(long asked, Duration limit) {
    Silence last = silence;
    if (last != null && last.nanos() - asked > 0 && System.nanoTime() - asked >= limit.toNanos()) {
      throw new ProblemException(last.failure().problems());
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

  private CitusCatalog connect(Duration limit) {
    Node coordinator = context.inventory().coordinator();
    RemoteHost host = context.hosts().get(coordinator.host());
    if (host == null) {
      throw new IllegalArgumentException("no connection to host " + coordinator.host());
    }
    try {
      return context.catalogs().connect(host, address, limit);
    } catch (ProblemException e) {
      NodeAddress wanted = context.inventory().addressOnHost(coordinator);
      if (wanted.equals(address)) {
        throw e;
      }
      // A re-creation that failed half way may have moved it already.
      CitusCatalog moved = connectAt(host, wanted, e, limit);
      address = wanted;
      return moved;
    }
  }

  private CitusCatalog connectAt(
      RemoteHost host, NodeAddress wanted, ProblemException first, Duration limit) {
    try {
      return context.catalogs().connect(host, wanted, limit);
    } catch (ProblemException _) {
      throw first;
    }
  }

  /// The coordinator was started again with the inventory's settings: a session does not outlive
  /// its server, which now listens where it should.
  ///
  /// @param node the node that was started; nothing happens when it is another one
  public void restarted(Node node) {
    if (!node.name().equals(context.inventory().coordinator().name())) {
      return;
    }
    lock.lock();
    try {
      close();
      address = context.inventory().addressOnHost(context.inventory().coordinator());
    } finally {
      lock.unlock();
    }
  }
}

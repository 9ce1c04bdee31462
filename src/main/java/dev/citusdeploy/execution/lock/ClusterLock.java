package dev.citusdeploy.execution.lock;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The cluster's lock on all servers that a run changes: the coordinator's host first, which
/// decides between two runs that begin at once, then the others. On each server the run's
/// conversation holds it, so it is free when that ends, however it ends. For a machine that
/// vanished without its connections being closed there is a lease by the server's clock, renewed by
/// [#check] and by every script.
public final class ClusterLock implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 5;

  /// How long a holder that is not heard of keeps the lock between two scripts.
  static final Duration LEASE = Duration.ofSeconds(90);

  /// The exit code of a script whose run has lost the lock, and what it prints with it: a step's
  /// own program may end with the same number.
  private static final int LOST = 79;

  private static final String LOST_MARK = "citus-deploy: the lock is lost";

  private final ExecutionContext context;

  /// Whether the conversation with the host holds it itself, or another one of this run.
  private final Map<HostName, Boolean> held = new ConcurrentHashMap<>();

  private ClusterLock(ExecutionContext context) {
    this.context = context;
  }

  /// Takes the lock on hosts, waiting up to the context's limit.
  ///
  /// @throws ProblemException of kind LOCKED when another run holds it on one of them; it is held
  ///   on none then
  public static ClusterLock take(ExecutionContext context, Collection<HostName> hosts) {
    List<HostName> ordered = new ArrayList<>(hosts);
    HostName first = context.inventory().coordinator().host();
    ordered.remove(first);
    ordered.addFirst(first);
    ClusterLock lock = new ClusterLock(context);
    try {
      lock.take(ordered.removeFirst());
      new FanOut(context.limits().parallel()).each(ordered, lock::take);
      return lock;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lock.close();
      throw new ProblemException(interrupted(first), e);
    }
  }

  /// The hosts it is held on, the coordinator's among them.
  public List<HostName> hosts() {
    return List.copyOf(held.keySet());
  }

  /// The same script, refusing to do anything once the lock is no longer this run's.
  public Script guarded(HostName host, Script script) {
    return guarded(host, script, script.deadline().plus(LEASE));
  }

  private Script guarded(HostName host, Script script, Duration lease) {
    return new Script(
            script.title(),
            ScriptFiles.text("guard.sh") + "\n" + script.text(),
            script.payload(),
            script.deadline())
        .with("LOCK", file(context.inventory()))
        .with("LOCK_ID", context.run().id())
        .with("LOCK_OWN", Boolean.TRUE.equals(held.get(host)) ? "1" : "0")
        .with("LOCK_LEASE", Long.toString(lease.toSeconds()));
  }

  /// Checks that the lock is still this run's on a host, and renews its lease.
  ///
  /// @throws ProblemException of kind LOCKED when it is not
  void check(HostName host) {
    checked(
        host, remote(host).run(guarded(host, new Script("check the lock", "", DEADLINE), LEASE)));
  }

  /// The answer of a guarded script.
  ///
  /// @throws ProblemException of kind LOCKED when it did nothing, for want of the lock
  public static Answer checked(HostName host, Answer answer) {
    if (answer.exitCode() == LOST && answer.diagnostics().contains(LOST_MARK)) {
      throw new ProblemException(lost(host));
    }
    return answer;
  }

  /// Path of the lock's file, the same for all hosts on one machine.
  static String file(Inventory inventory) {
    return state(inventory) + "/lock";
  }

  /// Path of the folder that the lock's file is in.
  static String state(Inventory inventory) {
    return inventory.layout().stateFolder();
  }

  private boolean take(HostName host) {
    for (Duration waited = Duration.ZERO; ; waited = waited.plusSeconds(1)) {
      Optional<LockHolder> other = attempt(host);
      if (other.isEmpty()) {
        return true;
      }
      if (waited.compareTo(context.limits().lockWait()) >= 0) {
        throw new ProblemException(taken(host, other.get()));
      }
      pause(host);
    }
  }

  /// Who holds it; empty when it is taken now.
  private Optional<LockHolder> attempt(HostName host) {
    RemoteHost remote = remote(host);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      open(remote);
      Answer answer = remote.run(taking());
      String word = answer.output().lines().findFirst().orElse("");
      switch (word) {
        case "taken=yes" -> {
          held.put(host, true);
          return Optional.empty();
        }
        case "taken=shared" -> {
          held.put(host, false);
          return Optional.empty();
        }
        case "taken=no" -> {
          return Optional.of(LockHolder.parse(answer.output()));
        }
        case "taken=reopen" -> {}
        default -> throw new ProblemException(failed(host, answer));
      }
    }
    throw new ProblemException(failed(host, new Answer(1, "", "its file changes all the time")));
  }

  private void open(RemoteHost remote) {
    String file = file(context.inventory());
    if (remote.hold(file)) {
      return;
    }
    Script making =
        new Script("make the folder of the lock", "umask 077; mkdir -p \"$STATE\"", DEADLINE)
            .with("STATE", state(context.inventory()));
    Answer made = remote.run(making);
    if (!made.succeeded() || !remote.hold(file)) {
      throw new ProblemException(failed(remote.name(), made));
    }
  }

  private Script taking() {
    return ScriptFiles.alone("take the lock", "lock-take.sh", DEADLINE)
        .with("LOCK", file(context.inventory()))
        .with("ID", context.run().id())
        .with("WHO", context.run().who())
        .with("COMMAND", context.run().command())
        .with("LEASE", Long.toString(LEASE.toSeconds()));
  }

  private Host host(HostName name) {
    return context.inventory().hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private RemoteHost remote(HostName host) {
    RemoteHost remote = context.hosts().get(host);
    if (remote == null) {
      throw new IllegalArgumentException("no connection to host " + host);
    }
    return remote;
  }

  private void pause(HostName host) {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(interrupted(host), e);
    }
  }

  private static Problem interrupted(HostName host) {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        "taking the lock was interrupted",
        host.value(),
        "nothing was changed",
        "run the same command again");
  }

  private Problem taken(HostName host, LockHolder holder) {
    return new Problem(
        ExecutionProblemCodes.LOCK_HELD,
        "another run is at work on cluster " + context.inventory().cluster(),
        host.value(),
        holder.sentence(),
        "let it end, or wait for it: `citus-deploy apply INVENTORY --lock-wait 600`; when it is"
            + " surely dead: "
            + ShellCommand.of("citus-deploy lock release INVENTORY --id")
                .foreign(ForeignForm.RUN_ID, holder.run())
                .inline());
  }

  private Problem failed(HostName host, Answer answer) {
    return StepFailures.ofDisk(context.inventory(), host, answer)
        .orElseGet(() ->
            new Problem(
                ExecutionProblemCodes.LOCK_FAILED,
                "the lock cannot be taken: its file is in " + state(context.inventory()),
                host.value(),
                "nothing was changed on any host; the server answered:"
                    + ForeignText.block(answer.tail(5)),
                "see that the login can write to that folder, or set `ssh: { sudo: true }` in the"
                    + " inventory:"
                    + ServerCommand.line(
                            host(host), ShellCommand.of("ls -ld").word(state(context.inventory())))
                        .stripTrailing()));
  }

  private static Problem lost(HostName host) {
    return new Problem(
        ExecutionProblemCodes.LOCK_LOST,
        "the lock is no longer this run's",
        host.value(),
        "someone released it by hand, this run gave no sign for longer than its lease, or its"
            + " connection was cut off while a script was at work",
        "see who is at work: `citus-deploy lock show INVENTORY`; then run the same command again");
  }

  /// Lets go on every host. Does not throw: where a connection is gone, so is the lock.
  @Override
  public void close() {
    for (Map.Entry<HostName, Boolean> entry : held.entrySet()) {
      if (entry.getValue()) {
        try {
          remote(entry.getKey()).hold("/dev/null");
        } catch (ProblemException e) {
          // The conversation that held it has ended.
        }
      }
    }
    held.clear();
  }
}

package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/// The connections to jump hosts, each shared by all hosts behind it. Thread-safe.
public final class JumpHosts {
  private final Function<Host, ClientSession> login;
  private final ConcurrentMap<Route, CompletableFuture<ClientSession>> sessions =
      new ConcurrentHashMap<>();

  /// @param login connects to a host, through its own jump hosts, and logs in
  JumpHosts(Function<Host, ClientSession> login) {
    this.login = login;
  }

  /// Connections with the same route and keys are shared.
  private record Route(List<Host.Jump> jump, @Nullable Path identity, Path knownHosts) {}

  /// Whether a host is reached through others.
  static boolean isBehind(Host host) {
    return !host.ssh().jump().isEmpty();
  }

  /// The last jump host before a host, as a host: with the same login keys and the same file of
  /// known hosts.
  static Host nearest(Host host) {
    List<Host.Jump> all = host.ssh().jump();
    Host.Jump last = all.getLast();
    Host.Ssh ssh = host.ssh();
    return new Host(
        host.name(),
        last.address(),
        new Host.Ssh(
            last.user(),
            last.port(),
            ssh.identity(),
            ssh.knownHosts(),
            false,
            all.subList(0, all.size() - 1)),
        Host.Listen.USUAL,
        List.of(),
        host.where());
  }

  /// All jump hosts of some hosts, each once, those nearest to this machine first.
  public static List<Host> of(List<Host> hosts) {
    List<Host> behind = hosts.stream().filter(JumpHosts::isBehind).toList();
    if (behind.isEmpty()) {
      return List.of();
    }
    List<Host> nearest = behind.stream().map(JumpHosts::nearest).toList();
    var name = new HostName("jump");
    return Stream.concat(of(nearest).stream(), nearest.stream())
        .map(host -> new Host(name, host.address(), host.ssh(), Host.Listen.USUAL, List.of(), ""))
        .distinct()
        .toList();
  }

  /// The connection to the last jump host before a host.
  ///
  /// @throws ProblemException with the jump host that failed, as a problem of the host
  ClientSession before(Host host) {
    Host jump = nearest(host);
    var route = new Route(host.ssh().jump(), host.ssh().identity(), host.ssh().knownHosts());
    var mine = new CompletableFuture<ClientSession>();
    CompletableFuture<ClientSession> shared = sessions.putIfAbsent(route, mine);
    if (shared == null) {
      connect(jump, mine);
      shared = mine;
    }
    try {
      return shared.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ProblemException failure) {
        throw new ProblemException(atJumpHost(host, jump, failure.problems().getFirst()), failure);
      }
      throw e;
    }
  }

  private void connect(Host jump, CompletableFuture<ClientSession> session) {
    try {
      session.complete(login.apply(jump));
    } catch (RuntimeException | Error e) {
      session.completeExceptionally(e);
    }
  }

  private static Problem atJumpHost(Host host, Host jump, Problem problem) {
    // Reported once, for the hop that failed, regardless of the number of hops behind it.
    boolean isReported = problem.what().startsWith(SshProblems.AT_JUMP_HOST);
    return new Problem(
        problem.type(),
        isReported ? problem.what() : SshProblems.atJumpHost(jump) + problem.what(),
        host.name().value(),
        problem.why(),
        problem.remedy());
  }
}

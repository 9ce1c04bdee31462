package dev.citusdeploy.cli.session;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.HostConnector;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.ssh.SshConnector;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/// The connections of one run: every server is connected to once, when it is first needed.
final class Connections implements AutoCloseable {
  private final Inventory inventory;
  private final FanOut fanOut;
  private final HostConnector connector;
  private final ConcurrentMap<HostName, RemoteHost> open = new ConcurrentHashMap<>();

  Connections(Inventory inventory, InventoryOptions options) {
    this.inventory = inventory;
    this.fanOut = new FanOut(options.parallel);
    this.connector =
        new SshConnector(
            Path.of(System.getProperty("user.home")),
            Duration.ofSeconds(options.connectTimeoutSeconds),
            new SecureRandom());
  }

  /// How many hosts are worked on side by side.
  FanOut fanOut() {
    return fanOut;
  }

  /// The one connection to a host, made when it is first needed.
  ///
  /// @throws ProblemException when the host does not answer or refuses
  RemoteHost to(Host host) {
    RemoteHost known = open.get(host.name());
    if (known != null) {
      return known;
    }
    RemoteHost remote = connector.connect(host);
    open.put(host.name(), remote);
    return remote;
  }

  /// The connection to a host, if there is one.
  Optional<RemoteHost> existing(HostName host) {
    return Optional.ofNullable(open.get(host));
  }

  /// All connections there are, in the order of the inventory.
  SequencedMap<HostName, RemoteHost> existing() {
    SequencedMap<HostName, RemoteHost> found = new LinkedHashMap<>();
    inventory
        .hosts()
        .forEach(host -> existing(host.name()).ifPresent(to -> found.put(host.name(), to)));
    return found;
  }

  /// Asks every host the same, side by side; a host that does not answer is a problem.
  ///
  /// @param problems where problems are added
  <T> SequencedMap<HostName, T> ask(Function<RemoteHost, T> question, List<Problem> problems)
      throws InterruptedException {
    var answers =
        fanOut.each(
            inventory.hosts(),
            host -> {
              try {
                return Optional.of(question.apply(to(host)));
              } catch (ProblemException e) {
                synchronized (problems) {
                  problems.addAll(e.problems());
                }
                return Optional.<T>empty();
              }
            });
    SequencedMap<HostName, T> found = new LinkedHashMap<>();
    answers.forEach((host, answer) -> answer.ifPresent(key -> found.put(host.name(), key)));
    return found;
  }

  @Override
  public void close() {
    open.values().forEach(RemoteHost::close);
    connector.close();
  }
}

package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.ListenAddresses;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.situation.Situation;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Nodes whose server lacks the address that PostgreSQL is to listen on: an interface that is not
/// up, or an address that the server no longer has. Known only where a node is not healthy.
public final class AddressBlockers {
  private final Situation situation;

  public AddressBlockers(Situation situation) {
    this.situation = situation;
  }

  /// The server does not have the address, so no start would help.
  Optional<Problem> of(DesiredNode node, NodeFacts facts) {
    List<String> there = neighbours(node, facts).map(OtherWorkloads::addresses).orElse(List.of());
    return required(node)
        .filter(address -> !there.isEmpty() && !there.contains(address.getHostAddress()))
        .map(address -> missing(node, there));
  }

  /// The address and port on which a node that runs does not listen, although its server has the
  /// address; empty where it does, or where it is not known.
  public Optional<String> notListeningOn(DesiredNode node, NodeFacts facts) {
    int port = node.node().address().port();
    List<InetAddress> own =
        neighbours(node, facts).map(OtherWorkloads::own).orElse(List.of()).stream()
            .filter(listener -> listener.port() == port)
            .map(listener -> InetAddress.ofLiteral(listener.address()))
            .toList();
    return required(node)
        .filter(address ->
            !own.isEmpty()
                && own.stream().noneMatch(it -> it.isAnyLocalAddress() || it.equals(address)))
        .map(_ -> node.node().address().toString());
  }

  private Optional<InetAddress> required(DesiredNode node) {
    return ListenAddresses.required(situation.inventory(), node.node()).map(InetAddress::ofLiteral);
  }

  private Optional<OtherWorkloads> neighbours(DesiredNode node, NodeFacts facts) {
    ContainerFacts container = facts.container();
    return container != null && container.isHealthy()
        ? Optional.empty()
        : situation.host(node).map(HostFacts.Known::neighbours);
  }

  private Problem missing(DesiredNode node, List<String> there) {
    Host host = situation.inventory().hostOf(node.node());
    List<String> usable =
        there.stream()
            .filter(address -> !InetAddress.ofLiteral(address).isLoopbackAddress())
            .toList();
    return new Problem(
        PlanProblemCodes.ADDRESS_MISSING,
        "the server does not have the address "
            + node.node().address().host()
            + " of "
            + node.node().name(),
        "host " + host.name() + ", node " + node.node().name(),
        "PostgreSQL is to listen there, and could not; the server has "
            + (usable.isEmpty()
                ? "loopback addresses only"
                : ForeignText.inline(String.join(", ", usable))),
        "bring the interface with that address up, or correct `advertise` of the host in the"
            + " inventory; where another machine passes connections on to this server (NAT), add"
            + " `listen: all`. The addresses it has:"
            + ServerCommand.line(host, ShellCommand.of("ip -brief addr")));
  }
}

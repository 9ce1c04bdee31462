package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.OtherWorkloads.Listener;
import dev.citusdeploy.facts.OtherWorkloads.Namesake;
import dev.citusdeploy.health.HostRequirements;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.Precondition.ContainerState;
import dev.citusdeploy.plan.situation.Situation;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What takes the place of a node that is not healthy: its container's name, or its port.
final class PortBlockers {
  private final Situation situation;

  PortBlockers(Situation situation) {
    this.situation = situation;
  }

  /// Another's container that bears the node's name.
  Optional<Problem> namesake(DesiredNode node) {
    return situation.host(node).stream()
        .flatMap(host -> host.neighbours().containers().stream())
        .filter(container -> container.name().equals(node.service().containerName()))
        .map(container -> namesake(node, container))
        .findFirst();
  }

  /// Another's socket where the node is to listen. What a node's own container does is its own.
  Optional<Problem> port(DesiredNode node, NodeFacts facts) {
    ContainerFacts container = facts.container();
    if (container != null && container.isHealthy()) {
      return Optional.empty();
    }
    // A host that lacks something may not have listed its containers: then it could be the node
    // itself that listens.
    return situation
        .host(node)
        .filter(host ->
            HostRequirements.problems(situation.inventory().host(host.host()), host).isEmpty())
        .map(HostFacts.Known::neighbours)
        .stream()
        .flatMap(neighbours -> neighbours.listeners().stream())
        .filter(listener -> !listener.container().equals(node.service().containerName()))
        .filter(listener -> !mayBeItsOwn(container, listener))
        .filter(listener -> isInTheWay(node, listener))
        .map(listener -> taken(node, listener))
        .findFirst();
  }

  /// Whose socket it is may not be known to the login, or not that its process is in a container. A
  /// node that runs may have it, or have it for moments; also where it runs without it: PostgreSQL
  /// is content with one of its addresses, such as the IPv6 loopback.
  private static boolean mayBeItsOwn(@Nullable ContainerFacts container, Listener listener) {
    return container != null
        && ContainerState.of(container.state()) == ContainerState.RUNNING
        && listener.container().isEmpty()
        && (listener.pid().isEmpty() || listener.program().equals("postgres"));
  }

  /// With the server's network a node listens on the loopbacks and on its own address. Names are
  /// not resolved here: a listener on one other address is assumed to be no conflict.
  private boolean isInTheWay(DesiredNode node, Listener listener) {
    if (listener.port() != node.node().address().port()) {
      return false;
    }
    InetAddress there = InetAddress.ofLiteral(listener.address());
    if (there.isAnyLocalAddress()) {
      return true;
    }
    boolean ownLoopback = situation.inventory().network() == NetworkMode.HOST;
    try {
      return there.equals(InetAddress.ofLiteral(node.node().address().host()))
          || (ownLoopback && there.isLoopbackAddress());
    } catch (IllegalArgumentException _) {
      return !ownLoopback || there.isLoopbackAddress();
    }
  }

  private Problem namesake(DesiredNode node, Namesake container) {
    return new Problem(
        PlanProblemCodes.CONTAINER_FOREIGN,
        "a container with the name " + ForeignText.inline(container.name()) + " is not this node's",
        where(node),
        "it was made from the image "
            + ForeignText.inline(container.image())
            + ", is "
            + ForeignText.inline(container.state())
            + " and does not bear the labels of this cluster",
        "if it is still needed, rename it:"
            + ServerCommand.line(
                host(node),
                ShellCommand.of("docker rename")
                    .foreign(ForeignForm.CONTAINER, container.name())
                    .foreign(ForeignForm.CONTAINER, container.name() + "-old"))
            + "or give the cluster another name with `cluster:` in the inventory");
  }

  private Problem taken(DesiredNode node, Listener listener) {
    return new Problem(
        PlanProblemCodes.PORT_IN_USE,
        "port " + listener.port() + " is used by " + who(listener),
        where(node),
        "it listens on "
            + (InetAddress.ofLiteral(listener.address()).isAnyLocalAddress()
                ? "all addresses of the server"
                : listener.address())
            + ", where the node is to listen",
        inspection(node, listener)
            + "or give the nodes another port in the inventory: `postgres: { port: "
            + (listener.port() + 1)
            + " }`");
  }

  private static String who(Listener listener) {
    if (!listener.container().isEmpty()) {
      return "the container " + ForeignText.inline(listener.container());
    }
    if (listener.pid().isEmpty()) {
      return "a program that the login may not see";
    }
    return (listener.program().isEmpty() ? "a process" : ForeignText.inline(listener.program()))
        + " (pid "
        + ForeignText.inline(listener.pid())
        + ")";
  }

  private String inspection(DesiredNode node, Listener listener) {
    if (!listener.container().isEmpty()) {
      return "stop it, and see that it is not started again:"
          + ServerCommand.line(
              host(node),
              ShellCommand.of("docker stop").foreign(ForeignForm.CONTAINER, listener.container()));
    }
    return listener.pid().isEmpty()
        ? "see which it is, and stop it:"
            + ServerCommand.asRoot(
                    host(node), ShellCommand.of("ss -ltnp sport =").word(":" + listener.port()))
                .line()
        : "see what it is, and stop it:"
            + ServerCommand.line(
                host(node), ShellCommand.of("ps -fp").foreign(ForeignForm.PID, listener.pid()));
  }

  private Host host(DesiredNode node) {
    return situation.inventory().hostOf(node.node());
  }

  private static String where(DesiredNode node) {
    return "host " + node.node().host() + ", node " + node.node().name();
  }
}

package dev.citusdeploy.plan;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.CreateRole;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.StartNode;
import dev.citusdeploy.plan.action.WriteFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What steps leave behind when the server itself, or its script, ends in the middle of them.
public final class HalfSteps {
  private HalfSteps() {}

  /// Every state between the beginning and the end of a step that can be distinguished from both.
  public static List<Consumer<SimulatedFleet>> of(Step step, DesiredState desired) {
    return switch (step.action()) {
      case WriteFiles(var nodes) -> written(nodes);
      case StartNode(DesiredNode node) ->
          List.of(
              fleet -> container(fleet, node, desired, "created"),
              fleet -> container(fleet, node, desired, "running"));
      case RecreateNode(DesiredNode node) ->
          List.of(
              fleet -> exited(fleet, node),
              fleet -> gone(fleet, node),
              fleet -> container(fleet, node, desired, "created"),
              fleet -> container(fleet, node, desired, "running"));
      case AddNode(NodeAddress address) ->
          List.of(
              fleet -> row(fleet, address, false, false),
              fleet -> row(fleet, address, true, false));
      case CreateRole(String role, var _, _, _) ->
          List.of(fleet -> fleet.roles.putIfAbsent(role, "no password yet"));
      // Each of these happens at once, or leaves nothing that counts.
      default -> List.of();
    };
  }

  /// File by file, a new generation at once, the link last; one node after the other.
  private static List<Consumer<SimulatedFleet>> written(List<ServiceFiles> services) {
    List<Consumer<SimulatedFleet>> halves = new ArrayList<>();
    int all = services.stream().mapToInt(files -> files.changes().size()).sum();
    for (int some : List.of(0, 1, all / 2, all - 1)) {
      halves.add(fleet -> write(fleet, services, some));
    }
    return halves;
  }

  private static void write(SimulatedFleet fleet, List<ServiceFiles> services, int files) {
    int left = files;
    for (ServiceFiles written : services) {
      var node = fleet.node(written.service().name().value());
      String generation = "conf/" + written.service().generation() + "/";
      boolean live =
          written.changes().stream()
              .map(change -> change.file().path())
              .anyMatch(
                  path -> path.startsWith("tls/") || path.startsWith("conf/" + node.current + "/"));
      node.loaded = live ? null : node.loaded;
      node.begin(written.service());
      boolean fresh = node.files.keySet().stream().noneMatch(path -> path.startsWith(generation));
      for (FileChange change : written.changes()) {
        DesiredFile file = change.file();
        boolean first = fresh && file.path().startsWith(generation);
        if (first || left > 0) {
          fleet.put(node, file);
          left--;
        }
      }
      if (left <= 0) {
        return;
      }
      if (written.switchGeneration()) {
        node.current = written.service().generation();
      }
      fleet.finish(node);
    }
  }

  private static void container(
      SimulatedFleet fleet, DesiredNode wanted, DesiredState desired, String state) {
    var node = fleet.node(wanted.node().name().value());
    String started = node.started;
    String loaded = node.loaded;
    fleet.boot(wanted, desired);
    if (state.equals("created")) {
      node.started = started;
      node.loaded = loaded;
    }
    set(fleet, wanted, state, state.equals("running") ? "starting" : "");
  }

  private static void exited(SimulatedFleet fleet, DesiredNode wanted) {
    set(fleet, wanted, "exited", "");
  }

  private static void set(SimulatedFleet fleet, DesiredNode wanted, String state, String health) {
    var node = fleet.node(wanted.node().name().value());
    node.container = with(node.container, state, health);
  }

  private static void gone(SimulatedFleet fleet, DesiredNode wanted) {
    fleet.node(wanted.node().name().value()).container = null;
  }

  private static void row(
      SimulatedFleet fleet, NodeAddress address, boolean active, boolean synced) {
    CatalogNode before = fleet.rows.get(address);
    int id = before == null ? fleet.rows.size() + 1 : before.id();
    fleet.rows.put(address, new CatalogNode(id, 1, address, active, synced, true));
  }

  /// A container in another state; none where there is none.
  public static @Nullable ContainerFacts with(
      @Nullable ContainerFacts container, String state, String health) {
    return container == null
        ? null
        : new ContainerFacts(
            container.id(),
            container.name(),
            container.imageId(),
            state,
            health,
            container.labels(),
            Network.UNKNOWN);
  }
}

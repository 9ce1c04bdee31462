package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.postgres.ConnectionLimits;
import dev.citusdeploy.postgres.ServerVersions;
import dev.citusdeploy.postgres.SettingCatalog;
import dev.citusdeploy.postgres.SettingLookup.Known;
import dev.citusdeploy.postgres.SettingValue.Valid;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares settings with each other as they apply on each node. Invalid values count as not given.
/// No message names a node, so that a value of the whole cluster is reported once.
final class SettingRelations {
  private static final String CONNECTIONS = "max_connections";

  private final SettingCatalog catalog;
  private final Function<HostDraft, List<CheckedSection>> layers;
  private final InventoryProblems findings;

  /// @param layers the settings of a host; later ones win
  SettingRelations(
      SettingCatalog catalog,
      Function<HostDraft, List<CheckedSection>> layers,
      InventoryProblems findings) {
    this.catalog = catalog;
    this.layers = layers;
    this.findings = findings;
  }

  /// A number that applies on a node.
  ///
  /// @param value where it is given; null for the default
  private record Held(double amount, @Nullable Scalar value) {
    @Override
    public String toString() {
      return value == null ? Long.toString((long) amount) : value.text();
    }
  }

  /// Reports every contradiction.
  void run(List<HostDraft> hosts) {
    for (HostDraft host : hosts) {
      node(host);
    }
    Optional<HostDraft> coordinator = withRole(hosts, Role.COORDINATOR).findFirst();
    coordinator.ifPresent(
        first -> withRole(hosts, Role.WORKER).forEach(worker -> connections(worker, first)));
  }

  private static Stream<HostDraft> withRole(List<HostDraft> hosts, Role role) {
    return hosts.stream().filter(host -> host.role().filter(role::equals).isPresent());
  }

  private void node(HostDraft host) {
    Held connections = connections(host);
    Held prepared = number(host, "max_prepared_transactions", 2 * connections.amount());
    if (prepared.amount() < connections.amount()) {
      conflict(
          prepared,
          connections,
          "`max_prepared_transactions` ("
              + prepared
              + ") is below `max_connections` ("
              + connections
              + ")",
          "each session that writes to several nodes needs one to commit",
          "remove it: it is twice `max_connections` anyway");
    }
    Held clients = number(host, "citus.max_client_connections", -1);
    if (clients.amount() > connections.amount()) {
      conflict(
          clients,
          connections,
          "`citus.max_client_connections` ("
              + clients
              + ") is above `max_connections` ("
              + connections
              + ")",
          "it is the part of them that clients may take",
          "lower it, or raise `max_connections`");
    }
    reserved(host, connections);
  }

  private void reserved(HostDraft host, Held connections) {
    Held superuser =
        number(
            host,
            "superuser_reserved_connections",
            ConnectionLimits.reserved((int) connections.amount()));
    Held others = number(host, "reserved_connections", 0);
    if (superuser.amount() + others.amount() >= connections.amount()) {
      conflict(
          others.value() == null ? superuser : others,
          connections,
          "`max_connections` (" + connections + ") leaves none that is not reserved",
          "the server refuses to start unless it is above `superuser_reserved_connections` ("
              + superuser
              + ") and `reserved_connections` ("
              + others
              + ") together",
          "raise `max_connections`");
    }
  }

  private void connections(HostDraft worker, HostDraft coordinator) {
    Held least = connections(coordinator);
    Held given = connections(worker);
    if (given.amount() < least.amount()) {
      conflict(
          given,
          least,
          "a worker's `max_connections` (" + given + ") is below the coordinator's (" + least + ")",
          "each session of the coordinator may need one on every worker",
          "give the workers as many, best for all nodes in `postgres.settings`");
    }
  }

  private Held connections(HostDraft host) {
    return number(host, CONNECTIONS, ConnectionLimits.USUAL);
  }

  private Held number(HostDraft host, String name, double usual) {
    return layers.apply(host).reversed().stream()
        .flatMap(layer -> layer.mapping().find(name).stream())
        .map(Value.Entry::value)
        .flatMap(value ->
            value instanceof Scalar scalar ? number(name, scalar).stream() : Stream.empty())
        .findFirst()
        .orElseGet(() -> new Held(usual, null));
  }

  private Optional<Held> number(String name, Scalar scalar) {
    return catalog.find(name, ServerVersions.UNKNOWN) instanceof Known known
            && known.read(scalar.text()) instanceof Valid(String normal)
        ? Optional.of(new Held(Double.parseDouble(normal), scalar))
        : Optional.empty();
  }

  /// Reported at the first of two numbers that is given; one of them always is.
  private void conflict(Held first, Held second, String what, String why, String remedy) {
    Scalar place = first.value() == null ? second.value() : first.value();
    if (place != null) {
      findings.add(Code.CONFLICT, place.position(), what, why, remedy);
    }
  }
}

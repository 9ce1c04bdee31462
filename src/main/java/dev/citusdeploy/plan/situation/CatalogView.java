package dev.citusdeploy.plan.situation;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.RecordedCollation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The catalog's rows by address; nothing at all where the catalog could not be read.
public final class CatalogView {
  private final CatalogFacts.@Nullable Known known;
  private final Map<NodeAddress, CatalogFacts.CatalogNode> rows = new HashMap<>();
  private final Set<NodeAddress> wanted = new HashSet<>();
  private final Situation situation;
  private final PreviousRows former;

  public CatalogView(Situation situation) {
    known = situation.facts().catalog() instanceof CatalogFacts.Known read ? read : null;
    if (known != null) {
      known.nodes().forEach(row -> rows.put(row.address(), row));
    }
    situation.desired().nodes().forEach(node -> wanted.add(node.node().address()));
    this.situation = situation;
    former = new PreviousRows(situation, nodes());
  }

  /// A node's row: at its address, or at the one that it had before its port changed.
  public Optional<CatalogFacts.CatalogNode> row(DesiredNode node) {
    return row(node.node().address()).or(() -> former.of(node));
  }

  /// The row of a node at an address that it no longer has, which is to move to the one it has.
  public Optional<CatalogFacts.CatalogNode> former(DesiredNode node) {
    return former.of(node);
  }

  /// Whether a node that counts as synced reports that it is not.
  public boolean isStale(CatalogFacts.CatalogNode row) {
    return known != null
        && known.metadata().isStale(row, known.metadata().coordinator(known.nodes()).orElse(null));
  }

  /// Whether an address is a node's of the inventory.
  public boolean isWanted(NodeAddress address) {
    return wanted.contains(address);
  }

  /// The same catalog with the rows that are to move at their nodes' addresses; empty where it was
  /// not read.
  public Optional<CatalogFacts.Known> asWanted(List<DesiredNode> nodes) {
    if (known == null) {
      return Optional.empty();
    }
    Map<NodeAddress, NodeAddress> moves = new HashMap<>();
    for (DesiredNode node : nodes) {
      former(node).ifPresent(row -> moves.put(row.address(), node.node().address()));
    }
    return Optional.of(known.readdressed(moves));
  }

  /// The row at an address.
  public Optional<CatalogFacts.CatalogNode> row(NodeAddress address) {
    return Optional.ofNullable(rows.get(address));
  }

  /// The coordinator's row.
  public Optional<CatalogFacts.CatalogNode> groupZero() {
    return nodes().stream().filter(row -> row.group() == 0).findFirst();
  }

  /// Whether a node is in the catalog as it should be, as far as the catalog was read.
  public boolean isRegistered(DesiredNode node) {
    if (situation.isCoordinator(node)) {
      return groupZero().filter(row -> row.address().equals(node.node().address())).isPresent();
    }
    return row(node.node().address()).filter(row -> row.active() && row.synced()).isPresent();
  }

  /// Workers' rows whose address is no node's of the inventory, in the order of their ids.
  public List<CatalogFacts.CatalogNode> strangers() {
    return nodes().stream()
        .filter(row -> row.group() != 0 && !wanted.contains(row.address()))
        .filter(row -> !former.contains(row))
        .toList();
  }

  /// Whether a node reports that clients can reach a superuser's rights there.
  public boolean isOpenToClients(DesiredNode node) {
    return known != null
        && row(node)
            .map(row -> known.sessions().get(row.id()))
            .filter(sessions -> !sessions.clientsRestricted())
            .isPresent();
  }

  /// A client's role, where the catalog has it.
  public Optional<CatalogFacts.ClientRole> role(String role) {
    return known == null ? Optional.empty() : Optional.ofNullable(known.roles().get(role));
  }

  /// Nodes on which a role exists and cannot be used.
  public List<String> nodesClosedTo(String role) {
    return situation.desired().nodes().stream()
        .filter(node ->
            known != null
                && row(node).filter(row -> known.access().isClosed(row.id(), role)).isPresent())
        .map(node -> node.node().name().value())
        .toList();
  }

  /// Whether a node reports that it runs the rehearsal image.
  public boolean isRehearsal() {
    return known != null
        && known.versions().values().stream().anyMatch(v -> v.citus().contains("rehearsal"));
  }

  /// The versions that a node reports; empty where it reports none.
  public Optional<CatalogFacts.NodeVersions> versions(DesiredNode node) {
    return known == null ? Optional.empty() : row(node).map(row -> known.versions().get(row.id()));
  }

  /// The versions of its collations that a node reports; empty where it reports none.
  public Optional<List<RecordedCollation>> collations(DesiredNode node) {
    return known == null
        ? Optional.empty()
        : row(node)
            .map(row -> known.settings().get(row.id()))
            .map(CatalogFacts.NodeSettings::collations);
  }

  /// Whether every one of these nodes reports its versions through the catalog, and all the same;
  /// true of a catalog that was not read.
  public boolean reportsOneVersion(List<DesiredNode> nodes) {
    if (known == null) {
      return true;
    }
    var versions = known.versions();
    Set<Optional<CatalogFacts.NodeVersions>> reported = new HashSet<>();
    for (DesiredNode node : nodes) {
      reported.add(row(node).flatMap(row -> Optional.ofNullable(versions.get(row.id()))));
    }
    return reported.size() == 1 && !reported.contains(Optional.<CatalogFacts.NodeVersions>empty());
  }

  /// Whether the catalog was read, so that what it does not list is not there.
  public boolean isRead() {
    return known != null;
  }

  private List<CatalogFacts.CatalogNode> nodes() {
    return known == null ? List.of() : known.nodes();
  }
}

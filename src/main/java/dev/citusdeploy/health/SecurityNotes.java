package dev.citusdeploy.health;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeSessions;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.postgres.SqlQuoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Notes on roles, sessions and transactions that no plan changes. Pure.
public final class SecurityNotes {
  private static final int SHOWN = 3;
  private static final int SHOWN_ROLES = 10;

  private final Inventory inventory;
  private final CatalogFacts.Known catalog;

  /// @param catalog what coordinator and nodes report
  public SecurityNotes(Inventory inventory, CatalogFacts.Known catalog) {
    this.inventory = inventory;
    this.catalog = catalog;
  }

  /// A sentence each.
  public List<String> all() {
    List<String> notes = new ArrayList<>();
    catalog
        .roles()
        .forEach((role, there) -> {
          if (there.tablesInPublic() > 0 && there.publicOpen()) {
            notes.add(keepsPublic(role, there.tablesInPublic()));
          }
        });
    catalog.access().others().stream()
        .limit(SHOWN_ROLES)
        .map(SecurityNotes::notAClient)
        .forEach(notes::add);
    for (Node node : inventory.nodes()) {
      sessions(node).flatMap(sessions -> prepared(node, sessions)).ifPresent(notes::add);
    }
    return notes;
  }

  /// A role that the inventory once listed, or that somebody created. Only its owner may decide
  /// about what it owns.
  private static String notAClient(String role) {
    boolean plain = ForeignForm.ROLE.fits(role);
    String name = plain ? SqlQuoting.identifier(role) : ForeignForm.ROLE.name();
    return "role "
        + ForeignText.inline(role)
        + " has a password and is not under `clients`: no new session of it is let in, and it keeps"
        + " what it owns. To close it, as the superuser: ALTER ROLE "
        + name
        + " NOLOGIN; to end its open sessions: SELECT pg_terminate_backend(pid) FROM"
        + " pg_stat_activity WHERE usename = "
        + (plain ? SqlQuoting.literal(role) : "'ROLE'")
        + "; to remove it with all that it owns: DROP OWNED BY "
        + name
        + "; then DROP ROLE "
        + name;
  }

  /// Nodes on which clients could reach a superuser's rights; empty once `apply` has run.
  public List<String> unrestricted() {
    return inventory.nodes().stream()
        .filter(node -> sessions(node).filter(it -> !it.clientsRestricted()).isPresent())
        .map(node ->
            "node "
                + node.name()
                + ": a client could reach a superuser's rights; `citus-deploy apply INVENTORY`"
                + " restricts what client roles reach")
        .toList();
  }

  private Optional<NodeSessions> sessions(Node node) {
    return catalog.nodes().stream()
        .filter(row -> row.address().equals(node.address()))
        .map(CatalogNode::id)
        .findFirst()
        .flatMap(id -> Optional.ofNullable(catalog.sessions().get(id)));
  }

  private static String keepsPublic(String role, long tables) {
    String name = SqlQuoting.identifier(role);
    return "role "
        + role
        + " keeps its right to create in schema public, since it owns "
        + tables
        + (tables == 1 ? " table" : " tables")
        + " there; what it creates there, sessions of other client roles may call. To close the schema"
        + " to it, as the superuser: CREATE SCHEMA "
        + name
        + " AUTHORIZATION "
        + name
        + "; then ALTER TABLE public.TABLE SET SCHEMA "
        + name
        + " for each table; then `citus-deploy apply INVENTORY`";
  }

  /// Citus never finishes these. They keep locks and hold back VACUUM until the client or an
  /// administrator ends them.
  private static Optional<String> prepared(Node node, NodeSessions sessions) {
    List<PreparedTransaction> foreign =
        sessions.prepared().stream().filter(one -> !one.ofCitus()).toList();
    if (foreign.isEmpty()) {
      return Optional.empty();
    }
    String some =
        foreign.stream()
            .limit(SHOWN)
            .map(one ->
                "%s of role %s, %d s old"
                    .formatted(
                        ForeignText.inline(one.id()),
                        ForeignText.inline(one.owner()),
                        one.age().toSeconds()))
            .collect(Collectors.joining(", "));
    int more = foreign.size() - SHOWN;
    return Optional.of(
        "node "
            + node.name()
            + ": "
            + (foreign.size() == 1
                ? "a prepared transaction"
                : foreign.size() + " prepared transactions")
            + " of a client, which only the client or an administrator can finish: "
            + some
            + (more > 0 ? " and " + more + " more" : "")
            + "; until then the locks stay (TABLE pg_prepared_xacts)");
  }
}

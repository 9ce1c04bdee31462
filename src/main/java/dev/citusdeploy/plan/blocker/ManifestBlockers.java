package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeManifest;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.situation.CatalogView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the inventory may no longer change of a node that holds data. What the node was made as is
/// in its manifest; a manifest that is missing or lacks a field is no objection.
final class ManifestBlockers {
  private final Inventory inventory;
  private final CatalogView catalog;

  ManifestBlockers(Inventory inventory, CatalogView catalog) {
    this.inventory = inventory;
    this.catalog = catalog;
  }

  /// One problem for each such change.
  List<Problem> of(DesiredNode desired, NodeFacts facts) {
    NodeManifest manifest = facts.manifest();
    if (manifest == null || !(facts.data() instanceof NodeFacts.DataFolder.Initialised)) {
      return List.of();
    }
    Node node = desired.node();
    List<Problem> problems = new ArrayList<>();
    changed(node, PlanProblemCodes.ROLE_CHANGED, "role", manifest.role(), node.role().word())
        .ifPresent(problems::add);
    changed(
            node,
            PlanProblemCodes.DATABASE_CHANGED,
            "database",
            manifest.database(),
            inventory.database())
        .ifPresent(problems::add);
    changed(
            node,
            PlanProblemCodes.SUPERUSER_CHANGED,
            "superuser",
            manifest.superuser(),
            inventory.superuser())
        .ifPresent(problems::add);
    address(desired, manifest).ifPresent(problems::add);
    return problems;
  }

  private static Optional<Problem> changed(
      Node node, ProblemCode code, String what, String made, String wanted) {
    return made.isEmpty() || made.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            refused(
                node,
                code,
                "the "
                    + what
                    + " of "
                    + node.name()
                    + " would change from "
                    + ForeignText.inline(made)
                    + " to "
                    + wanted,
                "its data was made with the former, and is not made over",
                put(what, ForeignForm.ROLE, made)));
  }

  /// A catalog that was read shows whether the node is known at another address, and what to do
  /// then is planned or refused by that. Without it nothing shows it: the node would be cut off
  /// from all others, which connect to it at the old address.
  private Optional<Problem> address(DesiredNode desired, NodeManifest manifest) {
    Node node = desired.node();
    NodeAddress made = manifest.address();
    if (made == null
        || made.equals(node.address())
        || (catalog.isRead() && !isAnothers(node, made))) {
      return Optional.empty();
    }
    return Optional.of(
        refused(
            node,
            PlanProblemCodes.ADDRESS_CHANGED,
            "the address of "
                + node.name()
                + " would change from "
                + made
                + " to "
                + node.address(),
            catalog.isRead()
                ? "pg_dist_node lists another node of the inventory at the former"
                : "the catalog, which may list the former, could not be read",
            catalog.isRead()
                ? put("advertise", ForeignForm.ADDRESS, made.host()) + " (port " + made.port() + ")"
                : put("advertise", ForeignForm.ADDRESS, made.host())
                    + " (port "
                    + made.port()
                    + "), and apply the change when the coordinator runs"));
  }

  /// Whether the old address of a worker is now another node's, and the catalog lists it: two nodes
  /// that changed places seem to be registered both, each with the other's shards.
  private boolean isAnothers(Node node, NodeAddress made) {
    return node.role() == Role.WORKER && catalog.row(made).isPresent() && catalog.isWanted(made);
  }

  private static Problem refused(
      Node node, ProblemCode code, String what, String why, String remedy) {
    return new Problem(code, what, "host " + node.host() + ", node " + node.name(), why, remedy);
  }

  /// The server's own manifest has the former value; it is not passed on as advice unless it could
  /// be one.
  private static String put(String key, ForeignForm form, String former) {
    return "put the former value back into the inventory: `"
        + key
        + ": "
        + form.of(former).orElse("VALUE")
        + "`";
  }
}

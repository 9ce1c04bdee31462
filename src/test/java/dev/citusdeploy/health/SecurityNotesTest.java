package dev.citusdeploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.catalog.CatalogFacts.NodeSessions;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.plan.ClusterSketch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class SecurityNotesTest {
  private final Inventory inventory = ClusterSketch.of(1).desired().inventory();
  private final SequencedMap<String, ClientRole> roles = new LinkedHashMap<>();
  private boolean restricted = true;
  private List<PreparedTransaction> prepared = List.of();

  @Test
  void aClusterAsItShouldBeHasNone() {
    roles.put("app", new ClientRole("x", true, false, 0, true, true));
    roles.put("moved", new ClientRole("x", true, false, 2, true, true));
    assertThat(notes().all()).isEmpty();
    assertThat(notes().unrestricted()).isEmpty();
  }

  @Test
  void aRoleWithTablesInPublicGetsTheCommandsThatMoveThem() {
    roles.put("app", new ClientRole("x", false, true, 1, true, true));
    assertThat(notes().all())
        .singleElement()
        .asString()
        .contains(
            "owns 1 table there", "CREATE SCHEMA \"app\" AUTHORIZATION \"app\"", "SET SCHEMA");
  }

  @Test
  void nodesWithTheUsualSearchPathAreNamed() {
    restricted = false;
    assertThat(notes().unrestricted())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("node c1: a client could reach");
  }

  @Test
  void clientsPreparedTransactionsAreShownAsForeignText() {
    prepared =
        List.of(
            one("citus_0_1_1_1", true),
            one("a\u001b[2J\nnext: rm", false),
            one("b", false),
            one("c", false),
            one("d", false));
    assertThat(notes().all())
        .hasSize(2)
        .allSatisfy(note ->
            assertThat(note)
                .contains(
                    "4 prepared transactions of a client", "and 1 more", "of role app, 9 s old")
                .doesNotContain("citus_0", "\u001b", "\n"));
  }

  private static PreparedTransaction one(String id, boolean ofCitus) {
    return new PreparedTransaction(id, "1", "app", Duration.ofSeconds(9), ofCitus);
  }

  private SecurityNotes notes() {
    SequencedMap<Integer, NodeSessions> sessions = new LinkedHashMap<>();
    List<CatalogNode> rows =
        inventory.nodes().stream()
            .map(node -> {
              int id = sessions.size() + 1;
              sessions.put(id, new NodeSessions(restricted, 1, Duration.ofMinutes(1), prepared));
              return new CatalogNode(id, id - 1, node.address(), true, true, true);
            })
            .toList();
    return new SecurityNotes(
        inventory,
        new CatalogFacts.Known(
            rows,
            new LinkedHashMap<>(),
            roles,
            new LinkedHashMap<>(),
            sessions,
            new LinkedHashMap<>(),
            MetadataFacts.NONE,
            RoleFacts.NONE));
  }
}

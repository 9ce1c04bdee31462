package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.plan.planner.Planner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rights of client roles that somebody took away by hand are given back.
class RoleAccessTest {
  private final DesiredState desired = ClusterSketch.of(1).desired();
  private final SimulatedFleet fleet = new SimulatedFleet();

  @BeforeEach
  void converge() {
    plan(fleet.facts(desired)).steps().forEach(step -> fleet.apply(step, desired));
  }

  @Test
  void aRoleThatMayNotLogInIsSetUp() {
    assertThat(reason(new ClientRole("first", true, false, 0, false, true), RoleFacts.NONE))
        .isEqualTo("it cannot log in (NOLOGIN)");
  }

  @Test
  void aRoleThatMayNotConnectIsSetUp() {
    assertThat(reason(new ClientRole("first", true, false, 0, true, false), RoleFacts.NONE))
        .isEqualTo("it may not connect to database shop");
  }

  @Test
  void aRoleWithoutRightsOnItsSchemaIsSetUp() {
    assertThat(reason(new ClientRole("first", false, false, 0, true, true), RoleFacts.NONE))
        .isEqualTo("it gets schema app for its objects");
  }

  @Test
  void aRoleThatIsClosedOnAWorkerAloneIsSetUp() {
    assertThat(
            reason(
                new ClientRole("first", true, false, 0, true, true),
                new RoleFacts(Map.of(2, List.of("app")), List.of())))
        .isEqualTo("it cannot log in or connect on w1");
  }

  @Test
  void aRoleOfNoClientIsReported() {
    Plan plan =
        plan(
            with(
                new ClientRole("first", true, false, 0, true, true),
                new RoleFacts(Map.of(), List.of("old"))));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.notes())
        .singleElement()
        .asString()
        .startsWith("role old has a password and is not under `clients`")
        .contains("ALTER ROLE \"old\" NOLOGIN", "usename = 'old'", "DROP OWNED BY \"old\"");
  }

  @Test
  void aRolesNameThatIsNoneStandsInNoCommand() {
    String odd = "x\"; DROP TABLE t; --";
    Plan plan =
        plan(
            with(
                new ClientRole("first", true, false, 0, true, true),
                new RoleFacts(Map.of(), List.of(odd))));

    assertThat(plan.notes()).singleElement().asString().contains("ALTER ROLE ROLE NOLOGIN");
  }

  private String reason(ClientRole role, RoleFacts access) {
    return plan(with(role, access)).steps().stream()
        .filter(step -> step.id().equals("c1/create-role/app"))
        .map(Step::reason)
        .findFirst()
        .orElse("no step");
  }

  private ClusterFacts with(ClientRole role, RoleFacts access) {
    ClusterFacts facts = fleet.facts(desired);
    CatalogFacts.Known known = (CatalogFacts.Known) facts.catalog();
    SequencedMap<String, ClientRole> roles = new LinkedHashMap<>();
    roles.put("app", role);
    return facts.with(
        new CatalogFacts.Known(
            known.nodes(),
            known.versions(),
            roles,
            known.settings(),
            known.sessions(),
            known.failures(),
            known.metadata(),
            access));
  }

  private Plan plan(ClusterFacts facts) {
    return new Planner((password, verifier) -> password.reveal().equals(verifier))
        .plan(desired, facts);
  }
}

package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.planner.Planner;
import dev.citusdeploy.report.json.JsonDocument;
import dev.citusdeploy.report.json.PlanOptions;
import dev.citusdeploy.report.json.PlanOrigin;
import dev.citusdeploy.report.json.SavedPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Plans as they are saved and compared with those made later.
final class SavedPlanTest {
  private static final PlanOptions OPTIONS =
      new PlanOptions(List.of("w1", "role:coordinator"), true, "25%", true, List.of("w2"));

  private final SimulatedFleet fleet = new SimulatedFleet();
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));
  private DesiredState desired = ClusterSketch.of(2).desired();
  private String inventoryText = "cluster: shop";

  @Test
  void aPlanMadeTwiceIsTheSameWhateverTheOrderOfTheHosts() {
    SequencedMap<HostName, HostFacts> reversed = new LinkedHashMap<>();
    ClusterFacts facts = fleet.facts(desired);
    facts.hosts().reversed().forEach(reversed::put);
    assertThat(document(planner.plan(desired, new ClusterFacts(reversed, facts.catalog()))))
        .isEqualTo(document(planner.plan(desired, facts)));
    assertThat(saved().differences(saved())).isEmpty();
  }

  @Test
  void showsNoSecretAndNoPlainHashOfOne() {
    String document = document(plan());
    assertThat(document)
        .contains("\"password_hmac\" : \"mac of 5\"", "tls/node.key")
        .doesNotContain("\"first\"", "keytls 1", Sha256.of("keytls 1").hex());
  }

  @Test
  void namesWhereItComesFrom() {
    assertThat(saved())
        .returns(1, saved -> saved.header().format())
        .returns("shop.yml", saved -> saved.header().inventory().path())
        .returns("s.yml", saved -> saved.header().inventory().secrets())
        .returns(OPTIONS, saved -> saved.header().options());
  }

  @Test
  void textsThatAreNoPlanAreNotTakenForOne() {
    assertThat(SavedPlan.parse("cluster: shop")).isEmpty();
    assertThat(SavedPlan.parse("{ cluster: shop }")).isEmpty();
    assertThat(SavedPlan.parse("{\"cluster\": \"shop\"}")).isEmpty();
    assertThat(SavedPlan.parse("{\"kind\": \"plan\"}")).isEmpty();
  }

  @Test
  void aPlanOfAnEarlierVersionMayLackOptions() {
    String document = document(plan()).replace("\"options\" :", "\"former\" :");
    assertThat(SavedPlan.parse(document))
        .hasValueSatisfying(saved -> {
          assertThat(saved.header().format()).isOne();
          assertThat(saved.header().options())
              .isEqualTo(new PlanOptions(List.of(), false, "1", false, List.of()));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "inventory" | "inventori"
          "max_unavailable" : "25%" | "max_unavailable" : [ ]
          "skip_unreachable" : true | "skip_unreachable" : { }
          "limit" : [ "w1" | "limit" : [ { }
          """)
  void aHeaderThatWasEditedIsNotUsed(String from, String to) {
    String document = document(plan());
    assertThat(document).contains(from);
    assertThat(SavedPlan.parse(document.replaceFirst(Pattern.quote(from), to)))
        .hasValueSatisfying(saved -> assertThat(saved.header().format()).isZero());
  }

  @Test
  void reportsWhatWasDoneSince() {
    SavedPlan before = saved();
    fleet.apply(step("w1/write-files"), desired);
    assertThat(before.differences(saved()))
        .contains(" w1/write-files: gone, it was done since or is not needed any more");
  }

  @Test
  void reportsWhatIsNew() {
    applyAll();
    SavedPlan before = saved();
    fleet.node("w2").container = null;
    assertThat(before.differences(saved()))
        .contains(" w2/start: new, it has no container")
        .noneMatch(line -> line.contains("w1"));
  }

  @Test
  void reportsWhichFileWasChangedOnTheServer() {
    applyAll();
    desired = ClusterSketch.of(2).withConf("other").desired();
    String current = String.valueOf(fleet.node("w1").current);
    SavedPlan before = saved();
    assertThat(before.differences(saved())).isEmpty();
    fleet.node("w1").current = "ffffffffffff";
    assertThat(before.differences(saved()))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(" w1/write-files: planned_on.links ")
                .contains("/w1/conf/current.target was " + current + ", is ffffffffffff"));
  }

  @Test
  void reportsWhichFileWouldBeWrittenOtherwise() {
    SavedPlan before = saved();
    desired = ClusterSketch.of(2).withCompose("other").desired();
    assertThat(before.differences(saved()))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(" w1/write-files: files /opt/citus-deploy/shop/w1/compose.yml.sha256"));
  }

  @Test
  void showsDifferencesOfFilesAndComparesOnlyTheirHashes() {
    applyAll();
    var node = fleet.node("w1");
    String conf = "conf/" + node.current + "/postgresql.conf";
    fleet.edit(node, conf, "work_mem = 1GB\npassword = 'geheim'\n");
    String document = document(closerPlan());
    assertThat(document)
        .contains(
            "\"name\" : \"conf/postgresql.conf\"",
            "\"change\" : \"changed\"",
            "\"drift\" : true",
            "\"-work_mem = 1GB\"",
            "\"-password = ***\"")
        .doesNotContain("geheim");
    SavedPlan before = SavedPlan.parse(document).orElseThrow();
    assertThat(before.differences(saved())).isEmpty();

    fleet.edit(node, conf, "work_mem = 2GB\n");

    assertThat(before.differences(SavedPlan.parse(document(closerPlan())).orElseThrow()))
        .singleElement(STRING)
        .startsWith(" w1/write-files: planned_on.files /opt/citus-deploy/shop/w1/" + conf);
  }

  private Plan closerPlan() {
    return planner.plan(desired, fleet.closerFacts(desired));
  }

  @Test
  void anotherPasswordIsAnotherPlan() {
    SavedPlan before = saved();
    desired = ClusterSketch.of(2).withRole("app", "another").desired();
    assertThat(before.differences(saved()))
        .containsExactly(" c1/create-role/app: password_hmac was mac of 5, is mac of 7");
  }

  @Test
  void anotherTextOfTheInventoryIsAnotherPlan() {
    SavedPlan before = saved();
    inventoryText += "\n# a word";
    assertThat(before.differences(saved())).containsExactly(" the inventory's text is another");
  }

  private void applyAll() {
    plan().steps().forEach(step -> fleet.apply(step, desired));
  }

  private Step step(String id) {
    return plan().steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private Plan plan() {
    return planner.plan(desired, fleet.facts(desired));
  }

  private SavedPlan saved() {
    return SavedPlan.parse(document(plan())).orElseThrow();
  }

  private String document(Plan plan) {
    var origin =
        new PlanOrigin(
            "shop.yml", Sha256.of(inventoryText), "s.yml", OPTIONS, SavedPlanTest::mac, null);
    return new JsonDocument("shop.yml").plan(origin, desired.inventory(), plan);
  }

  private static String mac(Secret secret) {
    return "mac of " + secret.reveal().length();
  }
}

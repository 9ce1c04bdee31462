package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.execution.journal.MeasuredDurations;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.FileChange.Before;
import dev.citusdeploy.plan.FileChange.Drift;
import dev.citusdeploy.plan.FileChange.Effect;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Precondition;
import dev.citusdeploy.plan.ServiceFiles;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.InitialiseData;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.plan.action.WriteFiles;
import dev.citusdeploy.report.PlanText.Extent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PlanTextTest {
  private final Inventory inventory = ReportFixtures.inventory();
  private final DesiredNode worker = ReportFixtures.desired(inventory.workers().getFirst());

  @Test
  void showsNoChangesForAConvergedPlan() {
    Plan plan = new Plan(List.of(), List.of(), List.of());

    assertThat(
            new PlanText(Palette.PLAIN, 120, MeasuredDurations.NONE, Extent.CLUSTER)
                .lines(inventory, plan))
        .containsExactly("No changes: the cluster is as the inventory describes.");
  }

  @Test
  void doesNotCallAPlanEmptyThatCouldNotBeMade() {
    Problem blocker =
        new Problem(
            new ProblemCode("ssh-refused", Problem.Kind.UNREACHABLE, "", ""),
            "it is down",
            "pg-w1",
            "",
            "start it");

    assertThat(
            new PlanText(Palette.PLAIN, 120, MeasuredDurations.NONE, Extent.CLUSTER)
                .summary(new Plan(List.of(), List.of(blocker), List.of())))
        .isEqualTo("No plan: there are blockers.");
  }

  @Test
  void showsHostsThenTheClusterThenASummary() {
    Plan plan =
        new Plan(
            List.of(
                step("pg-w1/files", files(), "conf/pg_hba.conf changed"),
                step("pg-w1/reload", new ReloadNode(worker), "loaded other rules"),
                step("pg-w1/recreate", new RecreateNode(worker), "image changed"),
                step(
                    "pg-w1/add",
                    new AddNode(new NodeAddress("10.0.0.11", 5432)),
                    "not registered")),
            List.of(),
            List.of("pg-old is not in the inventory"));

    assertThat(
            new PlanText(Palette.PLAIN, 120, MeasuredDurations.NONE, Extent.CLUSTER)
                .lines(inventory, plan))
        .containsExactly(
            "pg-w1 (worker 10.0.0.11:5432)",
            "  ~ write 2 files                                     conf/pg_hba.conf changed",
            "      ~ pg-w1/conf/pg_hba.conf",
            "      + pg-w1/tls/node.key (secret)",
            "  ~ reload pg-w1                                      loaded other rules",
            "  ± restart pg-w1 (new container)                     image changed",
            "",
            "cluster shop",
            "  + register worker 10.0.0.11:5432                    not registered; no way back",
            "",
            "point of no return: after step pg-w1/add",
            "note: pg-old is not in the inventory",
            "Plan: 1 to add, 2 to change, 0 to remove; 1 restart (pg-w1), 1 reload.");
  }

  @Test
  void namesTheFirstStepThatNothingTakesBack() {
    NodeAddress address = worker.node().address();
    Step again =
        new Step(
            "pg-w1/add-node",
            new HostName("pg-c1"),
            null,
            new AddNode(address),
            "the catalog lists it as inactive",
            List.of(),
            new Precondition.NodeRow(address, 7));
    Step data = step("pg-w1/initialise", new InitialiseData(worker, "x"), "new node");
    Step add = step("pg-w1/add", new AddNode(address), "not registered");

    assertThat(lines(again)).noneMatch(line -> line.contains("return"));
    assertThat(lines(again, data, add))
        .contains("point of no return: after step pg-w1/initialise")
        .filteredOn(line -> line.endsWith("; no way back"))
        .hasSize(2);
  }

  @Test
  void reportsHowLongItTookLastTime() {
    SequencedMap<String, Duration> known = new LinkedHashMap<>();
    known.put("pg-w1/a", Duration.ofMillis(7400));
    var text = new PlanText(Palette.PLAIN, 120, new MeasuredDurations(known), Extent.CLUSTER);
    Step first = step("pg-w1/a", new RecreateNode(worker), "image changed");
    Step second = step("pg-w1/b", new ReloadNode(worker), "other rules");

    assertThat(text.lines(inventory, new Plan(List.of(first), List.of(), List.of())))
        .contains("Plan: 0 to add, 0 to change, 0 to remove; 1 restart (pg-w1); about 7 s.")
        .anyMatch(line -> line.endsWith("image changed; about 7 s, as last time"));
    assertThat(text.lines(inventory, new Plan(List.of(first, second), List.of(), List.of())))
        .last()
        .asString()
        .doesNotContain("about");
  }

  @Test
  void doesNotSpeakOfTheWholeClusterWhereAPartWasChosen() {
    Plan nothing = new Plan(List.of(), List.of(), List.of());
    assertThat(
            new PlanText(Palette.PLAIN, 120, MeasuredDurations.NONE, Extent.CHOSEN)
                .summary(nothing))
        .isEqualTo("No changes: what --limit names is as the inventory describes.");
  }

  @Test
  void reasonsStandBelowTheirStepsWhereThereIsNoRoomBesideThem() {
    Step step =
        step(
            "pg-w1/recreate",
            new RecreateNode(worker),
            "shared_buffers 128MB → 256MB, max_connections 100 → 200 need a restart");

    assertThat(
            new PlanText(Palette.PLAIN, 60, MeasuredDurations.NONE, Extent.CLUSTER)
                .lines(inventory, new Plan(List.of(step), List.of(), List.of())))
        .contains(
            "  ± restart pg-w1 (new container)",
            "      shared_buffers 128MB → 256MB, max_connections 100 →",
            "      200 need a restart");
  }

  @Test
  void changedFilesAreShownWithTheirDifferences() {
    assertThat(
            lines(
                step(
                    "pg-w1/files",
                    write(
                        change("compose.yml", "a: 1\nb: 2\n", "a: 1\nb: 3\n", null),
                        new FileChange(text("manifest.json", "{\n}\n"), true, Effect.MISSING, null),
                        change("tls/node.crt", "x\n", "x\n", Effect.MODE)),
                    "why")))
        .containsSubsequence(
            "      ~ pg-w1/compose.yml",
            "          @@ -1,2 +1,2 @@",
            "           a: 1",
            "          -b: 2",
            "          +b: 3",
            "      + pg-w1/manifest.json (2 lines) is missing",
            "      ~ pg-w1/tls/node.crt mode 0600 → 0644");
  }

  @Test
  void aChangeByHandIsShownWithWhatWasDoneAndWhatIsMadeOfIt() {
    FileChange change = change("compose.yml", "b: 2\n", "b: 3\n", null);
    Before before = java.util.Objects.requireNonNull(change.before());
    FileChange drift =
        new FileChange(
            change.file(),
            false,
            Effect.CHANGED,
            new Before(
                before.path(),
                before.file(),
                before.content(),
                new Drift(new FileContent.Whole(Bytes.of("b: 1\n")), false)));

    assertThat(lines(step("pg-w1/files", write(drift), "why")))
        .containsSubsequence(
            "      ! pg-w1/compose.yml changed by hand since the last apply",
            "        what was done by hand:",
            "          @@ -1,1 +1,1 @@",
            "          -b: 1",
            "          +b: 2",
            "        what apply --overwrite-drift makes of it:",
            "          @@ -1,1 +1,1 @@",
            "          -b: 2",
            "          +b: 3",
            "Plan: 0 to add, 1 to change, 0 to remove; 1 file changed by hand.");
  }

  @Test
  void ofASecretFileOnlyThatItChangedIsShown() {
    DesiredFile key = new DesiredFile("tls/node.key", FileMode.PRIVATE, Bytes.of("geheim"), true);
    var there = new FileFacts(Sha256.of("other"), FileMode.PRIVATE);
    FileChange change =
        new FileChange(
            key,
            false,
            Effect.CHANGED,
            new Before("tls/node.key", there, null, new Drift(null, false)));

    assertThat(lines(step("pg-w1/files", write(change), "why")))
        .contains(
            "      ! pg-w1/tls/node.key changed by hand since the last apply (secret, not shown)")
        .noneMatch(line -> line.contains("geheim"));
  }

  @Test
  void whatIsTheSameOnSeveralNodesIsShownOnce() {
    FileChange change = change("compose.yml", "b: 2\n", "b: 3\n", null);
    DesiredNode coordinator = ReportFixtures.desired(inventory.coordinator());
    Action both =
        new WriteFiles(
            List.of(
                new ServiceFiles(worker.service(), List.of(change), false, null),
                new ServiceFiles(coordinator.service(), List.of(change), false, null)));

    assertThat(lines(step("pg-w1/files", both, "why")))
        .contains("      ~ pg-c1/compose.yml (as on pg-w1)")
        .containsOnlyOnce("          -b: 2");
  }

  private Action write(FileChange... changes) {
    return new WriteFiles(
        List.of(new ServiceFiles(worker.service(), List.of(changes), false, null)));
  }

  /// @param effect null for one that follows from the texts
  private static FileChange change(
      String path, String before, String after, @Nullable Effect effect) {
    FileContent content = effect == null ? new FileContent.Whole(Bytes.of(before)) : null;
    return new FileChange(
        text(path, after),
        false,
        effect == null ? Effect.CHANGED : effect,
        new Before(path, new FileFacts(Sha256.of(before), FileMode.PRIVATE), content, null));
  }

  private static DesiredFile text(String path, String content) {
    return new DesiredFile(path, FileMode.PUBLIC, Bytes.of(content), false);
  }

  private List<String> lines(Step... steps) {
    return new PlanText(Palette.PLAIN, 120, MeasuredDurations.NONE, Extent.CLUSTER)
        .lines(inventory, new Plan(List.of(steps), List.of(), List.of()));
  }

  private Action files() {
    return new WriteFiles(
        List.of(
            new ServiceFiles(
                worker.service(),
                List.of(
                    new FileChange(
                        ReportFixtures.file("conf/0123456789ab/pg_hba.conf", false),
                        false,
                        Effect.CHANGED,
                        null),
                    new FileChange(
                        ReportFixtures.file("tls/node.key", true), true, Effect.NEW, null)),
                false,
                null)));
  }

  private static Step step(String id, Action action, String reason) {
    return new Step(id, new HostName("pg-w1"), new NodeName("pg-w1"), action, reason, List.of());
  }
}

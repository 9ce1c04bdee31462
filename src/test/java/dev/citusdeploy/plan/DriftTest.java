package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.FileChange.Before;
import dev.citusdeploy.plan.ServiceFiles.MovedLink;
import dev.citusdeploy.plan.action.WriteFiles;
import dev.citusdeploy.plan.comparison.ChangedFiles;
import dev.citusdeploy.plan.planner.Planner;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Changes by hand beside changes of the inventory, and what a plan tells of either.
final class DriftTest {
  private static final Intent OVERWRITING =
      new Intent.Converge(List.of(), false, MaxUnavailable.ONE, true, List.of());

  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final ClusterSketch sketch =
      ClusterSketch.of(1).withConf("shared_buffers = '128MB'\nwork_mem = 4MB\n");
  private final SimulatedFleet.SimulatedNode w1 = fleet.node("w1");

  @BeforeEach
  void converge() {
    apply(sketch.desired(), Intent.Converge.ALL);
    assertThat(plan(sketch).isConverged()).isTrue();
  }

  @Test
  void aFileThatWasChangedByHandIsInTheWay() {
    fleet.edit(w1, live("pg_hba.conf"), "local all all trust");

    Plan plan = plan(sketch);

    assertThat(plan.blockers())
        .singleElement()
        .returns(Problem.Kind.REFUSED, Problem::kind)
        .returns("drift", Problem::code)
        .returns("host w1, node w1", Problem::where)
        .returns("a file was changed by hand since the last apply", Problem::what)
        .returns(
            "apply would write over:\n  /opt/citus-deploy/shop/w1/conf/current/pg_hba.conf",
            Problem::why)
        .satisfies(problem ->
            assertThat(problem.remedy()).contains("settings", "apply INVENTORY --overwrite-drift"));
    assertThat(plan.steps()).extracting(Step::id).contains("w1/write-files", "w1/reload");
    assertThat(step(plan, "w1/write-files").reason())
        .isEqualTo("w1: conf/pg_hba.conf changed by hand");
  }

  @Test
  void itIsWrittenOverWhereTheOptionIsGiven() {
    fleet.edit(w1, live("postgresql.conf"), "shared_buffers = '128MB'\nwork_mem = 1GB\n");

    Plan plan = planner.plan(sketch.desired(), facts(sketch), OVERWRITING);

    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.steps())
        .extracting(Step::id)
        .containsExactly("w1/write-files", "w1/reload", "c1/verify-cluster");
    assertThat(step(plan, "w1/reload").reason()).isEqualTo("changed by hand: work_mem 1GB → 4MB");
    plan.steps().forEach(step -> fleet.apply(step, sketch.desired()));
    assertThat(plan(sketch).isConverged()).isTrue();
  }

  @Test
  void aPlanHoldsWhatWasWrittenWhatIsThereAndWhatShallBe() {
    fleet.edit(w1, live("postgresql.conf"), "work_mem = 1GB\n");
    ClusterSketch other = sketch.withConf("work_mem = 8MB\n");

    FileChange change = change(plan(other), "conf/postgresql.conf");

    assertThat(change.isDrift()).isTrue();
    assertThat(change.effect()).isEqualTo(FileChange.Effect.CHANGED);
    Before before = Objects.requireNonNull(change.before());
    assertThat(before.content()).isEqualTo(whole("work_mem = 1GB\n"));
    assertThat(Objects.requireNonNull(before.drift()).applied())
        .isEqualTo(whole("shared_buffers = '128MB'\nwork_mem = 4MB\n"));
    assertThat(change.file().content()).isEqualTo(Bytes.of("work_mem = 8MB\n"));
  }

  @Test
  void whatWasWrittenLastIsNotReportedTwice() {
    fleet.edit(w1, live("postgresql.conf"), "work_mem = 1GB\n");

    FileChange change = change(plan(sketch), "conf/postgresql.conf");

    assertThat(Objects.requireNonNull(Objects.requireNonNull(change.before()).drift()).applied())
        .isNull();
  }

  @Test
  void aChangeByHandThatTheInventoryAsksForIsNone() {
    fleet.edit(w1, live("pg_hba.conf"), hba("more"));

    Plan plan = plan(sketch.withHba("more"));

    assertThat(plan.blockers()).isEmpty();
    assertThat(step(plan, "w1/write-files").reason())
        .isEqualTo("w1: another set of the same files");
  }

  @Test
  void withoutARecordNothingCountsAsChangedByHand() {
    w1.records.clear();
    fleet.edit(w1, live("pg_hba.conf"), "local all all trust");

    Plan plan = plan(sketch);

    assertThat(plan.blockers()).isEmpty();
    assertThat(step(plan, "w1/write-files").reason()).isEqualTo("w1: conf/pg_hba.conf changed");
  }

  @Test
  void aLostFileOrOtherRightsAreNoChangeByHand() {
    w1.files.remove("compose.yml");
    w1.files.put(
        "tls/ca.crt",
        new FileFacts(
            Objects.requireNonNull(w1.files.get("tls/ca.crt")).hash(), FileMode.parse("777")));

    Plan plan = plan(sketch);

    assertThat(plan.blockers()).isEmpty();
    assertThat(step(plan, "w1/write-files").reason())
        .isEqualTo("w1: compose.yml missing; tls/ca.crt mode 0777 → 0644");
  }

  @Test
  void aSecretFileIsFoundByItsHashAlone() {
    fleet.edit(w1, "tls/node.key", "another key");

    Plan plan = plan(sketch);

    assertThat(plan.blockers()).hasSize(1);
    FileChange change = change(plan, "tls/node.key");
    assertThat(change.isDrift()).isTrue();
    assertThat(Objects.requireNonNull(change.before()).content()).isNull();
    assertThat(ChangedFiles.questions(sketch.desired(), fleet.facts(sketch.desired())).values())
        .allSatisfy(asked ->
            assertThat(asked).allSatisfy(question -> assertThat(question.files()).isEmpty()));
  }

  @Test
  void anotherGenerationThatSomebodyPutIntoUseIsInTheWay() {
    String first = Objects.requireNonNull(w1.current);
    ClusterSketch other = sketch.withHba("more");
    apply(other.desired(), Intent.Converge.ALL);
    String second = Objects.requireNonNull(w1.current);
    w1.current = first;

    Plan plan = plan(other);

    assertThat(plan.blockers()).extracting(Problem::code).containsExactly("drift");
    ServiceFiles files = files(plan);
    assertThat(files.moved()).isEqualTo(new MovedLink(first, second));
    assertThat(files.drifted()).containsExactly("conf/current");
    assertThat(step(plan, "w1/write-files").reason())
        .isEqualTo("w1: conf/current was pointed elsewhere by hand");
    // The inventory asks for it again: that is no drift any more.
    assertThat(plan(sketch).blockers()).isEmpty();
  }

  @Test
  void whatIsEditedAgainBetweenPlanAndStepIsNotWrittenOver() {
    fleet.edit(w1, live("postgresql.conf"), "work_mem = 1GB\n");
    DesiredState other = sketch.withConf("work_mem = 8MB\n").desired();
    Plan plan = planner.plan(other, fleet.closerFacts(other), OVERWRITING);
    fleet.edit(w1, live("postgresql.conf"), "work_mem = 2GB\n");

    assertThatThrownBy(() -> fleet.apply(step(plan, "w1/write-files"), other))
        .hasMessageContaining("planned on something else");
  }

  @Test
  void aServerThatWasStartedWithAChangeByHandIsRestarted() {
    fleet.edit(w1, live("postgresql.conf"), "shared_buffers = 1GB\nwork_mem = 4MB\n");
    assertThat(plan(sketch).steps()).extracting(Step::id).doesNotContain("w1/recreate");

    w1.taken.add(live("postgresql.conf"));

    assertThat(step(plan(sketch), "w1/recreate").reason())
        .isEqualTo(
            "it runs with settings changed by hand: shared_buffers 1GB → 128MB needs a restart");
    fleet.edit(w1, live("postgresql.conf"), "shared_buffers = '128MB'\nwork_mem = 9MB\n");
    assertThat(step(plan(sketch), "w1/reload").reason())
        .isEqualTo("changed by hand: work_mem 9MB → 4MB");
  }

  @Test
  void aContainerThatWasMadeFromAChangeByHandIsMadeAnew() {
    fleet.edit(w1, "compose.yml", "services: {}");
    assertThat(plan(sketch).steps()).extracting(Step::id).doesNotContain("w1/recreate");

    w1.taken.add("compose.yml");

    assertThat(step(plan(sketch), "w1/recreate").reason())
        .isEqualTo("it runs with a compose.yml that was changed by hand");
  }

  @Test
  void reasonsNameTheSettings() {
    assertThat(
            step(plan(sketch.withConf("shared_buffers = 256MB\nwork_mem = 8MB\n")), "w1/recreate"))
        .returns("shared_buffers 128MB → 256MB needs a restart", Step::reason);
    assertThat(
            step(
                plan(sketch.withConf("work_mem = 4MB\next.name = on\nmax_connections = 9")),
                "w1/recreate"))
        .returns(
            "max_connections (not set) → 9, shared_buffers 128MB → (not set) need a restart;"
                + " ext.name is not a setting we know: a restart makes sure that it takes effect",
            Step::reason);
  }

  @Test
  void reasonsShowNoPasswords() {
    assertThat(
            step(
                    plan(sketch.withConf("primary_conninfo = 'host=x password=geheim'")),
                    "w1/recreate")
                .reason())
        .doesNotContain("geheim");
  }

  @Test
  void whereAllIsAsDesiredNothingIsReadTwice() {
    assertThat(ChangedFiles.questions(sketch.desired(), fleet.facts(sketch.desired()))).isEmpty();
    DesiredState fresh = ClusterSketch.of(3).desired();
    assertThat(ChangedFiles.questions(fresh, new SimulatedFleet().facts(fresh))).isEmpty();
  }

  private String live(String name) {
    return "conf/" + w1.current + "/" + name;
  }

  private String hba(String text) {
    return sketch.withHba(text).desired().nodes().getLast().service().files().stream()
        .filter(file -> file.path().endsWith("/pg_hba.conf"))
        .findFirst()
        .orElseThrow()
        .content()
        .text();
  }

  private static FileContent whole(String text) {
    return new FileContent.Whole(Bytes.of(text));
  }

  private static FileChange change(Plan plan, String name) {
    ServiceFiles files = files(plan);
    return files.changes().stream()
        .filter(change -> files.nameOf(change).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ServiceFiles files(Plan plan) {
    return ((WriteFiles) step(plan, "w1/write-files").action()).services().getFirst();
  }

  private static Step step(Plan plan, String id) {
    return plan.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private Plan plan(ClusterSketch wanted) {
    return planner.plan(wanted.desired(), facts(wanted), Intent.Converge.ALL);
  }

  private ClusterFacts facts(ClusterSketch wanted) {
    return fleet.closerFacts(wanted.desired());
  }

  private void apply(DesiredState desired, Intent options) {
    planner
        .plan(desired, fleet.closerFacts(desired), options)
        .steps()
        .forEach(step -> fleet.apply(step, desired));
  }
}

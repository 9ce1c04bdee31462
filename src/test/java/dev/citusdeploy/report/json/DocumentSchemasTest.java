package dev.citusdeploy.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.journal.RunRecord;
import dev.citusdeploy.execution.journal.RunRecord.Source;
import dev.citusdeploy.execution.journal.RunRecord.StepRecord;
import dev.citusdeploy.execution.lock.LockHolder;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.SimulatedFleet;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.planner.Planner;
import dev.citusdeploy.report.StatusFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// To write the schemas anew: `mvn test -Dtest=DocumentSchemasTest -Ddocs.write=true`.
final class DocumentSchemasTest {
  private static final JsonDocument DOCUMENT = new JsonDocument("shop.yml");
  private static final Problem PROBLEM =
      new Problem(
          new ProblemCode("code", Problem.Kind.STEP_FAILED, "", ""), "what", "s.yml:3:1", "", "");

  enum Document {
    PLAN(PlanDocument.class, "What `plan -o json` and `plan --out` give"),
    RUN(RunDocument.class, "What `apply -o json` gives"),
    STATUS(StatusDocument.class, "What `status -o json` gives"),
    LOCKS(LocksDocument.class, "What `lock show -o json` gives"),
    HISTORY(HistoryDocument.class, "What `history -o json` gives"),
    PROBLEMS(ProblemsDocument.class, "What a command that fails before its result gives");

    private final String schema;

    Document(Class<? extends Record> type, String title) {
      schema = DocumentSchema.text(type, title);
    }

    private Path file() {
      return Path.of("schema", name().toLowerCase(Locale.ROOT) + ".schema.json");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFileIsWhatTheRecordGives(Document document) throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(document.file(), document.schema);
    }
    assertThat(document.file())
        .as("write it anew with: mvn test -Dtest=DocumentSchemasTest -Ddocs.write=true")
        .content()
        .isEqualTo(document.schema);
  }

  @Test
  void plansAndRunsFollowTheirSchemas() {
    SimulatedFleet fleet = new SimulatedFleet();
    var desired = ClusterSketch.of(2).desired();
    Plan plan =
        new Planner((password, text) -> password.reveal().equals(text))
            .plan(desired, fleet.facts(desired));
    assertThat(plan.steps()).hasSizeGreaterThan(8);
    var origin =
        new PlanOrigin(
            "-",
            Sha256.of("text"),
            null,
            new PlanOptions(List.of(), false, "1", false, List.of()),
            _ -> "mac",
            null);
    follows(Document.PLAN, DOCUMENT.plan(origin, desired.inventory(), plan));

    SequencedMap<Step, StepOutcome> outcomes = new LinkedHashMap<>();
    outcomes.put(plan.steps().get(0), new StepOutcome.Succeeded(Duration.ofSeconds(1), true));
    outcomes.put(
        plan.steps().get(1), new StepOutcome.Failed(Duration.ofSeconds(1), List.of(PROBLEM)));
    outcomes.put(plan.steps().get(2), new StepOutcome.NotReached("another step failed"));
    follows(
        Document.RUN,
        DOCUMENT.run(desired.inventory(), plan, new RunResult(outcomes), List.of(PROBLEM)));
  }

  @Test
  void aStatusFollowsItsSchema() {
    follows(Document.STATUS, DOCUMENT.status(StatusFixtures.status()));
  }

  @Test
  void locksFollowTheirSchema() {
    var inventory = ClusterSketch.of(2).desired().inventory();
    SequencedMap<HostName, Optional<LockHolder>> holders = new LinkedHashMap<>();
    holders.put(new HostName("c1"), Optional.empty());
    holders.put(
        new HostName("w1"),
        Optional.of(
            new LockHolder(
                "r1", "ann", "laptop", "apply", Duration.ofSeconds(1), Duration.ofSeconds(9))));
    follows(Document.LOCKS, DOCUMENT.locks(inventory, holders, List.of()));
  }

  @Test
  void aHistoryFollowsItsSchema() {
    var inventory = ClusterSketch.of(2).desired().inventory();
    Instant time = Instant.EPOCH;
    var ended =
        new StepRecord("w1/start", "w1", "new", time, Duration.ofMillis(20), 0, "", Source.SERVERS);
    var open = new StepRecord("w2/start", "w2", "new", time, null, null, "", Source.THIS_MACHINE);
    var run =
        new RunRecord(
            "r1",
            "ann",
            "apply",
            time,
            null,
            "",
            List.of("w1/start", "w2/start", "verify"),
            List.of(ended, open),
            List.of(Source.SERVERS));
    follows(Document.HISTORY, DOCUMENT.history(inventory, List.of(run), List.of(PROBLEM)));
  }

  @Test
  void problemsFollowTheirSchema() {
    String document = DOCUMENT.problemsOnly(List.of(PROBLEM));
    assertThat(document).contains("\"line\" : 3");
    follows(Document.PROBLEMS, document);
  }

  private static void follows(Document schema, String document) {
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(schema.schema, InputFormat.JSON)
                .validate(document, InputFormat.JSON))
        .as(document)
        .isEmpty();
  }
}

package dev.citusdeploy.report.json;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.journal.RunRecord;
import dev.citusdeploy.execution.lock.LockHolder;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.NodeFiles;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Results as JSON for programs. Every document carries `format: 1`; keys are snake case and are
/// only ever added. Secrets never stand in one.
public final class JsonDocument {
  /// A problem of a file says where in it; the numbers are short enough for an int.
  private static final Pattern POSITION = Pattern.compile("(.+):([0-9]{1,9}):([0-9]{1,9})");

  private final String inventory;

  /// @param inventory how the command line names the inventory, for commands to paste
  public JsonDocument(String inventory) {
    this.inventory = inventory;
  }

  /// A plan, as `plan --out` saves it.
  public String plan(PlanOrigin origin, Inventory cluster, Plan plan) {
    SequencedMap<String, @Nullable Object> document = new LinkedHashMap<>(document(cluster));
    document.putAll(new PlanDocument(origin).keys(plan));
    document.put("blockers", problems(plan.blockers()));
    document.put("notes", plan.notes());
    return text(document);
  }

  /// A plan and how its execution ended; a step that was not executed has no outcome.
  ///
  /// @param problems all problems of the run
  public String run(Inventory cluster, Plan plan, RunResult result, List<Problem> problems) {
    SequencedMap<String, Object> document = document(cluster);
    document.put("converged", plan.isConverged());
    List<Object> steps = new ArrayList<>();
    for (Step step : plan.steps()) {
      SequencedMap<String, @Nullable Object> entry = step(step);
      StepOutcome outcome = result.outcomes().get(step);
      entry.put("outcome", outcome == null ? null : outcome(outcome));
      steps.add(entry);
    }
    document.put("steps", steps);
    document.put("notes", Stream.concat(plan.notes().stream(), result.notes().stream()).toList());
    document.put("problems", problems(problems));
    return text(document);
  }

  /// A status.
  public String status(ClusterStatus status) {
    SequencedMap<String, Object> document = document(status.inventory());
    document.put("healthy", status.isHealthy());
    document.put("image", status.inventory().image());
    document.put("database", status.inventory().database());
    document.put("hosts", status.facts().hosts().values().stream().map(this::host).toList());
    if (status.facts().catalog() instanceof CatalogFacts.Known catalog) {
      document.put(
          "nodes", catalog.nodes().stream().map(row -> node(status, catalog, row)).toList());
    }
    document.put("connections", status.matrix().stream().map(this::pair).toList());
    document.put("notes", status.notes());
    document.put("problems", problems(status.problems()));
    return text(document);
  }

  /// Who holds the cluster's lock on each host.
  public String locks(
      Inventory cluster,
      SequencedMap<HostName, Optional<LockHolder>> holders,
      List<Problem> problems) {
    SequencedMap<String, Object> document = document(cluster);
    List<Object> locks = new ArrayList<>();
    holders.forEach((host, holder) -> {
      SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("host", host.value());
      entry.put("held", holder.isPresent());
      holder.ifPresent(held -> {
        entry.put("run", held.run());
        entry.put("who", held.who());
        entry.put("from", held.from());
        entry.put("command", held.command());
        entry.put("seconds", held.age().toSeconds());
        entry.put("lease_seconds", held.lease().toSeconds());
      });
      locks.add(entry);
    });
    document.put("locks", locks);
    document.put("problems", problems(problems));
    return text(document);
  }

  /// Runs of the past, the newest first.
  public String history(Inventory cluster, List<RunRecord> runs, List<Problem> problems) {
    SequencedMap<String, Object> document = document(cluster);
    document.put("runs", runs.stream().map(JsonDocument::past).toList());
    document.put("problems", problems(problems));
    return text(document);
  }

  private static Map<String, @Nullable Object> past(RunRecord run) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("run", run.id());
    entry.put("who", run.who());
    entry.put("command", run.command());
    entry.put("began", run.began().toString());
    entry.put("ended", run.ended() == null ? null : String.valueOf(run.ended()));
    entry.put("outcome", run.outcome().isEmpty() ? null : run.outcome());
    entry.put("steps", run.steps().stream().map(JsonDocument::past).toList());
    entry.put("not_begun", run.notBegun());
    entry.put("told_by", run.sources().stream().map(RunRecord.Source::words).toList());
    return entry;
  }

  private static Map<String, @Nullable Object> past(RunRecord.StepRecord step) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("id", step.id());
    entry.put("host", step.host());
    entry.put("reason", step.reason());
    entry.put("began", step.began().toString());
    entry.put("seconds", step.took() == null ? null : step.took().toMillis() / 1000.0);
    entry.put("exit_code", step.exitCode());
    entry.put("problem", step.problem().isEmpty() ? null : step.problem());
    entry.put("told_by", step.source().words());
    return entry;
  }

  /// Problems alone, for commands that failed before they had a result.
  public String problemsOnly(List<Problem> problems) {
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("format", 1);
    document.put("problems", problems(problems));
    return text(document);
  }

  private SequencedMap<String, Object> document(Inventory cluster) {
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("format", 1);
    document.put("cluster", cluster.cluster());
    return document;
  }

  private SequencedMap<String, @Nullable Object> step(Step step) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("id", step.id());
    entry.put("host", step.host().value());
    entry.put("node", step.node() == null ? null : step.node().value());
    entry.put("action", step.action().phrase());
    entry.put("reason", step.reason());
    entry.put("after", step.after());
    List<NodeFiles> nodes = step.action().files();
    if (!nodes.isEmpty()) {
      entry.put(
          "files",
          nodes.stream()
              .flatMap(node ->
                  node.changes().stream()
                      .map(change -> node.node().folder() + "/" + change.file().path()))
              .toList());
      entry.put("diffs", PlanDocument.diffs(nodes));
    }
    return entry;
  }

  private Map<String, Object> outcome(StepOutcome outcome) {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    switch (outcome) {
      case StepOutcome.Succeeded(var took, var changed) -> {
        entry.put("state", "succeeded");
        entry.put("changed", changed);
        entry.put("milliseconds", took.toMillis());
      }
      case StepOutcome.Failed(var took, var problems) -> {
        entry.put("state", "failed");
        entry.put("problem", problem(problems.getFirst()));
        entry.put("problems", problems(problems));
        entry.put("milliseconds", took.toMillis());
      }
      case StepOutcome.NotReached(var because) -> {
        entry.put("state", "not_reached");
        entry.put("because", because);
      }
    }
    return entry;
  }

  private Map<String, Object> host(HostFacts facts) {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("host", facts.host().value());
    switch (facts) {
      case HostFacts.Unreachable(var _, var problem) -> {
        entry.put("reachable", false);
        entry.put("problem", problem(problem));
      }
      case HostFacts.Known known -> {
        entry.put("reachable", true);
        entry.put("system", known.system().operatingSystem());
        entry.put("docker", known.engine().engineVersion());
        entry.put("compose", known.engine().composeVersion());
        entry.put("data_free_bytes", known.system().data().freeBytes());
        entry.put("containers", known.nodes().values().stream().map(this::container).toList());
      }
    }
    return entry;
  }

  private Map<String, @Nullable Object> container(NodeFacts node) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    ContainerFacts container = node.container();
    entry.put("node", node.name().value());
    entry.put("state", container == null ? null : container.state());
    entry.put("health", container == null ? null : container.health());
    return entry;
  }

  private Map<String, @Nullable Object> node(
      ClusterStatus status, CatalogFacts.Known catalog, CatalogNode row) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("id", row.id());
    entry.put("address", row.address().toString());
    entry.put("role", row.group() == 0 ? "coordinator" : "worker");
    entry.put("active", row.active());
    entry.put("synced", row.synced());
    entry.put("holds_shards", row.holdsShards());
    status.loads().stream()
        .filter(load -> load.nodeId() == row.id())
        .findFirst()
        .ifPresent(load -> {
          entry.put("shards", load.shards());
          entry.put("bytes", load.bytes().isPresent() ? load.bytes().getAsLong() : null);
        });
    Optional.ofNullable(catalog.versions().get(row.id()))
        .ifPresent(versions -> {
          entry.put("postgres", versions.postgres());
          entry.put("citus", versions.citus());
          entry.put("extension", versions.extension());
        });
    Optional.ofNullable(catalog.settings().get(row.id()))
        .ifPresent(settings -> entry.putAll(SettingsDocument.of(settings)));
    return entry;
  }

  private Map<String, @Nullable Object> pair(HealthPair pair) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("from", pair.from().toString());
    entry.put("to", pair.to().toString());
    entry.put("works", pair.result());
    return entry;
  }

  private List<Map<String, Object>> problems(List<Problem> problems) {
    return problems.stream().map(this::problem).toList();
  }

  private Map<String, Object> problem(Problem general) {
    Problem problem = general.naming(inventory);
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("code", problem.code());
    entry.put("what", problem.what());
    entry.put("where", problem.where());
    entry.put("why", problem.why());
    entry.put("remedy", problem.remedy());
    Matcher position = POSITION.matcher(problem.where());
    if (position.matches()) {
      entry.put("message", problem.what() + (problem.why().isEmpty() ? "" : ": " + problem.why()));
      entry.put("file", position.group(1));
      entry.put("line", Integer.parseInt(position.group(2)));
      entry.put("column", Integer.parseInt(position.group(3)));
    }
    return entry;
  }

  private static String text(Object document) {
    String json =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(document);
    // The same document, but harmless on a terminal.
    return ForeignText.escaped(json, "\n");
  }
}

package dev.citusdeploy.execution.step;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Precondition;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.Script;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lets a step do nothing unless what it was planned on is still so. On a server that is checked in
/// the step's own script, in the catalog by one statement in the same session.
public final class PreconditionCheck {
  /// The exit code of a script that found something else and did nothing.
  private static final int STALE = 78;

  private static final String MARK = "stale|";

  /// A script that checks first.
  Script before(Step step, Script script) {
    String lines = lines(step.precondition()).collect(Collectors.joining("\n"));
    if (lines.isEmpty()) {
      return script;
    }
    return new Script(
            script.title(),
            ScriptFiles.text("precondition.sh") + "\n" + script.text(),
            script.payload(),
            script.deadline())
        .with("PLANNED_ON", lines);
  }

  /// Hears what such a script found.
  ///
  /// @throws ProblemException of kind STALE when it was something else
  public void checked(Step step, Answer answer) {
    List<String> found = answer.output().lines().filter(line -> line.startsWith(MARK)).toList();
    if (answer.exitCode() == STALE && !found.isEmpty()) {
      throw new ProblemException(
          stale(
              step,
              found.stream()
                  .map(line -> sentence(line, step.action()))
                  .collect(Collectors.joining("\n"))));
    }
  }

  /// Looks in the catalog.
  ///
  /// @throws ProblemException of kind STALE when that has changed
  void check(Step step, CitusCatalog catalog) {
    switch (step.precondition()) {
      case Precondition.CoordinatorRow(var address) -> {
        NodeAddress there =
            catalog.nodes().all().stream()
                .filter(row -> row.group() == 0)
                .findFirst()
                .map(CatalogNode::address)
                .orElse(null);
        if (!Objects.equals(address, there)) {
          throw new ProblemException(
              stale(
                  step,
                  was("pg_dist_node, the coordinator's address", text(address), text(there))));
        }
      }
      case Precondition.NodeRow(var address, var id) -> {
        Optional<CatalogNode> there =
            catalog.nodes().all().stream().filter(row -> row.address().equals(address)).findFirst();
        Integer found = there.map(CatalogNode::id).orElse(null);
        if (!Objects.equals(id, found)) {
          throw new ProblemException(
              stale(step, was("pg_dist_node, row of " + address, row(id), row(found))));
        }
      }
      case Precondition.None _,
          Precondition.Files _,
          Precondition.NoData _,
          Precondition.Container _ -> {}
    }
  }

  private static Stream<String> lines(Precondition precondition) {
    return switch (precondition) {
      case Precondition.Files(var folders) -> folders.stream().flatMap(PreconditionCheck::lines);
      case Precondition.NoData(var path) -> Stream.of("data|" + path + "|");
      case Precondition.Container(var name, var id, var state) ->
          Stream.of(
              "container|"
                  + name
                  + "|"
                  + (id == null ? "" : id + " " + state.name().toLowerCase(Locale.ROOT)));
      case Precondition.None _, Precondition.CoordinatorRow _, Precondition.NodeRow _ ->
          Stream.empty();
    };
  }

  private static Stream<String> lines(Precondition.Folder folder) {
    String current = folder.current() == null ? "" : folder.current();
    Stream<String> link = Stream.of("link|" + folder.path() + "/conf/current|" + current);
    return Stream.concat(
        link,
        folder.files().stream()
            .map(file -> "file|" + folder.path() + "/" + file.path() + "|" + hash(file.hash())));
  }

  private static String hash(@Nullable Sha256 hash) {
    return hash == null ? "" : hash.hex();
  }

  private static String sentence(String line, Action action) {
    String[] parts = line.split("\\|", 5);
    String name = parts.length > 2 ? parts[2] : line;
    String expected = parts.length > 3 ? parts[3] : "";
    String found = parts.length > 4 ? parts[4] : "";
    return switch (parts[1]) {
      case "file" ->
          action.isSecretFile(name)
              ? was(name, expected.isEmpty() ? "not there" : "there", "changed")
              : was(name, content(expected), content(found));
      case "link" -> was(name, target(expected), target(found));
      case "container" -> was("container " + name, container(expected), container(found));
      default -> was(name, "empty", "holds " + found);
    };
  }

  private static String was(String name, String expected, String found) {
    return name + ": " + expected + " when planned, now " + found;
  }

  private static String content(String hash) {
    return hash.isEmpty() ? "not there" : "sha256 " + shortened(hash);
  }

  private static String target(String target) {
    return target.isEmpty() ? "not there" : "a link to " + target;
  }

  private static String container(String idAndState) {
    int blank = idAndState.indexOf(' ');
    return blank < 0
        ? "not there"
        : shortened(idAndState.substring(0, blank)) + idAndState.substring(blank);
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }

  private static String text(@Nullable NodeAddress address) {
    return address == null ? "not there" : address.toString();
  }

  private static String row(@Nullable Integer id) {
    return id == null ? "not there" : "node " + id;
  }

  private static Problem stale(Step step, String changes) {
    return new Problem(
        ExecutionProblemCodes.STEP_STALE,
        "step " + step.id() + " did nothing: what it was planned on has changed",
        step.node() == null
            ? "host " + step.host()
            : "host " + step.host() + ", node " + step.node(),
        "somebody, or another program, was here since the plan was made:"
            + ForeignText.block(changes),
        "see what is to be done now, then apply it: `citus-deploy plan INVENTORY`");
  }
}

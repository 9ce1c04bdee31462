package dev.citusdeploy.cli.session;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.PlanningOptions;
import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.report.json.JsonDocument;
import dev.citusdeploy.report.json.PlanOrigin;
import dev.citusdeploy.report.json.SavedPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file with a saved plan.
///
/// @param path where it is
/// @param plan its content
public record PlanFile(Path path, SavedPlan plan) {
  private static final int FORMAT = 1;

  /// The plan in the file that is named in an inventory's place; empty when it is no plan.
  ///
  /// @throws ProblemException when it is one of another version of this program
  public static Optional<PlanFile> find(InventoryOptions options) {
    if (InventoryInput.isStandardInput(options)) {
      return Optional.empty();
    }
    Path path = Path.of(options.inventory);
    Optional<SavedPlan> plan = text(path).flatMap(SavedPlan::parse);
    plan.filter(found -> found.header().format() != FORMAT)
        .ifPresent(found -> {
          throw new ProblemException(otherFormat(path, found));
        });
    return plan.map(found -> new PlanFile(path, found));
  }

  /// Sets the options that lead to the same inventory and the same plan.
  ///
  /// @throws ProblemException when options for another plan are given, or the plan's make no sense
  public void redirect(InventoryOptions options, PlanningOptions planning) {
    if (planning.areGiven()) {
      throw new ProblemException(otherOptions());
    }
    options.inventory = resolved(plan.header().inventory().path());
    String secrets = plan.header().inventory().secrets();
    if (options.secrets == null && secrets != null) {
      options.secrets = Path.of(resolved(secrets));
    }
    try {
      planning.set(plan.header().options());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(oddOption(path, plan), e);
    }
  }

  /// What moved since, compared with the plan as it is made now: a problem of kind STALE; empty
  /// when nothing did.
  public Optional<Problem> moved(String now) {
    List<String> moved = plan.differences(SavedPlan.parse(now).orElseThrow());
    return moved.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                CliProblemCodes.PLAN_STALE,
                "the saved plan is not what would be done now; nothing was done",
                path.toString(),
                "since it was made, this moved:\n" + String.join("\n", moved),
                "make it again, and read it:"
                    + ShellCommand.of("citus-deploy plan INVENTORY --out")
                        .word(path.toString())
                        .line()
                        .stripTrailing()));
  }

  /// A plan as the document that a file at a place must hold.
  ///
  /// @param file where it is to be, so that relative paths begin in its folder; null for the
  ///   current folder
  public static String document(
      InventoryOptions options,
      PlanningOptions planning,
      @Nullable Path file,
      Inventory inventory,
      Observation seen) {
    return new JsonDocument(options.asArguments())
        .plan(origin(options, planning, folderOf(file), seen), inventory, seen.plan());
  }

  private static PlanOrigin origin(
      InventoryOptions options, PlanningOptions planning, Path folder, Observation seen) {
    boolean streamed = InventoryInput.isStandardInput(options);
    return new PlanOrigin(
        streamed ? options.inventory : from(folder, Path.of(options.inventory)),
        streamed ? null : text(Path.of(options.inventory)).map(Sha256::of).orElse(null),
        options.secrets == null ? null : from(folder, options.secrets),
        planning.asWritten(),
        secret -> seen.secrets().hmac("plan", secret.reveal().getBytes(StandardCharsets.UTF_8)),
        seen.given().superuser());
  }

  /// Writes a plan.
  ///
  /// @throws ProblemException when it cannot be written
  public static void write(Path path, String document) {
    try {
      Files.writeString(path, document + "\n");
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              CliProblemCodes.PLAN_NOT_WRITTEN,
              "the plan cannot be written",
              path.toString(),
              String.valueOf(e),
              "name another file: --out FILE"),
          e);
    }
  }

  /// The folder of a file.
  private static Path folderOf(@Nullable Path file) {
    Path absolute = Path.of("").toAbsolutePath();
    Path parent = file == null ? null : file.toAbsolutePath().normalize().getParent();
    return parent == null ? absolute : parent;
  }

  private String resolved(String named) {
    Path target = Path.of(named);
    if (target.isAbsolute()) {
      return named;
    }
    Path parent = path.getParent();
    return parent == null ? named : parent.resolve(target).normalize().toString();
  }

  private static String from(Path folder, Path file) {
    return file.isAbsolute()
        ? file.toString()
        : folder.relativize(file.toAbsolutePath().normalize()).toString();
  }

  private static Optional<String> text(Path path) {
    try {
      return Files.isRegularFile(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    } catch (IOException _) {
      // Reading it as an inventory reports what is wrong with it.
      return Optional.empty();
    }
  }

  private Problem otherOptions() {
    return new Problem(
        CliProblemCodes.PLAN_OPTIONS,
        "a saved plan is done as it is",
        path.toString(),
        "--limit, --skip-unreachable, --max-unavailable, --overwrite-drift and --new-data make"
            + " another plan",
        "leave them out: the plan remembers those it was made with");
  }

  private static Problem oddOption(Path path, SavedPlan plan) {
    return new Problem(
        CliProblemCodes.PLAN_FORMAT,
        "the saved plan's `max_unavailable` is no number of workers",
        path.toString(),
        "it was edited: " + ForeignText.inline(plan.header().options().maxUnavailable()),
        "make it again: citus-deploy plan INVENTORY --out FILE");
  }

  private static Problem otherFormat(Path path, SavedPlan plan) {
    return new Problem(
        CliProblemCodes.PLAN_FORMAT,
        plan.header().format() == 0
            ? "the saved plan lacks a key that every plan has, or has it with another type"
            : "the saved plan has format "
                + plan.header().format()
                + ", and this program reads format "
                + FORMAT,
        path.toString(),
        plan.header().format() == 0
            ? "it was edited, or only a part of it was written"
            : "another version of this program made it",
        "make it again with this one: citus-deploy plan INVENTORY --out FILE");
  }
}

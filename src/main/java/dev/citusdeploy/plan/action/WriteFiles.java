package dev.citusdeploy.plan.action;

import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.ServiceFiles;
import java.util.List;

/// Writes the changed files of all services of a host: one stream into staging, verified by hash,
/// then switched.
public record WriteFiles(List<ServiceFiles> services) implements Action {
  /// Copies the list.
  public WriteFiles {
    services = List.copyOf(services);
  }

  @Override
  public ActionTraits traits() {
    return ActionTraits.of("write-files", isAllNew() ? Symbol.ADD : Symbol.CHANGE, Place.SERVER);
  }

  @Override
  public String phrase() {
    return phrase(services.stream().mapToInt(files -> files.changes().size()).sum());
  }

  @Override
  public String awaited() {
    return "its files to be written";
  }

  @Override
  public List<ServiceFiles> files() {
    return services;
  }

  private boolean isAllNew() {
    return services.stream()
        .flatMap(files -> files.changes().stream())
        .allMatch(change -> change.effect() == FileChange.Effect.NEW);
  }

  private static String phrase(int files) {
    if (files == 0) {
      return "switch to another set of files";
    }
    return files == 1 ? "write 1 file" : "write " + files + " files";
  }
}

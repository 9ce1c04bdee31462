package dev.citusdeploy.plan.action;

import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.NodeFiles;
import java.util.List;

/// Writes the changed files of all nodes of a host: one stream into staging, verified by hash, then
/// switched.
public record WriteFiles(List<NodeFiles> nodes) implements Action {
  /// Copies the list.
  public WriteFiles {
    nodes = List.copyOf(nodes);
  }

  @Override
  public ActionTraits traits() {
    return ActionTraits.of("write-files", isAllNew() ? Symbol.ADD : Symbol.CHANGE, Place.SERVER);
  }

  @Override
  public String phrase() {
    return phrase(nodes.stream().mapToInt(node -> node.changes().size()).sum());
  }

  @Override
  public String awaited() {
    return "its files to be written";
  }

  @Override
  public List<NodeFiles> files() {
    return nodes;
  }

  private boolean isAllNew() {
    return nodes.stream()
        .flatMap(node -> node.changes().stream())
        .allMatch(change -> change.effect() == FileChange.Effect.NEW);
  }

  private static String phrase(int files) {
    if (files == 0) {
      return "switch to another set of files";
    }
    return files == 1 ? "write 1 file" : "write " + files + " files";
  }
}

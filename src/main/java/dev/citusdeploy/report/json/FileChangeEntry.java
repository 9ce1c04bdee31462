package dev.citusdeploy.report.json;

import dev.citusdeploy.plan.ServiceFiles;
import dev.citusdeploy.report.FileChangeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a file changes, for people: a saved plan is compared by hashes, not by this.
sealed interface FileChangeEntry {
  /// A changed file.
  ///
  /// @param node the service whose file it is
  /// @param name path without the generation
  /// @param change `new`, `missing`, `changed` or `mode`
  /// @param drift whether it was changed by hand since the last apply
  /// @param remark the change in words
  /// @param diff unified, from what is in use to what is desired
  /// @param diffByHand unified, from what was applied last to what is in use
  record Content(
      String node,
      String name,
      String change,
      boolean drift,
      String remark,
      List<String> diff,
      List<String> diffByHand)
      implements FileChangeEntry {}

  /// `conf/current`, which was changed by hand.
  ///
  /// @param target where it points to
  /// @param appliedTarget where the last apply had set it
  record Link(
      String node, String name, String change, boolean drift, String target, String appliedTarget)
      implements FileChangeEntry {}

  /// All changes of some services.
  static List<FileChangeEntry> of(List<ServiceFiles> services) {
    List<FileChangeEntry> entries = new ArrayList<>();
    for (ServiceFiles files : services) {
      String name = files.service().name().value();
      if (files.moved() != null) {
        entries.add(
            new Link(
                name,
                "conf/current",
                "changed",
                true,
                files.moved().to(),
                files.moved().applied()));
      }
      FileChangeView.of(files).forEach(change -> entries.add(of(name, change)));
    }
    return entries;
  }

  private static FileChangeEntry of(String node, FileChangeView change) {
    return new Content(
        node,
        change.name(),
        change.change().effect().name().toLowerCase(Locale.ROOT),
        change.isDrift(),
        change.remark(),
        change.diff(),
        change.byHand());
  }
}

package dev.citusdeploy.report.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.citusdeploy.plan.Precondition;
import dev.citusdeploy.plan.Step;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What must still be so when a step begins.
sealed interface PlannedOn {
  /// What is there where files are to be written.
  ///
  /// @param links each `conf/current`
  /// @param files what is written over or put out of use
  record Files(List<Link> links, List<File> files) implements PlannedOn {}

  /// Where a link points to.
  ///
  /// @param target null where there is none
  record Link(String path, @Nullable String target) {}

  /// What a file holds.
  ///
  /// @param hash of its content, null inside where there is no file
  record File(String path, @JsonUnwrapped DocumentHashes.Hash hash) {}

  /// A folder without data.
  ///
  /// @param noData the folder that holds no data
  record NoData(String noData) implements PlannedOn {}

  /// A container as it is.
  ///
  /// @param id null when there is no container
  /// @param state `running`, `paused`, `stopped` or `gone`
  record Container(String container, @Nullable String id, String state) implements PlannedOn {}

  /// The coordinator's row in the catalog.
  ///
  /// @param coordinatorRow address in `pg_dist_node`; null when there is no row
  record CoordinatorRow(@Nullable String coordinatorRow) implements PlannedOn {}

  /// A row of the catalog.
  ///
  /// @param rowOf an address
  /// @param nodeId of its row in `pg_dist_node`; null when there is none
  record NodeRow(String rowOf, @Nullable Integer nodeId) implements PlannedOn {}

  /// A step's precondition; null when it has none.
  static @Nullable PlannedOn of(Step step, DocumentHashes hashes) {
    return switch (step.precondition()) {
      case Precondition.None _ -> null;
      case Precondition.Files(var folders) ->
          new Files(
              folders.stream()
                  .map(folder -> new Link(folder.path() + "/conf/current", folder.current()))
                  .toList(),
              folders.stream()
                  .flatMap(folder ->
                      folder.files().stream()
                          .map(file -> file(step, folder.path() + "/" + file.path(), file, hashes)))
                  .toList());
      case Precondition.NoData(var path) -> new NoData(path);
      case Precondition.Container(var name, var id, var state) ->
          new Container(name, id, state.name().toLowerCase(Locale.ROOT));
      case Precondition.CoordinatorRow(var address) ->
          new CoordinatorRow(address == null ? null : address.toString());
      case Precondition.NodeRow(var address, var id) -> new NodeRow(address.toString(), id);
    };
  }

  private static File file(
      Step step, String path, Precondition.Replaced file, DocumentHashes hashes) {
    return new File(path, hashes.of(file.hash(), step.action().isSecretFile(path)));
  }
}

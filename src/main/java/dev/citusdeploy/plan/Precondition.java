package dev.citusdeploy.plan;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a step was planned on and no earlier step of its plan changes. It is checked again right
/// before the step does anything; where something else is found, the step does nothing. So a plan
/// never meets a state that nobody has seen.
public sealed interface Precondition {
  /// Whether something was there that the step changes, where it would else make it.
  default boolean foundSomething() {
    return false;
  }

  /// The step does the right thing whatever is there, or what is there could not be known.
  record None() implements Precondition {}

  /// What is there where files are to be written.
  record Files(List<Folder> folders) implements Precondition {
    /// Copies the list.
    public Files {
      folders = List.copyOf(folders);
    }
  }

  /// What is in one node's folder.
  ///
  /// @param path the node's folder on the server
  /// @param current what `conf/current` points to, null when there is no such link
  /// @param files the files that will be written over, made, or put out of use by another
  ///   generation
  record Folder(String path, @Nullable String current, List<Replaced> files) {
    /// Copies the list.
    public Folder {
      files = List.copyOf(files);
    }
  }

  /// A file that will be written over, made, or put out of use.
  ///
  /// @param path relative to the node's folder
  /// @param hash of its content, null when there is none
  record Replaced(String path, @Nullable Sha256 hash) {}

  /// There is no data.
  ///
  /// @param path the node's data folder on the server
  record NoData(String path) implements Precondition {}

  /// A node's container, or that there is none.
  ///
  /// @param name its name
  /// @param id its full id, null when there is no container of that name
  /// @param state what it does; [ContainerState#GONE] when there is none
  record Container(String name, @Nullable String id, ContainerState state)
      implements Precondition {}

  /// The coordinator's row in the catalog.
  ///
  /// @param address the address in its row, null when it has none
  record CoordinatorRow(@Nullable NodeAddress address) implements Precondition {
    @Override
    public boolean foundSomething() {
      return address != null;
    }
  }

  /// The row of an address in the catalog.
  ///
  /// @param address a node's
  /// @param id of the row with that address, null when there is none
  record NodeRow(NodeAddress address, @Nullable Integer id) implements Precondition {
    @Override
    public boolean foundSomething() {
      return id != null;
    }
  }

  /// What a container does, as far as it matters to a plan. One that falls over again and again is
  /// now running, now about to be: both count as the same.
  enum ContainerState {
    /// There is none.
    GONE,
    /// It runs, or is about to be started again by the engine.
    RUNNING,
    /// It is frozen.
    PAUSED,
    /// It was made and does not run.
    STOPPED;

    /// The state for Docker's word.
    public static ContainerState of(String word) {
      return switch (word) {
        case "running", "restarting" -> RUNNING;
        case "paused" -> PAUSED;
        default -> STOPPED;
      };
    }
  }
}

package dev.citusdeploy.execution;

import org.jspecify.annotations.Nullable;

/// Whether a run may still stop nodes that serve: not after a step has failed, and not after it was
/// interrupted. Thread-safe.
public final class StopPermission {
  private volatile @Nullable String refusal;

  /// Forbids all stops from now on.
  ///
  /// @param because why, for people: "the run was interrupted"
  public void refuse(String because) {
    if (refusal == null) {
      refusal = because;
    }
  }

  /// Does nothing while nodes may be stopped.
  ///
  /// @throws StepNotBegunException when they may not
  public void check() {
    String because = refusal;
    if (because != null) {
      throw new StepNotBegunException(because);
    }
  }
}

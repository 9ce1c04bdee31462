package dev.citusdeploy.model;

import java.util.Locale;

/// What a node is for.
public enum Role {
  /// Group 0: plans queries, owns the metadata; exactly one.
  COORDINATOR,
  /// Holds shards.
  WORKER;

  /// The word used in inventories, labels and messages.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

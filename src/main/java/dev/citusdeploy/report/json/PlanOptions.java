package dev.citusdeploy.report.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options that a plan was made with.
///
/// @param limit names it was limited to; empty for none
/// @param skipUnreachable whether hosts that did not answer were left out
/// @param maxUnavailable how many workers are restarted at once: `1`, `25%`
/// @param overwriteDrift whether files that were changed by hand are written over
/// @param newData nodes that start again with empty data
public record PlanOptions(
    List<String> limit,
    boolean skipUnreachable,
    String maxUnavailable,
    boolean overwriteDrift,
    List<String> newData) {
  static final PlanOptions NONE = new PlanOptions(null, false, null, false, null);

  /// Gives keys that a document does not have their defaults.
  public PlanOptions(
      @Nullable List<String> limit,
      boolean skipUnreachable,
      @Nullable String maxUnavailable,
      boolean overwriteDrift,
      @Nullable List<String> newData) {
    this.limit = limit == null ? List.of() : List.copyOf(limit);
    this.skipUnreachable = skipUnreachable;
    this.maxUnavailable = maxUnavailable == null ? "1" : maxUnavailable;
    this.overwriteDrift = overwriteDrift;
    this.newData = newData == null ? List.of() : List.copyOf(newData);
  }
}

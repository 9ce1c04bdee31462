package dev.citusdeploy.report.json;

import java.util.List;

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
    List<String> newData) {}

package dev.citusdeploy.inventory.text;

import java.util.List;

/// Host names with ranges, as in inventories, for other places such as options.
public final class NameRanges {
  private NameRanges() {}

  /// The names that a text stands for, `pg-w[02:04]` for three; the text itself where it has no
  /// range, or an impossible one.
  public static List<String> expand(String text) {
    RangeText ranges = RangeText.parse(text);
    return ranges.fault().isPresent() ? List.of(text) : ranges.values();
  }
}

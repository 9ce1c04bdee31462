package dev.citusdeploy.report;

import java.util.Locale;

/// Sizes for people.
final class ByteSize {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private ByteSize() {}

  /// Three digits or so, by powers of 1024, with PostgreSQL's unit names: `13 MB`.
  static String words(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return value >= 10 || unit == 0
        ? String.format(Locale.ROOT, "%.0f %s", value, UNITS[unit])
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}

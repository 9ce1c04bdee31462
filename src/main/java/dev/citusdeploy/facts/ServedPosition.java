package dev.citusdeploy.facts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How far a node has served, as its health check records it apart from the data: the highest
/// position of the write-ahead log that was seen on the disk.
///
/// @param system system identifier of the data that was served
/// @param highest that position, as PostgreSQL writes it
/// @param begunAt where older data began, if its server was last started with such data; otherwise
///   null
public record ServedPosition(String system, String highest, @Nullable String begunAt) {
  private static final Pattern LINE =
      Pattern.compile("([0-9]{1,20}) ([0-9A-F]{1,8}/[0-9A-F]{1,8})");

  /// Whether the data that the node was last started with is older than what it has served.
  public boolean isOlder() {
    return begunAt != null;
  }

  /// Reads the two files of the health check; null when the first has no position.
  ///
  /// @param served system identifier and highest position; null when there is no such file
  /// @param older the same for data that was found to be older; null when there is no such file
  public static @Nullable ServedPosition of(@Nullable String served, @Nullable String older) {
    Matcher record = LINE.matcher(served == null ? "" : served);
    if (!record.matches()) {
      return null;
    }
    Matcher found = LINE.matcher(older == null ? "" : older);
    boolean isOlder = found.matches() && found.group(1).equals(record.group(1));
    return new ServedPosition(record.group(1), record.group(2), isOlder ? found.group(2) : null);
  }
}

package dev.citusdeploy.integration.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A time for which a node was down.
///
/// @param began when its container ended
/// @param ended when its health check passed again
public record Outage(String node, Instant began, Instant ended) {
  /// Reads what an engine tells of one container: a line with a time and an event each.
  ///
  /// @throws AssertionError when it did not end just once, or is not healthy again
  public static Outage read(String node, String events) {
    List<String> died = events.lines().filter(line -> line.endsWith(" die")).toList();
    List<String> healthy = events.lines().filter(line -> line.endsWith(": healthy")).toList();
    if (died.size() != 1 || healthy.isEmpty()) {
      throw new AssertionError(node + " was not down once: " + events);
    }
    return new Outage(node, time(died.getFirst()), time(healthy.getFirst()));
  }

  private static Instant time(String line) {
    return Instant.EPOCH.plusNanos(Long.parseLong(line.substring(0, line.indexOf(' '))));
  }

  @Override
  public String toString() {
    return node + " down for " + Duration.between(began, ended).toMillis() + " ms";
  }
}

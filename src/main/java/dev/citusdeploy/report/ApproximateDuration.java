package dev.citusdeploy.report;

import java.time.Duration;

/// Durations that are no promise, for people.
final class ApproximateDuration {
  private static final Duration SECONDS_UP_TO = Duration.ofMinutes(2);

  private ApproximateDuration() {}

  /// `about 7 s`, `about 3 min` or `under 1 s`.
  static String words(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return "under 1 s";
    }
    if (duration.compareTo(SECONDS_UP_TO) < 0) {
      return "about " + Math.round(duration.toMillis() / 1000.0) + " s";
    }
    return "about " + Math.round(duration.toSeconds() / 60.0) + " min";
  }
}

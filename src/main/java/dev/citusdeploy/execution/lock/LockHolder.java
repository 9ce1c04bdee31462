package dev.citusdeploy.execution.lock;

import dev.citusdeploy.model.ForeignText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who holds a cluster's lock on a server.
///
/// @param run id of the run
/// @param who user and machine, as `anna@laptop`
/// @param from address the login came from, empty when it is not known
/// @param command what they run: `apply shop.yml`
/// @param age how long they have held it
/// @param lease how long until it counts as abandoned unless they are heard of
public record LockHolder(
    String run, String who, String from, String command, Duration age, Duration lease) {

  /// Reads the lines that the lock's scripts print.
  public static LockHolder parse(String answer) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String line : answer.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        entries.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return new LockHolder(
        value(entries, "id"),
        value(entries, "who"),
        value(entries, "from"),
        value(entries, "command"),
        seconds(entries.get("age")),
        seconds(entries.get("lease")));
  }

  /// The lock's file belongs to who holds it, and may hold anything.
  private static String value(Map<String, String> entries, String key) {
    return ForeignText.line(entries.getOrDefault(key, ""));
  }

  private static Duration seconds(@org.jspecify.annotations.Nullable String text) {
    return text != null && text.matches("-?[0-9]{1,10}")
        ? Duration.ofSeconds(Long.parseLong(text))
        : Duration.ZERO;
  }

  /// One sentence: "anna@laptop (from 10.0.0.5) has run “apply shop.yml” for 90 s; …".
  public String sentence() {
    return ForeignText.inline(who)
        + (from.isEmpty() ? "" : " (from " + ForeignText.inline(from) + ")")
        + " has run "
        + ForeignText.inline(command)
        + " for "
        + age.toSeconds()
        + " s; the run's id is "
        + ForeignText.inline(run);
  }
}

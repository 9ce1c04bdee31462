package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.facts.gather.FactsLines.Entry;
import dev.citusdeploy.model.Hardware;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the facts of the machine.
final class SystemReader {
  private static final List<String> KEYS =
      List.of(
          "clock",
          "system",
          "architecture",
          "cpus",
          "memory",
          "machine-id",
          "boot-id",
          "user",
          "compose",
          "docker-compose",
          "uptime");
  private static final int MOST_CPUS = 100_000;
  private static final int LONGEST = 1_000;

  private static final Pattern CLOCK = Pattern.compile("([0-9]{1,12})(\\.[0-9]{1,9})?.*");
  private static final Pattern NUMBERS =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?) ([0-9]{1,12}(?:\\.[0-9]{1,9})?)");
  private static final Pattern DISK =
      Pattern.compile("([0-9]{1,9}) ([0-9]{1,19}) ([0-9]{1,19}) ([0-9]{1,20}) ([0-9]{1,20})");
  private static final Pattern CPUS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  private final Instant sent;
  private final Instant received;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> disks = new ArrayList<>();

  SystemReader(Instant sent, Instant received) {
    this.sent = sent;
    this.received = received;
  }

  /// Takes an entry on the machine; false when it is of another kind.
  boolean take(Entry entry) {
    if (entry.key().equals("disk")) {
      disks.add(entry.value());
      return true;
    }
    if (!KEYS.contains(entry.key())) {
      return false;
    }
    if (values.putIfAbsent(entry.key(), entry.value()) != null) {
      throw new MalformedAnswerException(entry.key() + " is reported twice");
    }
    return true;
  }

  /// The user that the script ran as; empty when it does not matter.
  String user() {
    return optional("user");
  }

  /// Whether there is a value, which may be empty.
  boolean has(String key) {
    return values.containsKey(key);
  }

  /// A value that may be missing, empty then.
  String optional(String key) {
    return values.getOrDefault(key, "");
  }

  /// Everything together.
  SystemFacts facts() {
    String machineId = value("machine-id");
    return new SystemFacts(
        value("system"),
        value("architecture"),
        new Hardware(cpus(), product(number(value("memory"), "memory"), 1024L, "memory")),
        machineId.equals("uninitialized") ? "" : machineId,
        value("boot-id"),
        clockOffset(),
        space(0),
        space(1));
  }

  /// The first entry is the data root's, the second the program root's.
  private DiskSpace space(int index) {
    Matcher disk = DISK.matcher(disks.size() == 2 ? disks.get(index) : "");
    if (!disk.matches()) {
      throw new MalformedAnswerException(
          "disk is odd: " + FactsLines.shown(String.join(", ", disks)));
    }
    long block = number(disk.group(1), "disk");
    return new DiskSpace(
        product(block, number(disk.group(3), "disk"), "disk"),
        product(block, number(disk.group(2), "disk"), "disk"),
        // Some file systems have no such limit, and report 0 of 0.
        disk.group(4).equals("0") ? Long.MAX_VALUE : number(disk.group(5), "disk"));
  }

  private int cpus() {
    int count = 0;
    for (String range : value("cpus").split(",", -1)) {
      Matcher matcher = CPUS.matcher(range);
      if (!matcher.matches()) {
        throw odd("cpus");
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      count += last - first + 1;
      if (last < first || count > MOST_CPUS) {
        throw odd("cpus");
      }
    }
    return count;
  }

  /// The script reads the clock when it begins, and its duration is known from the uptime. So the
  /// middle of the script is compared with the middle of the time spent waiting for it.
  private Duration clockOffset() {
    Matcher clock = match(CLOCK, "clock");
    Matcher uptime = match(NUMBERS, "uptime");
    Instant began = Instant.ofEpochSecond(number(clock.group(1), "clock"));
    if (clock.group(2) != null) {
      began = began.plus(seconds("0" + clock.group(2)));
    }
    Duration took = seconds(uptime.group(2)).minus(seconds(uptime.group(1)));
    Instant ours = sent.plus(Duration.between(sent, received).dividedBy(2));
    return Duration.between(ours, began.plus(took.dividedBy(2)));
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact());
  }

  private Matcher match(Pattern pattern, String key) {
    Matcher matcher = pattern.matcher(value(key));
    if (!matcher.matches()) {
      throw odd(key);
    }
    return matcher;
  }

  private long product(long one, long other, String key) {
    try {
      return Math.multiplyExact(one, other);
    } catch (ArithmeticException _) {
      throw odd(key);
    }
  }

  private long number(String text, String key) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw odd(key);
    }
  }

  private String value(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new MalformedAnswerException(key + " is missing");
    }
    if (value.length() > LONGEST) {
      throw odd(key);
    }
    return value;
  }

  private MalformedAnswerException odd(String key) {
    return new MalformedAnswerException(key + " is odd: " + FactsLines.shown(optional(key)));
  }
}

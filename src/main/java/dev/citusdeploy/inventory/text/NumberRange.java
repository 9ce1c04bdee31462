package dev.citusdeploy.inventory.text;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A range of whole numbers as it is written, `[01:12]`: both bounds are included, and all numbers
/// are padded like the first.
///
/// @param first first bound, digits only
/// @param last last bound, digits only
public record NumberRange(String first, String last) {
  /// More hosts than any cluster has; a longer range is a typing error.
  static final int MOST = 1000;

  /// A range within a text. An IPv6 address in brackets has letters or more colons.
  public static final Pattern PATTERN = Pattern.compile("\\[([0-9]+):([0-9]+)\\]");

  static NumberRange of(MatchResult match) {
    return new NumberRange(match.group(1), match.group(2));
  }

  /// What is wrong with it, if anything.
  Optional<Form.Fault> fault() {
    if (first.length() > 9 || last.length() > 9) {
      return Optional.of(new Form.Fault("`" + this + "` has numbers without end", "correct it"));
    }
    if (to() < from()) {
      return Optional.of(
          new Form.Fault(
              "`" + this + "` ends before it begins",
              "did you mean `[" + last + ":" + first + "]`?"));
    }
    return Optional.empty();
  }

  /// How many numbers it has.
  int count() {
    return to() - from() + 1;
  }

  /// The numbers in their order, padded.
  List<String> numbers() {
    String form = first.startsWith("0") ? "%0" + first.length() + "d" : "%d";
    return IntStream.rangeClosed(from(), to()).mapToObj(form::formatted).toList();
  }

  /// A range with the same first number and the given size.
  NumberRange ofCount(int count) {
    String end = Integer.toString(from() + count - 1);
    int padding = first.startsWith("0") ? Math.max(0, first.length() - end.length()) : 0;
    return new NumberRange(first, "0".repeat(padding) + end);
  }

  private int from() {
    return Integer.parseInt(first);
  }

  private int to() {
    return Integer.parseInt(last);
  }

  @Override
  public String toString() {
    return "[" + first + ":" + last + "]";
  }
}

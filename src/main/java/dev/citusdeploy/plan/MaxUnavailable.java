package dev.citusdeploy.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many workers may be down at once while they are re-created: a number, or a part of all
/// workers.
///
/// @param amount at least 1
/// @param percent whether it counts hundredths of all workers; at most 100 then
public record MaxUnavailable(int amount, boolean percent) {
  /// One at a time.
  public static final MaxUnavailable ONE = new MaxUnavailable(1, false);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(%?)");

  /// @throws IllegalArgumentException when it would let nothing happen, or is more than all
  public MaxUnavailable {
    if (amount < 1 || (percent && amount > 100)) {
      throw new IllegalArgumentException(
          "'" + amount + (percent ? "%" : "") + "' is neither 1 or more nor 1% to 100%");
    }
  }

  /// Reads `2` or `25%`.
  ///
  /// @throws IllegalArgumentException when it is neither
  public static MaxUnavailable parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither a whole number of 1 or more nor 1% to 100%");
    }
    return new MaxUnavailable(Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  /// How many of some workers: a part is rounded up, and never less than one.
  public int of(int workers) {
    return percent ? Math.max(1, Math.ceilDiv(workers * amount, 100)) : amount;
  }

  /// As it is written.
  @Override
  public String toString() {
    return amount + (percent ? "%" : "");
  }
}

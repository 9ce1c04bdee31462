package dev.citusdeploy.inventory.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/// A text that stands for several by the ranges in it: `rack[1:2]-pg[01:03]` stands for six, the
/// rightmost range running fastest.
///
/// @param text as written
/// @param pieces the text before, between and after the ranges: one more than there are ranges
/// @param ranges from left to right; none in a text that stands for itself
public record RangeText(String text, List<String> pieces, List<NumberRange> ranges) {
  /// Copies the lists.
  public RangeText {
    pieces = List.copyOf(pieces);
    ranges = List.copyOf(ranges);
  }

  public static RangeText parse(String text) {
    List<String> pieces = new ArrayList<>();
    List<NumberRange> ranges = new ArrayList<>();
    int end = 0;
    Matcher matcher = NumberRange.PATTERN.matcher(text);
    while (matcher.find()) {
      pieces.add(text.substring(end, matcher.start()));
      ranges.add(NumberRange.of(matcher));
      end = matcher.end();
    }
    pieces.add(text.substring(end));
    return new RangeText(text, pieces, ranges);
  }

  /// Whether there is a range in it.
  public boolean hasRanges() {
    return !ranges.isEmpty();
  }

  /// What is wrong with its ranges, if anything.
  public Optional<Form.Fault> fault() {
    Optional<Form.Fault> broken =
        ranges.stream().flatMap(range -> range.fault().stream()).findFirst();
    return broken.isPresent() || count() <= NumberRange.MOST
        ? broken
        : Optional.of(
            new Form.Fault(
                "it stands for %d, and at most %d are allowed".formatted(count(), NumberRange.MOST),
                "correct the range"));
  }

  /// How many texts it stands for. Only without a [#fault()] in a range.
  public long count() {
    // Ten ranges of a thousand million numbers exceed a long.
    return ranges.stream()
        .mapToLong(NumberRange::count)
        .reduce(1, (product, count) -> product > NumberRange.MOST ? product : product * count);
  }

  /// All texts. Only without a [#fault()].
  public List<String> values() {
    List<String> values = List.of(pieces.getFirst());
    for (int i = 0; i < ranges.size(); i++) {
      String after = pieces.get(i + 1);
      List<String> numbers = ranges.get(i).numbers();
      values =
          values.stream()
              .flatMap(before -> numbers.stream().map(number -> before + number + after))
              .toList();
    }
    return values;
  }

  /// The same text for another number of values, where it has one range only.
  public Optional<String> ofCount(int count) {
    return ranges.size() == 1
        ? Optional.of(pieces.getFirst() + ranges.getFirst().ofCount(count) + pieces.getLast())
        : Optional.empty();
  }
}

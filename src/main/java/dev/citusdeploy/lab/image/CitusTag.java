package dev.citusdeploy.lab.image;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A tag of the Citus image that names one version, such as `14.0.1` or `14.0.1-pg17`. Floating
/// tags (`latest`, `14`, `14.0`, `nightly`) are none.
///
/// @param text the tag
/// @param major first number of the version
/// @param minor second number
/// @param patch third number
/// @param variant what follows the version; empty for the plain image
record CitusTag(String text, int major, int minor, int patch, String variant)
    implements Comparable<CitusTag> {
  private static final Pattern FORM =
      Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})((?:[-_.][A-Za-z0-9_.-]+)?)");

  // A variant (another PostgreSQL, Alpine) only counts when the plain image of that version is
  // missing.
  private static final Comparator<CitusTag> ORDER =
      Comparator.comparingInt(CitusTag::major)
          .thenComparingInt(CitusTag::minor)
          .thenComparingInt(CitusTag::patch)
          .thenComparing(tag -> tag.variant().isEmpty())
          .thenComparing(CitusTag::text);

  /// Reads a tag; empty for a floating one.
  static Optional<CitusTag> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new CitusTag(
            text,
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            matcher.group(4)));
  }

  /// The newest of some tags, floating ones left out.
  static Optional<String> newest(List<String> tags) {
    return tags.stream()
        .flatMap(tag -> parse(tag).stream())
        .max(Comparator.naturalOrder())
        .map(CitusTag::text);
  }

  @Override
  public int compareTo(CitusTag other) {
    return ORDER.compare(this, other);
  }
}

package dev.citusdeploy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of a collation that a node's databases, or collations in use in the cluster's
/// database, record: text in their indexes is sorted by it.
///
/// @param provider the library that sorts: `c` the C library, `i` ICU
/// @param recorded the version that the indexes were made with
/// @param actual the version that the node's running server has
public record RecordedCollation(char provider, String recorded, String actual) {
  private static final Pattern WORD =
      Pattern.compile("([a-z]):([0-9A-Za-z._-]{1,40}):([0-9A-Za-z._-]{0,40})");

  /// Reads words `provider:recorded:actual` between blanks; others are ignored, such as
  /// PostgreSQL's builtin provider, whose order no image changes.
  public static List<RecordedCollation> parse(String words) {
    List<RecordedCollation> all = new ArrayList<>();
    for (String word : words.split(" ", 100)) {
      Matcher matcher = WORD.matcher(word);
      if (matcher.matches() && (word.charAt(0) == 'c' || word.charAt(0) == 'i')) {
        all.add(new RecordedCollation(word.charAt(0), matcher.group(2), matcher.group(3)));
      }
    }
    return List.copyOf(all);
  }
}

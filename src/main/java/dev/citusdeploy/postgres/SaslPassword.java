package dev.citusdeploy.postgres;

import java.text.Normalizer;

/// SASLprep of a password the way PostgreSQL does it: a text that the rules forbid is taken as it
/// is, not refused. Plain ASCII always stays as it is.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc4013">RFC 4013</a>. Its table of characters
///   unassigned in Unicode 3.2 is not kept here: a password with newer characters that also have a
///   compatibility form (such as 🄰) would come out differently.
final class SaslPassword {
  private SaslPassword() {}

  /// The text that goes into the key derivation.
  static String prepare(String password) {
    if (password.chars().allMatch(unit -> unit < 0x80)) {
      return password;
    }
    String prepared = Normalizer.normalize(mapped(password), Normalizer.Form.NFKC);
    boolean allowed =
        !prepared.isEmpty()
            && prepared.codePoints().noneMatch(SaslPassword::isForbidden)
            && isOneDirection(prepared);
    return allowed ? prepared : password;
  }

  private static String mapped(String password) {
    var text = new StringBuilder();
    password
        .codePoints()
        .filter(point -> !isMappedToNothing(point))
        .map(point -> isOtherSpace(point) ? ' ' : point)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  /// Table B.1 of RFC 3454.
  private static boolean isMappedToNothing(int point) {
    return point == 0xAD
        || point == 0x34F
        || point == 0x1806
        || (point >= 0x180B && point <= 0x180D)
        || (point >= 0x200B && point <= 0x200D)
        || point == 0x2060
        || (point >= 0xFE00 && point <= 0xFE0F)
        || point == 0xFEFF;
  }

  /// Table C.1.2 of RFC 3454.
  private static boolean isOtherSpace(int point) {
    return point > 0x7F
        && (Character.getType(point) == Character.SPACE_SEPARATOR || point == 0x200B);
  }

  /// Tables C.2 to C.9 of RFC 3454, by what their characters have in common.
  private static boolean isForbidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isForbiddenByName(point);
    };
  }

  private static boolean isForbiddenByName(int point) {
    return point == 0x340
        || point == 0x341
        || (point >= 0x2FF0 && point <= 0x2FFB)
        || point == 0xFFFC
        || point == 0xFFFD;
  }

  /// Text written from right to left has no letters of the other direction and starts and ends with
  /// its own.
  private static boolean isOneDirection(String text) {
    int[] points = text.codePoints().toArray();
    boolean anyRight = text.codePoints().anyMatch(SaslPassword::isRightToLeft);
    boolean anyLeft =
        text.codePoints()
            .anyMatch(point ->
                Character.getDirectionality(point) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    return !anyRight
        || (!anyLeft && isRightToLeft(points[0]) && isRightToLeft(points[points.length - 1]));
  }

  private static boolean isRightToLeft(int point) {
    byte direction = Character.getDirectionality(point);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}

package dev.citusdeploy.postgres;

import java.net.IDN;
import java.text.Normalizer;

/// SASLprep of a password as PostgreSQL does it: a text that the rules forbid is used unchanged,
/// not refused. Plain ASCII always stays as it is.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc4013">RFC 4013</a>, RFC 3454 for the tables
final class SaslPassword {
  private static final int ZERO_WIDTH_SPACE = 0x200B;

  private SaslPassword() {}

  /// The text that goes into the key derivation.
  static String prepare(String password) {
    if (password.chars().allMatch(unit -> unit < 0x80)) {
      return password;
    }
    String mapped = mapped(password);
    boolean allowed =
        !mapped.isEmpty()
            && mapped.codePoints().noneMatch(SaslPassword::isForbidden)
            && isOneDirection(mapped);
    return allowed ? Normalizer.normalize(mapped, Normalizer.Form.NFKC) : password;
  }

  private static String mapped(String password) {
    var text = new StringBuilder();
    password
        .codePoints()
        .filter(point -> !isMappedToNothing(point))
        .map(point -> isSpace(point) ? ' ' : point)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  /// Table B.1, without characters that are spaces already: PostgreSQL checks spaces first.
  private static boolean isMappedToNothing(int point) {
    return point == 0xAD
        || point == 0x34F
        || point == 0x1806
        || (point >= 0x180B && point <= 0x180D)
        || (point >= 0x200C && point <= 0x200D)
        || point == 0x2060
        || (point >= 0xFE00 && point <= 0xFE0F)
        || point == 0xFEFF;
  }

  /// Table C.1.2, and the ASCII space itself.
  private static boolean isSpace(int point) {
    return point == ZERO_WIDTH_SPACE || Character.getType(point) == Character.SPACE_SEPARATOR;
  }

  /// Tables A.1 and C.2 to C.9. For non-ASCII characters, domain names use the same tables of
  /// Unicode 3.2, and Java has them only there.
  private static boolean isForbidden(int point) {
    if (point < 0x80) {
      return Character.isISOControl(point);
    }
    try {
      String unused = IDN.toASCII(Character.toString(point));
      return unused.isEmpty();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /// Text written from right to left has no letters of the other direction and starts and ends with
  /// its own.
  private static boolean isOneDirection(String text) {
    int[] points = text.codePoints().toArray();
    return text.codePoints().noneMatch(SaslPassword::isRightToLeft)
        || (text.codePoints().noneMatch(SaslPassword::isLeftToRight)
            && isRightToLeft(points[0])
            && isRightToLeft(points[points.length - 1]));
  }

  private static boolean isLeftToRight(int point) {
    return Character.getDirectionality(point) == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
  }

  private static boolean isRightToLeft(int point) {
    byte direction = Character.getDirectionality(point);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}

package dev.citusdeploy.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The versions in a database image, as far as its name shows them.
///
/// @param postgres PostgreSQL's major version; 0 when it is not known
/// @param citus Citus' major version; 0 when it is not known
/// @param citusMinor Citus' minor version; -1 when it is not known
public record ServerVersions(int postgres, int citus, int citusMinor) {
  /// An image whose name shows no version.
  public static final ServerVersions UNKNOWN = new ServerVersions(0, 0, -1);

  private static final Pattern RELEASE =
      Pattern.compile(
          "(?:(?:.*/)?(citusdata/)|.*/)?citus:([0-9]{1,4})(?:\\.([0-9]{1,4}))?(?:\\.[0-9]+)?"
              + "(?:-alpine|-pg([0-9]{1,4}))?");

  private static final Pattern FLOATING =
      Pattern.compile("(?:.*/)?citusdata/citus:postgres_([0-9]{1,4})");

  /// Reads the name of an image, such as `citusdata/citus:14.0.1-pg17`. The official image without
  /// such a suffix has the newest PostgreSQL that its Citus supports.
  ///
  /// @param image with a tag, a digest, or both
  public static ServerVersions ofImage(String image) {
    int digest = image.indexOf('@');
    String name = digest < 0 ? image : image.substring(0, digest);
    Matcher floating = FLOATING.matcher(name);
    if (floating.matches()) {
      return new ServerVersions(Integer.parseInt(floating.group(1)), 0, -1);
    }
    Matcher release = RELEASE.matcher(name);
    if (!release.matches()) {
      return UNKNOWN;
    }
    int citus = Integer.parseInt(release.group(2));
    int minor = release.group(3) == null ? -1 : Integer.parseInt(release.group(3));
    if (release.group(4) != null) {
      return new ServerVersions(Integer.parseInt(release.group(4)), citus, minor);
    }
    return new ServerVersions(release.group(1) == null ? 0 : newest(citus), citus, minor);
  }

  private static int newest(int citus) {
    return switch (citus) {
      case 11 -> 15;
      case 12 -> 16;
      case 13 -> 17;
      case 14 -> 18;
      default -> 0;
    };
  }
}

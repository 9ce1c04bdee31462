package dev.citusdeploy.facts;

import dev.citusdeploy.model.ForeignText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an image holds, read once inside it and kept on the server by the image's id. Each part is
/// empty when it is not known.
///
/// @param postgres PostgreSQL's version, such as `17.12`
/// @param citus Citus' version, such as `14.0.1`
/// @param extension the default version of its Citus extension, such as `14.0-1`
/// @param system name of the base system
/// @param libc name and version of the C library, which decides how most locales sort
/// @param icu major version of the ICU library, which decides how ICU's locales sort
public record ImageContents(
    String postgres, String citus, String extension, String system, String libc, String icu) {
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+~-]{0,40}");
  private static final Pattern LIBC = Pattern.compile("(?:[a-z]{1,10} [0-9A-Za-z.+~-]{1,40})?");
  private static final Pattern NOT_IN_MAJOR = Pattern.compile("[^0-9].*");

  /// The contents in lines `key=value`; empty when PostgreSQL's version is missing or not a
  /// version.
  public static Optional<ImageContents> of(KeyedLines lines) {
    var contents =
        new ImageContents(
            lines.value("postgres"),
            lines.value("citus"),
            lines.value("extension"),
            ForeignText.shortened(lines.value("system"), 80),
            lines.value("libc"),
            lines.value("icu"));
    boolean sound =
        VERSION.matcher(contents.postgres()).matches()
            && VERSION.matcher(contents.citus()).matches()
            && VERSION.matcher(contents.extension()).matches()
            && VERSION.matcher(contents.icu()).matches()
            && LIBC.matcher(contents.libc()).matches();
    return sound && !contents.postgres().isEmpty() ? Optional.of(contents) : Optional.empty();
  }

  /// PostgreSQL's major version: `17`.
  public String postgresMajor() {
    return NOT_IN_MAJOR.matcher(postgres).replaceFirst("");
  }

  /// The version of the GNU C library, which PostgreSQL records for collations of the C library;
  /// empty for another library, for which it records nothing.
  public String glibc() {
    return libc.startsWith("glibc ") ? libc.substring("glibc ".length()) : "";
  }

  /// The versions for the middle of a sentence: `Citus 14.0.1 (extension 14.0-1), PostgreSQL
  /// 17.12`.
  public String versions() {
    List<String> parts = new ArrayList<>();
    if (!citus.isEmpty() || !extension.isEmpty()) {
      parts.add(
          "Citus"
              + (citus.isEmpty() ? "" : " " + ForeignText.inline(citus))
              + (extension.isEmpty() ? "" : " (extension " + ForeignText.inline(extension) + ")"));
    }
    parts.add("PostgreSQL " + ForeignText.inline(postgres));
    return String.join(", ", parts);
  }

  /// The versions and the base system.
  public String everything() {
    return versions()
        + (system.isEmpty() ? "" : ", " + ForeignText.inline(system))
        + (libc.isEmpty() ? "" : ", " + libc);
  }
}

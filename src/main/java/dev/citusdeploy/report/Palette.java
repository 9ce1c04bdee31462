package dev.citusdeploy.report;

/// Colours text for a terminal, or leaves it as it is.
///
/// @param coloured whether escape sequences may be written
public record Palette(boolean coloured) {
  /// For output that is no terminal, and where `NO_COLOR` is set.
  public static final Palette PLAIN = new Palette(false);

  /// Something good or new.
  public String good(String text) {
    return wrap("32", text);
  }

  /// Something that changes or deserves attention.
  public String warning(String text) {
    return wrap("33", text);
  }

  /// Something that failed.
  public String bad(String text) {
    return wrap("31", text);
  }

  /// A heading.
  public String strong(String text) {
    return wrap("1", text);
  }

  /// Something to paste into a shell or a file.
  public String verbatim(String text) {
    return wrap("36", text);
  }

  /// Something of less weight.
  public String faint(String text) {
    return wrap("2", text);
  }

  private String wrap(String code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

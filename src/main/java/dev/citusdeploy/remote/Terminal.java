package dev.citusdeploy.remote;

import java.util.regex.Pattern;

/// The terminal of a process on a server.
///
/// @param type as in TERM: `xterm-256color`
/// @param columns its width in characters, 1 to 65535
/// @param rows its height in characters, 1 to 65535
public record Terminal(String type, int columns, int rows) {
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{0,62}");
  private static final int MOST = 65_535;

  /// @throws IllegalArgumentException for an invalid type or size
  public Terminal {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("no type of a terminal: " + type);
    }
    if (columns < 1 || columns > MOST || rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("no size of a terminal: " + columns + "x" + rows);
    }
  }
}

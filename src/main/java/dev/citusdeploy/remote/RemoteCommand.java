package dev.citusdeploy.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A command that runs beside the conversation, with its own streams. It is visible in process
/// lists on the server, so it must not contain a secret: secrets go through its standard input.
///
/// @param title what it does, for messages: "show the log"
/// @param line a POSIX shell command line, of one line or more, without NUL; at most 16 KiB in
///   UTF-8
/// @param deadline how long it may run; after that it is ended
public record RemoteCommand(String title, String line, Duration deadline) {
  /// How many bytes a line may have: as an argument of the login shell, all of it quoted, it must
  /// be shorter than 128 KiB.
  public static final int LONGEST = 16 * 1024;

  /// @throws IllegalArgumentException for a line that is too long or holds NUL
  public RemoteCommand {
    if (line.indexOf('\0') >= 0 || line.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new IllegalArgumentException("no command line can be that: " + title);
    }
  }
}

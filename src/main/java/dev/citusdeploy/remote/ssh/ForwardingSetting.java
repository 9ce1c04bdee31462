package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A setting of sshd that controls connections through it.
///
/// @param name as sshd_config writes it
/// @param value what it is set to
record ForwardingSetting(String name, String value) {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String ALLOW = "AllowTcpForwarding";
  private static final String DISABLE = "DisableForwarding";
  private static final String OPEN = "PermitOpen";

  /// Asks a server for these settings; changes nothing there.
  ///
  /// @param user who logs in
  static Script script(String user) {
    return new Script("read sshd's settings", text(), DEADLINE).with("LOGIN", user);
  }

  private static String text() {
    try (InputStream stream = ForwardingSetting.class.getResourceAsStream("forwarding.sh")) {
      if (stream == null) {
        throw new IllegalStateException("not packed: forwarding.sh");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns those settings of an answer that forbid connections to a local port.
  static List<ForwardingSetting> forbidding(Answer answer) {
    return answer
        .output()
        .lines()
        .map(line -> List.of(line.strip().split("\\s+", 2)))
        .filter(words -> words.size() == 2)
        .flatMap(words ->
            List.of(ALLOW, DISABLE, OPEN).stream()
                .filter(name -> name.equalsIgnoreCase(words.getFirst()))
                .map(name -> new ForwardingSetting(name, words.getLast())))
        .filter(ForwardingSetting::forbids)
        .distinct()
        .toList();
  }

  private boolean forbids() {
    String said = value.toLowerCase(Locale.ROOT);
    return switch (name) {
      case ALLOW -> said.equals("no") || said.equals("remote");
      case DISABLE -> said.equals("yes");
      default -> !said.equals("any");
    };
  }

  /// The line of sshd_config that would allow it.
  String allowing() {
    return switch (name) {
      case ALLOW -> ALLOW + " local";
      case DISABLE -> DISABLE + " no";
      default -> OPEN + " any";
    };
  }

  @Override
  public String toString() {
    return name + " " + value;
  }
}

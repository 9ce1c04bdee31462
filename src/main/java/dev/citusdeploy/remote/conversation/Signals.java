package dev.citusdeploy.remote.conversation;

import java.util.Map;

/// Signals as SSH names them (RFC 4254, 6.10), with the numbers that they have on Linux.
final class Signals {
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ILL", 4),
          Map.entry("ABRT", 6),
          Map.entry("FPE", 8),
          Map.entry("KILL", 9),
          Map.entry("USR1", 10),
          Map.entry("SEGV", 11),
          Map.entry("USR2", 12),
          Map.entry("PIPE", 13),
          Map.entry("ALRM", 14),
          Map.entry("TERM", 15));

  private static final int ENDED_BY_SIGNAL = 128;

  private Signals() {}

  /// The exit status that a shell gives for a command that a signal ended; 128 for an unknown
  /// signal.
  static int exitStatus(String signal) {
    return ENDED_BY_SIGNAL + NUMBERS.getOrDefault(signal, 0);
  }
}

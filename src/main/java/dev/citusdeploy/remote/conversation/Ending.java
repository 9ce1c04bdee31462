package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.ForeignText;
import org.jspecify.annotations.Nullable;

/// How the remote side of a conversation ended.
///
/// @param exitStatus what the server gave as exit status; null when it gave none
/// @param signal the signal that ended it, without `SIG`; null when none is known
/// @param garbled whether something else wrote between the marks of an answer
public record Ending(@Nullable Integer exitStatus, @Nullable String signal, boolean garbled) {
  /// The connection went away: neither status nor signal.
  static final Ending CUT = new Ending(null, null, false);

  /// Something else writes to the same stream, so no answer can be trusted any more.
  static final Ending GARBLED = new Ending(null, null, true);

  /// The cause in words.
  ///
  /// @param peer the other end
  String why(Peer peer) {
    if (garbled) {
      return "something else on the server writes into the answers";
    }
    if (signal != null) {
      return "the remote shell was ended by signal " + ForeignText.inline(signal);
    }
    return exitStatus == null
        ? peer.cutBecause()
        : "the remote shell ended with exit status " + exitStatus;
  }
}

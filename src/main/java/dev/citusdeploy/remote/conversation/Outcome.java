package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.remote.Answer;

/// The outcome of one request in a conversation.
sealed interface Outcome {
  /// The script ran and answered.
  record Answered(Answer answer) implements Outcome {}

  /// The deadline passed first.
  record Late() implements Outcome {}

  /// The answer exceeded its limit.
  ///
  /// @param what the part of it: `output` or `error messages`
  /// @param longest how many bytes it may have
  record TooLong(String what, int longest) implements Outcome {}

  /// The conversation ended without a whole answer.
  ///
  /// @param ending how it ended
  /// @param greeted whether the remote shell had ever answered, or started a script
  /// @param words the end of standard error, or otherwise of standard output
  record Ended(Ending ending, boolean greeted, String words) implements Outcome {}
}

package dev.citusdeploy.facts.gather;

import dev.citusdeploy.model.ForeignText;

/// An answer of a server that its script cannot have written. The message has the reason, with
/// foreign text marked.
public final class MalformedAnswerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// @param message the reason, for the end of a sentence
  public MalformedAnswerException(String message) {
    super(message);
  }

  /// Why an answer could not be read. Any exception of a reader is caused by the answer; exceptions
  /// of libraries may quote it.
  public static String reason(RuntimeException failure) {
    return failure instanceof MalformedAnswerException
        ? String.valueOf(failure.getMessage())
        : "a value has an impossible form: " + ForeignText.inline(failure.toString());
  }
}

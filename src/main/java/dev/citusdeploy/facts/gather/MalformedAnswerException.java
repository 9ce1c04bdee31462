package dev.citusdeploy.facts.gather;

import dev.citusdeploy.model.ForeignText;

/// An answer of a server that the script behind it does not give. Its message says what is odd,
/// with foreign text marked.
public final class MalformedAnswerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// @param message what is odd, for the end of a sentence
  public MalformedAnswerException(String message) {
    super(message);
  }

  /// Why an answer could not be read. Whatever a reader throws on an answer is about that answer;
  /// what the libraries throw may quote it.
  public static String reason(RuntimeException failure) {
    return failure instanceof MalformedAnswerException
        ? String.valueOf(failure.getMessage())
        : "a value has an impossible form: " + ForeignText.inline(failure.toString());
  }
}

package dev.citusdeploy.secrets;

/// The content of a secrets file is wrong. The message has the reason, without any value of the
/// file.
final class SecretsFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SecretsFormatException(String what) {
    super(what);
  }

  /// What is wrong.
  String what() {
    return String.valueOf(getMessage());
  }
}

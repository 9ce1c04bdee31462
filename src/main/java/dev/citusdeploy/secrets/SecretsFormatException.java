package dev.citusdeploy.secrets;

/// Says what is wrong with the content of a secrets file, without any value of it.
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

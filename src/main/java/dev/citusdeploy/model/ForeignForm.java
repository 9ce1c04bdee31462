package dev.citusdeploy.model;

import java.util.Optional;
import java.util.regex.Pattern;

/// The forms that foreign values must have in a command to paste.
public enum ForeignForm {
  /// The id of a run: `20261122-081500-3fa9`.
  RUN_ID("[0-9]{8}-[0-9]{6}-[0-9a-f]{4}"),
  /// The name of a container, as Docker allows it.
  CONTAINER("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}"),
  /// The number of a process.
  PID("[1-9][0-9]{0,9}"),
  /// The name of a setting of PostgreSQL.
  SETTING("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z0-9_]{1,63}){0,3}"),
  /// An absolute path of common characters.
  PATH("(/[A-Za-z0-9_.@%+=:, -]{0,255}){1,64}"),
  /// The name of a login.
  USER("[A-Za-z_][A-Za-z0-9_.-]{0,63}"),
  /// The name of a processor as images are made for it: `amd64`, `arm/v7`.
  PLATFORM("[a-z0-9]{1,16}(/[a-z0-9]{1,8})?"),
  /// The name of a database or a role.
  ROLE("[A-Za-z_][A-Za-z0-9_$-]{0,62}"),
  /// A host's name or IP address.
  ADDRESS("[A-Za-z0-9][A-Za-z0-9.:_-]{0,252}|::[0-9A-Fa-f:]{1,40}"),
  /// A major version of PostgreSQL.
  MAJOR("[1-9][0-9]{0,2}"),
  /// The digest of an image: `sha256:…`.
  DIGEST("sha256:[0-9a-f]{64}");

  private final Pattern form;

  ForeignForm(String form) {
    this.form = Pattern.compile(form);
  }

  /// Whether a text has this form.
  public boolean fits(String text) {
    return form.matcher(text).matches();
  }

  /// The text if it has this form.
  public Optional<String> of(String text) {
    return fits(text) ? Optional.of(text) : Optional.empty();
  }

  /// The placeholder for a value of another form: the kind of value in capitals.
  String placeholder() {
    return this == RUN_ID ? "RUN" : name();
  }
}

package dev.citusdeploy.postgres;

import java.util.List;

/// The result of parsing a text as a setting's value.
public sealed interface SettingValue {
  /// The server accepts it.
  ///
  /// @param normal the same value in its one normal form: `on` or `off`, a number in the setting's
  ///   own unit, a word in lower case
  record Valid(String normal) implements SettingValue {}

  /// The server refuses it.
  ///
  /// @param rule what it must be, to follow the setting's name
  /// @param meant the value that was probably meant; empty when it is not known
  /// @param words the allowed words, when they are few
  record Invalid(String rule, String meant, List<String> words) implements SettingValue {
    /// Copies the list.
    public Invalid {
      words = List.copyOf(words);
    }

    /// A value without a suggestion.
    static Invalid of(String rule) {
      return new Invalid(rule, "", List.of());
    }
  }
}

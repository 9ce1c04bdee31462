package dev.citusdeploy.postgres;

import dev.citusdeploy.postgres.SettingValue.Invalid;
import dev.citusdeploy.postgres.SettingValue.Valid;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The type of a setting's value, parsed as the server parses a configuration file.
public sealed interface SettingType
    permits SettingType.Truth, SettingType.Choice, SettingType.Text, SettingNumber {
  /// Reads a value.
  SettingValue read(String value);

  /// Reads a whole number above zero without a unit, in any of the server's spellings.
  ///
  /// @return nothing when it is none, or beyond the server's integers
  static OptionalInt count(String value) {
    var type = new SettingNumber(true, SettingUnit.of(""), 1, Integer.MAX_VALUE);
    return type.read(value) instanceof Valid(String normal)
        ? OptionalInt.of(Integer.parseInt(normal))
        : OptionalInt.empty();
  }

  /// On or off, in any of the server's spellings, including unique abbreviations.
  record Truth() implements SettingType {
    @Override
    public SettingValue read(String value) {
      String word = value.toLowerCase(Locale.ROOT);
      if (begins(word, "true") || begins(word, "yes") || word.equals("on") || word.equals("1")) {
        return new Valid("on");
      }
      boolean off = word.equals("of") || word.equals("off") || word.equals("0");
      return off || begins(word, "false") || begins(word, "no")
          ? new Valid("off")
          : new Invalid("must be on or off", "", List.of("on", "off", "true", "false"));
    }

    private static boolean begins(String word, String whole) {
      return !word.isEmpty() && whole.startsWith(word);
    }
  }

  /// One of some words, in any case.
  ///
  /// @param values those that the server shows
  /// @param silent further ones that it accepts
  record Choice(List<String> values, List<String> silent) implements SettingType {
    /// Copies the lists.
    public Choice {
      values = List.copyOf(values);
      silent = List.copyOf(silent);
    }

    @Override
    public SettingValue read(String value) {
      return Stream.concat(values.stream(), silent.stream()).anyMatch(value::equalsIgnoreCase)
          ? new Valid(value.toLowerCase(Locale.ROOT))
          : new Invalid("must be one of " + String.join(", ", values), "", values);
    }
  }

  /// Any text; only the server can check it.
  record Text() implements SettingType {
    @Override
    public SettingValue read(String value) {
      return new Valid(value);
    }
  }
}

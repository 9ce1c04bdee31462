package dev.citusdeploy.inventory.text;

import java.util.Optional;
import java.util.regex.Pattern;

/// The form that a text must have.
///
/// @param what the form for people, as in "must be …": "a name: 1 to 40 of a-z …"
/// @param pattern what the whole text must match; valid in JSON Schema too
/// @param check rules that a pattern cannot express
public record Form(String what, Pattern pattern, Check check) {
  /// A form that its pattern describes completely.
  public Form(String what, String pattern) {
    this(what, Pattern.compile(pattern), _ -> Optional.empty());
  }

  /// What is wrong with a text, if anything.
  public Optional<Fault> faultOf(String text) {
    if (!pattern.matcher(text).matches()) {
      return Optional.of(check.faultOf(text).orElse(new Fault("it must be " + what, "")));
    }
    return check.faultOf(text);
  }

  /// Checks a text further.
  @FunctionalInterface
  public interface Check {
    /// What is wrong with it, if anything.
    Optional<Fault> faultOf(String text);
  }

  /// What is wrong with a value.
  ///
  /// @param why the rule it breaks
  /// @param remedy what to write instead; empty when an example is shown instead
  public record Fault(String why, String remedy) {}
}

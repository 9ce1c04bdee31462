package dev.citusdeploy.postgres;

import dev.citusdeploy.postgres.SettingValue.Invalid;
import dev.citusdeploy.postgres.SettingValue.Valid;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number with or without a unit, read as `parse_int` and `parse_real` of the server's guc.c do.
///
/// @param whole whether it is an integer; then fractions are rounded, to even at one half
/// @param unit the unit of a value without one
/// @param least the smallest value, in the unit
/// @param most the largest value, in the unit
record SettingNumber(boolean whole, SettingUnit unit, double least, double most)
    implements SettingType {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([+-]?)(0[xX][0-9a-fA-F]+|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
              + "\\s*(\\S{0,3})\\s*",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern OCTAL = Pattern.compile("0[0-9]+");

  /// As the server prints the limits of a double.
  private static final double NO_LIMIT = 1.79769e308;

  @Override
  public SettingValue read(String value) {
    Matcher matcher = FORM.matcher(value);
    OptionalDouble amount = matcher.matches() ? amount(matcher.group(2)) : OptionalDouble.empty();
    if (amount.isEmpty()) {
      return Invalid.of(
          "must be " + kind() + (unit.scales().isEmpty() ? "" : " with or without a unit"));
    }
    double signed = matcher.group(1).equals("-") ? -amount.getAsDouble() : amount.getAsDouble();
    Optional<Double> converted = unit.convert(signed, matcher.group(3));
    return converted.isEmpty()
        ? noUnit(matcher.group(1) + matcher.group(2), matcher.group(3))
        : inRange(whole ? Math.rint(converted.get()) : converted.get());
  }

  /// Only integers may be octal; the server leaves parsing both forms to the C library.
  private OptionalDouble amount(String digits) {
    if (digits.length() > 2 && Character.toLowerCase(digits.charAt(1)) == 'x') {
      return OptionalDouble.of(new BigInteger(digits.substring(2), 16).doubleValue());
    }
    if (whole && OCTAL.matcher(digits).matches()) {
      return digits.matches("[0-7]+")
          ? OptionalDouble.of(new BigInteger(digits, 8).doubleValue())
          : OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(digits));
  }

  private SettingValue noUnit(String digits, String given) {
    if (unit.scales().isEmpty()) {
      return new Invalid("must be " + kind() + " without a unit", digits, List.of());
    }
    String meant =
        unit.names().stream()
            .filter(name -> name.equalsIgnoreCase(given) || name.equalsIgnoreCase(given + "B"))
            .findFirst()
            .map(name -> digits + name)
            .orElse("");
    return new Invalid(
        "must be " + kind() + " with one of the units " + String.join(", ", unit.names()),
        meant,
        List.of());
  }

  private SettingValue inRange(double number) {
    return number >= least && number <= most
        ? new Valid(SettingUnit.plain(number))
        : Invalid.of("must be " + range());
  }

  private String range() {
    if (most >= NO_LIMIT) {
      return "at least " + unit.show(least);
    }
    return "between " + unit.show(least) + " and " + unit.show(most);
  }

  private String kind() {
    return whole ? "a whole number" : "a number";
  }
}

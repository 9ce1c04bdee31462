package dev.citusdeploy.postgres;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The unit of a setting's numbers without one.
///
/// @param name as `pg_settings` has it, such as `8kB`; empty for a mere number
/// @param scales the units that its values may have, the largest first
/// @param size its size in the smallest unit of its kind: bytes or microseconds
record SettingUnit(String name, List<Scale> scales, double size) {
  private static final Pattern NAME = Pattern.compile("([0-9]*)([A-Za-z]+)");

  private static final List<Scale> MEMORY =
      List.of(
          new Scale("TB", 1L << 40),
          new Scale("GB", 1L << 30),
          new Scale("MB", 1L << 20),
          new Scale("kB", 1L << 10),
          new Scale("B", 1));

  private static final List<Scale> TIME =
      List.of(
          new Scale("d", 86_400_000_000L),
          new Scale("h", 3_600_000_000L),
          new Scale("min", 60_000_000),
          new Scale("s", 1_000_000),
          new Scale("ms", 1_000),
          new Scale("us", 1));

  /// A unit of a value.
  record Scale(String name, long size) {}

  /// Copies the list.
  SettingUnit {
    scales = List.copyOf(scales);
  }

  /// The unit of a name in `pg_settings`.
  ///
  /// @throws IllegalArgumentException when there is none
  static SettingUnit of(String name) {
    if (name.isEmpty()) {
      return new SettingUnit("", List.of(), 1);
    }
    Matcher matcher = NAME.matcher(name);
    if (matcher.matches()) {
      long count = matcher.group(1).isEmpty() ? 1 : Long.parseLong(matcher.group(1));
      for (List<Scale> scales : List.of(MEMORY, TIME)) {
        for (Scale scale : scales) {
          if (scale.name().equals(matcher.group(2))) {
            return new SettingUnit(name, scales, (double) count * scale.size());
          }
        }
      }
    }
    throw new IllegalArgumentException("no unit of settings: " + name);
  }

  /// The names of the units that values may have, the smallest first, as PostgreSQL lists them.
  List<String> names() {
    return scales.reversed().stream().map(Scale::name).toList();
  }

  /// A number with a unit in this unit. A fraction is first rounded to the next smaller unit, as
  /// `convert_to_base_unit` of the server's guc.c does: 30.1GB means 30822MB.
  ///
  /// @param unit of the number; empty for this one
  /// @return nothing when there is no such unit
  Optional<Double> convert(double number, String unit) {
    if (unit.isEmpty()) {
      return Optional.of(number);
    }
    for (int i = 0; i < scales.size(); i++) {
      if (scales.get(i).name().equals(unit)) {
        double converted = number * (scales.get(i).size() / size);
        double step = i + 1 < scales.size() ? scales.get(i + 1).size() / size : 0;
        return Optional.of(step == 0 ? converted : Math.rint(converted / step) * step);
      }
    }
    return Optional.empty();
  }

  /// A number of this unit for people: `64kB`. Zero and negative numbers have no unit.
  String show(double number) {
    if (name.isEmpty() || number <= 0) {
      return plain(number);
    }
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && !matcher.group(1).isEmpty()
        ? plain(number * Long.parseLong(matcher.group(1))) + matcher.group(2)
        : plain(number) + name;
  }

  /// A number without an exponent and without needless zeros.
  static String plain(double number) {
    return number == 0
        ? "0"
        : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }
}

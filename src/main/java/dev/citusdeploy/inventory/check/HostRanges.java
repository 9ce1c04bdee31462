package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.ServerKeys;
import dev.citusdeploy.inventory.schema.Shape;
import dev.citusdeploy.inventory.text.RangeText;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.KeyPath;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Broken;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Kind;
import dev.citusdeploy.inventory.yaml.Value.Mapping;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Expands an entry whose name has ranges. A value with ranges gives each entry its own value, in
/// order; all other values are shared.
public final class HostRanges {
  private final InventoryProblems findings;

  public HostRanges(InventoryProblems findings) {
    this.findings = findings;
  }

  /// The entries that one entry of the file stands for: itself when there is no range. None, with a
  /// report, when the range is wrong.
  ///
  /// @param spot place of the entry
  public List<Entry> expand(KeyPath spot, Entry written) {
    RangeText name = RangeText.parse(written.key());
    var fault = name.fault();
    if (fault.isPresent()) {
      findings.add(
          Code.BAD_VALUE,
          written.at(),
          spot + " is not a possible range",
          fault.get().why(),
          fault.get().remedy());
      return List.of();
    }
    List<String> names = name.values();
    Value checked = map(written.value(), scalar -> counted(spot, scalar, names.size()));
    if (names.size() == 1 && !name.hasRanges()) {
      return List.of(new Entry(written.key(), written.at(), checked));
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      entries.add(
          new Entry(names.get(i), written.at(), map(checked, scalar -> picked(scalar, index))));
    }
    return entries;
  }

  private Value counted(KeyPath spot, Scalar scalar, int hosts) {
    RangeText text = RangeText.parse(scalar.text());
    var fault = text.fault();
    if (fault.isPresent()) {
      findings.add(
          Code.BAD_VALUE,
          scalar.position(),
          "`" + scalar.text() + "` is not a possible range",
          fault.get().why(),
          fault.get().remedy());
      return new Broken(scalar.position());
    }
    if (!text.hasRanges() || text.count() == hosts) {
      return scalar;
    }
    findings.add(
        Code.CONFLICT,
        scalar.position(),
        "%s %s, but `%s` has %d values"
            .formatted(
                spot,
                hosts == 1 ? "is one host" : "are " + hosts + " hosts",
                scalar.text(),
                text.count()),
        "each host takes one value of a range, in their order",
        hosts == 1
            ? "write one value, or a range in the host's name too"
            : text.ofCount(hosts)
                .map(meant -> "did you mean `" + meant + "`?")
                .orElse("write ranges with " + hosts + " values"));
    return new Broken(scalar.position());
  }

  private static Value picked(Scalar scalar, int index) {
    RangeText text = RangeText.parse(scalar.text());
    if (!text.hasRanges()) {
      return scalar;
    }
    String value = text.values().get(index);
    // A range alone, such as that of ports, stands for numbers.
    boolean isNumber = text.pieces().stream().allMatch(String::isEmpty);
    return new Scalar(
        scalar.position(), value, isNumber ? Kind.WHOLE : Kind.TEXT, !isNumber && scalar.quoted());
  }

  /// The value with every text in it expanded, except settings, which are kept exactly as written,
  /// and the user's own keys.
  private static Value map(Value value, Function<Scalar, Value> change) {
    return switch (value) {
      case Scalar scalar -> scalar.kind() == Kind.TEXT ? change.apply(scalar) : scalar;
      case Value.Sequence list ->
          new Value.Sequence(
              list.position(), list.items().stream().map(item -> map(item, change)).toList());
      case Mapping mapping ->
          new Mapping(
              mapping.position(),
              mapping.entries().stream().map(entry -> map(entry, change)).toList());
      case Broken broken -> broken;
    };
  }

  private static Entry map(Entry entry, Function<Scalar, Value> change) {
    boolean ours =
        !entry.key().equals(ServerKeys.HOST_SETTINGS.name()) && !Shape.isOwnKey(entry.key());
    return ours ? new Entry(entry.key(), entry.at(), map(entry.value(), change)) : entry;
  }
}

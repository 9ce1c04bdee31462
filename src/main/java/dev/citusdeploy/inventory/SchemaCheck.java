package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Findings.Code;
import dev.citusdeploy.inventory.Shape.Entries;
import dev.citusdeploy.inventory.Shape.Items;
import dev.citusdeploy.inventory.Shape.Section;
import dev.citusdeploy.inventory.Value.Broken;
import dev.citusdeploy.inventory.Value.Entry;
import dev.citusdeploy.inventory.Value.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Holds a value against its shape. What is wrong is noted and replaced by [Broken], so that
/// whatever looks at the rest afterwards finds only what can be trusted.
final class SchemaCheck {
  private final Findings findings;
  private final ScalarCheck scalars;

  SchemaCheck(Findings findings) {
    this.findings = findings;
    this.scalars = new ScalarCheck(findings);
  }

  /// The value without its mistakes.
  Value check(Spot spot, Value value, Shape shape) {
    if (value instanceof Broken) {
      return value;
    }
    return switch (shape) {
      case Section section -> section(spot, value, section);
      case Entries entries -> entries(spot, value, entries);
      case Items items -> items(spot, value, items);
      case Shape.Text _, Shape.Choice _, Shape.Whole _, Shape.Flag _, Shape.Verbatim _ ->
          scalars.check(spot, value, shape);
    };
  }

  private Value section(Spot spot, Value value, Section section) {
    if (!(value instanceof Mapping mapping)) {
      return scalars.wrongType(spot, value, section);
    }
    SequencedMap<String, Entry> good = new LinkedHashMap<>();
    Set<String> meant = new HashSet<>();
    for (Entry entry : mapping.entries()) {
      Optional<Key> key =
          section.keys().stream().filter(known -> known.name().equals(entry.key())).findFirst();
      if (key.isEmpty()) {
        Optional<String> nearest = Suggestion.nearest(entry.key(), section.names());
        nearest.ifPresent(meant::add);
        unknownKey(spot, entry, section, nearest);
      } else {
        keep(good, spot, entry, key.get().shape());
      }
    }
    for (Key key : section.keys()) {
      // A misspelt key was told already; that the right one is missing is the same mistake.
      if (key.isRequired() && !good.containsKey(key.name()) && !meant.contains(key.name())) {
        missing(spot, key);
      }
    }
    return new Mapping(value.position(), List.copyOf(good.values()));
  }

  private Value entries(Spot spot, Value value, Entries shape) {
    if (!(value instanceof Mapping mapping)) {
      return scalars.wrongType(spot, value, shape);
    }
    SequencedMap<String, Entry> good = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      shape.names().faultOf(entry.key()).ifPresent(fault -> badName(spot, entry, fault));
      keep(good, spot, entry, shape.value());
    }
    if (good.isEmpty() && shape.atLeastOne()) {
      findings.add(
          Code.MISSING_KEY, spot.at(), spot + " is empty", "at least one is needed", "add one");
    }
    return new Mapping(value.position(), List.copyOf(good.values()));
  }

  private Value items(Spot spot, Value value, Items shape) {
    if (!(value instanceof Value.Sequence sequence)) {
      return scalars.wrongType(spot, value, shape);
    }
    List<Value> good = new ArrayList<>();
    for (Value item : sequence.items()) {
      good.add(check(spot.item(good.size() + 1, item.position()), item, shape.item()));
    }
    return new Value.Sequence(value.position(), good);
  }

  private void keep(SequencedMap<String, Entry> good, Spot spot, Entry entry, Shape shape) {
    Spot inside = spot.key(entry);
    Value checked = check(inside, entry.value(), shape);
    Entry first = good.putIfAbsent(entry.key(), new Entry(entry.key(), entry.at(), checked));
    if (first != null) {
      findings.add(
          Code.DUPLICATE_KEY,
          entry.at(),
          inside + " is given twice",
          "it was given first in line " + first.at().line(),
          "remove one of the two");
    }
  }

  private void unknownKey(Spot spot, Entry entry, Section section, Optional<String> nearest) {
    String remedy =
        nearest
            .map(name -> "did you mean `" + name + "`?")
            .or(() -> SchemaPlace.parentOf(entry.key()).map(SchemaCheck::belongs))
            .orElse("remove it");
    findings.add(
        Code.UNKNOWN_KEY,
        entry.at(),
        "unknown key " + spot.key(entry),
        "known here: " + String.join(", ", section.names()),
        remedy);
  }

  private static String belongs(String parent) {
    return parent.isEmpty() ? "it belongs to the top level" : "it belongs under `" + parent + "`";
  }

  private void missing(Spot spot, Key key) {
    findings.add(
        Code.MISSING_KEY,
        spot.at(),
        spot.key(key.name(), spot.at()) + " is missing",
        key.doc(),
        "add for example `" + key.name() + ": " + key.example() + "`");
  }

  private void badName(Spot spot, Entry entry, Form.Fault fault) {
    findings.add(
        Code.BAD_VALUE,
        entry.at(),
        spot + " cannot have the key `" + entry.key() + "`",
        fault.why(),
        fault.remedy().isEmpty() ? "choose another name" : fault.remedy());
  }
}

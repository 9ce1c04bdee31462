package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.SchemaPlace;
import dev.citusdeploy.inventory.schema.Shape;
import dev.citusdeploy.inventory.schema.Shape.Entries;
import dev.citusdeploy.inventory.schema.Shape.Items;
import dev.citusdeploy.inventory.schema.Shape.OneOrMany;
import dev.citusdeploy.inventory.schema.Shape.Section;
import dev.citusdeploy.inventory.text.Form;
import dev.citusdeploy.inventory.text.Suggestion;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.KeyPath;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Broken;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Checks a value against its shape. A wrong part is reported and replaced by [Broken], so that
/// later checks see only valid values.
public final class SchemaCheck {
  private final InventoryProblems findings;
  private final ScalarCheck scalars;
  private final SourceCheck sources;
  private final HostRanges ranges;
  private final EnvironmentValue variables;

  public SchemaCheck(InventoryProblems findings, Map<String, String> environment) {
    this.findings = findings;
    this.scalars = new ScalarCheck(findings);
    this.sources = new SourceCheck(findings);
    this.ranges = new HostRanges(findings);
    this.variables = new EnvironmentValue(findings, environment);
  }

  /// The value without its mistakes.
  public Value check(KeyPath spot, Value value, Shape shape) {
    if (value instanceof Broken) {
      return value;
    }
    return switch (shape) {
      case Section section -> section(spot, value, section);
      case Entries entries -> entries(spot, value, entries);
      case Items items -> items(spot, value, items);
      case OneOrMany(Shape item) when value instanceof Value.Sequence ->
          items(spot, value, new Items(item));
      case OneOrMany(Shape item) -> single(check(spot, value, item));
      case Shape.Source _ -> sources.check(spot, value);
      case Shape.Text _, Shape.Choice _, Shape.Whole _, Shape.Flag _, Shape.Verbatim _ -> {
        Value resolved = variables.resolved(spot, value, shape);
        yield resolved instanceof Broken ? resolved : scalars.check(spot, resolved, shape);
      }
    };
  }

  private Value section(KeyPath spot, Value value, Section section) {
    if (!(value instanceof Mapping mapping)) {
      return scalars.wrongType(spot, value, section);
    }
    SequencedMap<String, Entry> good = new LinkedHashMap<>();
    Set<String> meant = new HashSet<>();
    for (Entry entry : mapping.entries()) {
      if (Shape.isOwnKey(entry.key())) {
        continue;
      }
      Optional<Key> key =
          section.keys().stream().filter(known -> known.name().equals(entry.key())).findFirst();
      if (key.isEmpty()) {
        Optional<String> nearest = Suggestion.nearest(entry.key(), section.names());
        nearest.ifPresent(meant::add);
        unknownKey(spot, entry, section, nearest);
      } else {
        keep(good, spot.key(entry), entry, key.get().shape());
      }
    }
    for (Key key : section.keys()) {
      // A misspelt key was reported already; the missing right one is the same mistake.
      if (key.isRequired() && !good.containsKey(key.name()) && !meant.contains(key.name())) {
        missing(spot, key);
      }
    }
    return new Mapping(value.position(), List.copyOf(good.values()));
  }

  private Value entries(KeyPath spot, Value value, Entries shape) {
    if (!(value instanceof Mapping mapping)) {
      return scalars.wrongType(spot, value, shape);
    }
    SequencedMap<String, Entry> good = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      List<Entry> meant = meant(spot, entry, shape);
      for (Entry one : meant) {
        // Named as written, so that a mistake in a range is reported once and not per host.
        keep(good, new KeyPath(spot.key(entry).path(), entry.at()), one, shape.value());
      }
    }
    if (mapping.entries().isEmpty() && shape.size() == Entries.Size.AT_LEAST_ONE_AND_RANGES) {
      findings.add(
          Code.MISSING_KEY, spot.at(), spot + " is empty", "at least one is needed", "add one");
    }
    return new Mapping(value.position(), List.copyOf(good.values()));
  }

  private List<Entry> meant(KeyPath spot, Entry written, Entries shape) {
    List<Entry> entries =
        shape.size() == Entries.Size.AT_LEAST_ONE_AND_RANGES
            ? ranges.expand(spot.key(written), written)
            : List.of(written);
    for (Entry entry : entries) {
      Optional<Form.Fault> fault = shape.names().faultOf(entry.key());
      if (fault.isPresent()) {
        badName(spot, entry, fault.get());
        break;
      }
    }
    return entries;
  }

  private static Value single(Value item) {
    return item instanceof Broken ? item : new Value.Sequence(item.position(), List.of(item));
  }

  private Value items(KeyPath spot, Value value, Items shape) {
    if (!(value instanceof Value.Sequence sequence)) {
      return scalars.wrongType(spot, value, shape);
    }
    List<Value> good = new ArrayList<>();
    for (Value item : sequence.items()) {
      good.add(check(spot.item(good.size() + 1, item.position()), item, shape.item()));
    }
    return new Value.Sequence(value.position(), good);
  }

  private void keep(SequencedMap<String, Entry> good, KeyPath inside, Entry entry, Shape shape) {
    Value checked = check(inside, entry.value(), shape);
    Entry first = good.putIfAbsent(entry.key(), new Entry(entry.key(), entry.at(), checked));
    if (first != null) {
      findings.add(
          Code.DUPLICATE_KEY,
          entry.at(),
          (inside.path().endsWith(entry.key()) ? inside : inside.sibling(entry.key()))
              + " is given twice",
          "it was given first in line " + first.at().line(),
          "remove one of the two");
    }
  }

  private void unknownKey(KeyPath spot, Entry entry, Section section, Optional<String> nearest) {
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

  private void missing(KeyPath spot, Key key) {
    findings.add(
        Code.MISSING_KEY,
        spot.at(),
        spot.key(key.name(), spot.at()) + " is missing",
        sentence(key.doc()),
        "add for example `" + key.name() + ": " + key.example() + "`");
  }

  /// A key's description as the cause of a mistake: without a full stop, and beginning lower case
  /// unless with a name.
  private static String sentence(String doc) {
    String text = doc.strip().replaceFirst("\\.$", "");
    boolean isName = text.length() < 2 || text.startsWith("PostgreSQL") || text.startsWith("Citus");
    return isName || (!Character.isLowerCase(text.charAt(1)) && text.charAt(1) != ' ')
        ? text
        : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private void badName(KeyPath spot, Entry entry, Form.Fault fault) {
    findings.add(
        Code.BAD_VALUE,
        entry.at(),
        spot + " cannot have the key `" + entry.key() + "`",
        fault.why(),
        fault.remedy().isEmpty() ? "choose another name" : fault.remedy());
  }
}

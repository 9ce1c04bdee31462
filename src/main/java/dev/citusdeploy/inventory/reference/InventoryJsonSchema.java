package dev.citusdeploy.inventory.reference;

import dev.citusdeploy.inventory.check.EnvironmentValue;
import dev.citusdeploy.inventory.schema.Forms;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.Key.Presence;
import dev.citusdeploy.inventory.schema.Shape;
import dev.citusdeploy.inventory.schema.Shape.Entries;
import dev.citusdeploy.inventory.text.Form;
import dev.citusdeploy.inventory.text.NumberRange;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema of the inventory for editors, made from the schema that the check uses. It is
/// draft 7, which editors' YAML support knows best, and describes single values; rules between
/// values are only in the check.
public final class InventoryJsonSchema {
  private static final String TYPE = "type";
  private static final String OWN_KEYS = "^x-";

  private InventoryJsonSchema() {}

  /// The file `schema/inventory.schema.json`, whole.
  public static String text() {
    SequencedMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "Inventory of citus-deploy");
    schema.put("$comment", "Made from the schema in the program: change InventorySchema.");
    SequencedMap<String, Object> root = section(InventorySchema.ROOT, false);
    Object required = root.remove("required");
    schema.putAll(root);
    // An included file may hold what is missing here.
    schema.put("if", map("not", map("required", List.of(InventorySchema.INCLUDE.name()))));
    schema.put("then", map("required", required == null ? List.of() : required));
    schema.put("definitions", definitions());
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(schema)
            .replace("\r\n", "\n")
        + "\n";
  }

  private static SequencedMap<String, Object> definitions() {
    SequencedMap<String, Object> definitions = new LinkedHashMap<>();
    SequencedMap<String, Object> variable = text(Forms.VARIABLE, false);
    SequencedMap<String, Object> keys = map(EnvironmentValue.VARIABLE, variable);
    keys.put(EnvironmentValue.DEFAULT, map(TYPE, List.of("string", "number", "boolean")));
    SequencedMap<String, Object> environment = closed(keys);
    environment.put("required", List.of(EnvironmentValue.VARIABLE));
    environment.put("description", "The value of a variable of the environment.");
    definitions.put("environment", environment);

    SequencedMap<String, Object> places = map("env", variable);
    places.put("file", text(Forms.LOCAL_FILE, false));
    SequencedMap<String, Object> words = map(TYPE, "array");
    words.put("items", map(TYPE, List.of("string", "number", "boolean")));
    words.put("minItems", 1);
    places.put("command", map("anyOf", List.of(map(TYPE, "string"), words)));
    SequencedMap<String, Object> secret = closed(places);
    secret.put("minProperties", 1);
    secret.put("maxProperties", 1);
    definitions.put("secret", secret);
    return definitions;
  }

  private static SequencedMap<String, Object> section(Shape.Section section, boolean ranges) {
    SequencedMap<String, Object> keys = new LinkedHashMap<>();
    for (Key key : section.keys()) {
      keys.put(key.name(), key(key, ranges));
    }
    SequencedMap<String, Object> schema = closed(keys);
    schema.put("patternProperties", map(OWN_KEYS, new LinkedHashMap<>()));
    List<String> required = section.keys().stream().filter(Key::isRequired).map(Key::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private static SequencedMap<String, Object> key(Key key, boolean ranges) {
    SequencedMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", description(key));
    if (key.presence() instanceof Presence.Default(String text)) {
      schema.put("default", plain(YamlText.parse(text, key.name())));
    }
    schema.put("examples", List.of(plain(YamlText.parse(key.example(), key.name()))));
    schema.putAll(shape(key.shape(), ranges));
    return schema;
  }

  private static String description(Key key) {
    return key.presence() instanceof Presence.Derived(String from)
        ? key.doc() + " If left out: " + from + "."
        : key.doc();
  }

  private static SequencedMap<String, Object> shape(Shape shape, boolean ranges) {
    return switch (shape) {
      case Shape.Section section -> section(section, ranges);
      case Entries(var names, var value, var size) -> {
        boolean below = size == Entries.Size.AT_LEAST_ONE_AND_RANGES;
        SequencedMap<String, Object> schema = map(TYPE, "object");
        schema.put("propertyNames", pattern(names, below));
        schema.put("additionalProperties", shape(value, below));
        if (below) {
          schema.put("minProperties", 1);
        }
        yield schema;
      }
      case Shape.Items(var item) -> list(item, ranges);
      case Shape.OneOrMany(var item) ->
          map("anyOf", List.of(shape(item, ranges), list(item, ranges)));
      case Shape.Source _ -> reference("secret");
      case Shape.Text(var form) -> single(text(form, ranges));
      case Shape.Choice(var words) -> single(map("enum", words));
      case Shape.Flag _ -> single(map(TYPE, "boolean"));
      case Shape.Verbatim(var form) -> {
        SequencedMap<String, Object> schema = pattern(form, false);
        schema.put(TYPE, List.of("string", "number", "boolean"));
        yield single(schema);
      }
      case Shape.Whole(int least, int most) -> {
        SequencedMap<String, Object> number = map(TYPE, "integer");
        number.put("minimum", least);
        number.put("maximum", most);
        SequencedMap<String, Object> range = map(TYPE, "string");
        range.put("pattern", "^" + NumberRange.PATTERN.pattern() + "$");
        yield ranges ? single(List.of(number, range)) : single(number);
      }
    };
  }

  private static SequencedMap<String, Object> list(Shape item, boolean ranges) {
    SequencedMap<String, Object> schema = map(TYPE, "array");
    schema.put("items", shape(item, ranges));
    return schema;
  }

  /// A single value, which may come from the environment instead.
  private static SequencedMap<String, Object> single(SequencedMap<String, Object> form) {
    return single(List.of(form));
  }

  private static SequencedMap<String, Object> single(List<SequencedMap<String, Object>> forms) {
    List<Object> any = new ArrayList<>(forms);
    any.add(reference("environment"));
    return map("anyOf", any);
  }

  private static SequencedMap<String, Object> text(Form form, boolean ranges) {
    SequencedMap<String, Object> schema = map(TYPE, "string");
    schema.putAll(pattern(form, ranges));
    return schema;
  }

  /// The check expands a text with a range.
  private static SequencedMap<String, Object> pattern(Form form, boolean ranges) {
    String whole = "^(?:" + form.pattern().pattern() + ")$";
    return map("pattern", ranges ? whole + "|" + NumberRange.PATTERN.pattern() : whole);
  }

  private static SequencedMap<String, Object> closed(SequencedMap<String, Object> keys) {
    SequencedMap<String, Object> schema = map(TYPE, "object");
    schema.put("properties", keys);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static SequencedMap<String, Object> reference(String definition) {
    return map("$ref", "#/definitions/" + definition);
  }

  private static SequencedMap<String, Object> map(String key, Object value) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  /// A value of the file as JSON has it.
  static Object plain(Value value) {
    return switch (value) {
      case Value.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> scalar.text();
            case WHOLE -> Long.valueOf(scalar.text());
            case FRACTION -> Double.valueOf(scalar.text());
            case TRUTH -> Boolean.valueOf(scalar.text());
            case NOTHING -> List.of();
          };
      case Value.Sequence list -> list.items().stream().map(InventoryJsonSchema::plain).toList();
      case Value.Mapping mapping -> {
        Map<String, Object> keys = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> keys.put(entry.key(), plain(entry.value())));
        yield keys;
      }
      case Value.Broken broken -> throw new IllegalArgumentException("broken at " + broken);
    };
  }
}

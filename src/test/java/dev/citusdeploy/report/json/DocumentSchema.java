package dev.citusdeploy.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema of a document's record. It names the keys that are always there, and lets others
/// through: keys are only ever added.
final class DocumentSchema {
  private DocumentSchema() {}

  /// The text of a schema file.
  static String text(Class<? extends Record> document, String title) {
    SequencedMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", title);
    schema.put("$comment", "Made from the record " + document.getSimpleName() + ".");
    schema.putAll(object(document));
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
  }

  private static SequencedMap<String, Object> object(Class<?> type) {
    SequencedMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", keys(type));
    schema.put(
        "required",
        Arrays.stream(type.getRecordComponents())
            .filter(component -> !component.getAccessor().isAnnotationPresent(JsonUnwrapped.class))
            .filter(component -> !component.getAccessor().isAnnotationPresent(JsonInclude.class))
            .map(component -> snakeCase(component.getName()))
            .toList());
    return schema;
  }

  private static SequencedMap<String, Object> keys(Class<?> type) {
    SequencedMap<String, Object> keys = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        variants(component.getType()).forEach(variant -> keys.putAll(keys(variant)));
      } else {
        keys.put(snakeCase(component.getName()), value(component.getAnnotatedType()));
      }
    }
    return keys;
  }

  private static Object value(AnnotatedType annotated) {
    Object schema = value(annotated.getType(), annotated);
    return annotated.isAnnotationPresent(Nullable.class)
        ? Map.of("anyOf", List.of(schema, Map.of("type", "null")))
        : schema;
  }

  private static Object value(Type type, AnnotatedType annotated) {
    if (type instanceof ParameterizedType) {
      SequencedMap<String, Object> array = new LinkedHashMap<>();
      array.put("type", "array");
      array.put(
          "items",
          value(((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0]));
      return array;
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return object(plain);
    }
    if (plain.isSealed()) {
      return Map.of("anyOf", variants(plain).stream().map(DocumentSchema::object).toList());
    }
    return Map.of("type", simple(plain));
  }

  private static String simple(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "string";
      case "boolean", "Boolean" -> "boolean";
      case "int", "Integer", "long", "Long" -> "integer";
      case "Double" -> "number";
      default -> throw new IllegalArgumentException("no schema of " + type);
    };
  }

  /// The records that a type stands for; a plain [Record] stands for the details of any action.
  private static List<Class<?>> variants(Class<?> type) {
    if (type.equals(Record.class)) {
      return List.of();
    }
    return type.isSealed() ? Arrays.asList(type.getPermittedSubclasses()) : List.of(type);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}

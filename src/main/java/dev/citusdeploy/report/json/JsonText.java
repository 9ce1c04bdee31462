package dev.citusdeploy.report.json;

import dev.citusdeploy.model.ForeignText;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// How documents are written: keys in snake case, in the order of the records' components.
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A document of an earlier version lacks keys that came later.
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private JsonText() {}

  /// A document for a file or standard output.
  static String of(Record document) {
    String json =
        MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
    // Characters that control a terminal are escaped; the document's meaning is the same.
    return ForeignText.escaped(json, "\n");
  }

  /// The same bytes for the same values, for hashes.
  static String compact(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Reads documents; keys that a record does not have are ignored.
  static JsonMapper mapper() {
    return MAPPER;
  }
}

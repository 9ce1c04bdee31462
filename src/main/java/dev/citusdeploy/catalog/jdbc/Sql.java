package dev.citusdeploy.catalog.jdbc;

import java.util.List;

/// One statement.
///
/// @param title what it does, as the subject of a sentence: "registering 10.0.1.1:5432"
/// @param text the statement with `?` for parameters
/// @param parameters values of the parameters in their order
/// @param patient whether it may take as long as it needs
record Sql(String title, String text, List<Object> parameters, boolean patient) {
  Sql {
    parameters = List.copyOf(parameters);
  }

  static Sql of(String title, String text, Object... parameters) {
    return new Sql(title, text, List.of(parameters), false);
  }

  /// The same statement without a time limit: it waits for locks or for other nodes.
  Sql patiently() {
    return new Sql(title, text, parameters, true);
  }
}

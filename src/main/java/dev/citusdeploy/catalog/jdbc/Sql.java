package dev.citusdeploy.catalog.jdbc;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement.
///
/// @param title what it does, as the subject of a sentence: "registering 10.0.1.1:5432"
/// @param text the statement with `?` for parameters
/// @param parameters values of the parameters in their order
/// @param limit when the server gives it up; zero for never, null where the session's present limit
///   will do
record Sql(String title, String text, List<Object> parameters, @Nullable Duration limit) {
  Sql {
    parameters = List.copyOf(parameters);
  }

  static Sql of(String title, String text, Object... parameters) {
    return new Sql(title, text, List.of(parameters), null);
  }

  /// The same statement without a time limit of its own, as it waits for locks or for other nodes:
  /// it may take as long as the session's asker gave all of its statements.
  Sql patiently() {
    return within(Duration.ZERO);
  }

  /// The same statement with a time limit of its own.
  Sql within(Duration other) {
    return new Sql(title, text, parameters, other);
  }
}

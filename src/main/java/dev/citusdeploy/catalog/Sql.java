package dev.citusdeploy.catalog;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement.
///
/// @param title what it does, as the subject of a sentence: "registering 10.0.1.1:5432"
/// @param text the statement with `?` for parameters
/// @param parameters values of the parameters in their order
/// @param limit after which the server cancels it; zero for as long as the session allows, null for
///   the limit of the session's previous statement
public record Sql(String title, String text, List<Object> parameters, @Nullable Duration limit) {
  /// Copies the parameters.
  public Sql {
    parameters = List.copyOf(parameters);
  }

  /// A statement that takes the usual time.
  public static Sql of(String title, String text, Object... parameters) {
    return new Sql(title, text, List.of(parameters), null);
  }

  /// The same statement without a time limit of its own, as it waits for locks or for other nodes:
  /// it may take as long as the session's limit for all statements allows, or an hour when there is
  /// none.
  public Sql patiently() {
    return within(Duration.ZERO);
  }

  /// The same statement with a time limit of its own.
  public Sql within(Duration other) {
    return new Sql(title, text, parameters, other);
  }
}

package dev.citusdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.inventory.read.InventoryReader;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Reads texts as inventories, for tests.
public final class Readings {
  /// Everything but hosts.
  public static final String HEAD =
      """
      cluster: shop
      image: citusdata/citus:14.1.0
      database: shop
      """;

  private Readings() {}

  static Inventory read(String text) {
    return read(text, Map.of());
  }

  static Inventory read(String text, Map<String, String> environment) {
    return reader(environment).read(text, Path.of("shop.yml"));
  }

  static InventoryReader reader(Map<String, String> environment) {
    return new InventoryReader(new Operator("anna", Path.of("/home/anna"), environment));
  }

  public static List<Problem> mistakes(String text) {
    var thrown = catchThrowableOfType(ProblemException.class, () -> read(text));
    assertThat(thrown).as("a mistake in%n%s", text).isNotNull();
    return thrown.problems();
  }

  static Problem only(String text) {
    List<Problem> problems = mistakes(text);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }
}

package dev.citusdeploy.inventory.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.check.SchemaCheck;
import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.SchemaPlace;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.KeyPath;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.YamlText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// To regenerate the page: `mvn test -Dtest=InventoryReferenceTest -Ddocs.write=true`.
final class InventoryReferenceTest {
  private static final Path PAGE = Path.of("docs/inventory.md");

  @Test
  void thePageMatchesTheSchema() throws Exception {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, InventoryReference.markdown());
    }

    assertThat(PAGE)
        .as("regenerate it with: mvn test -Dtest=InventoryReferenceTest -Ddocs.write=true")
        .hasContent(InventoryReference.markdown());
  }

  @Test
  void everyExampleAndDefaultPassesItsOwnCheck() {
    List<String> faults = new ArrayList<>();
    for (SchemaPlace place : SchemaPlace.all()) {
      for (Key key : place.section().keys()) {
        check(key, key.example(), faults);
        if (key.presence() instanceof Key.Presence.Default given) {
          check(key, given.text(), faults);
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void everyKeyIsDescribedInASentence() {
    for (SchemaPlace place : SchemaPlace.all()) {
      assertThat(place.section().keys())
          .allSatisfy(key -> assertThat(key.doc()).endsWith(".").doesNotContain("|"));
    }
  }

  private static void check(Key key, String yaml, List<String> faults) {
    var findings = new InventoryProblems();
    Value value = YamlText.parse(yaml, key.name());
    new SchemaCheck(findings, java.util.Map.of())
        .check(new KeyPath(key.name(), value.position()), value, key.shape());
    findings.inFileOrder().forEach(problem -> faults.add(problem.toString()));
  }
}

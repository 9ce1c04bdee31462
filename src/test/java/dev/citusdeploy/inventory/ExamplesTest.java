package dev.citusdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.SchemaPlace;
import dev.citusdeploy.inventory.schema.Shape;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ExamplesTest {
  private static final Path FOLDER = Path.of("inventory");

  @Test
  void areAsLargeAsTheySay() {
    assertThat(read("one-machine").workers()).hasSize(2);
    assertThat(read("small").workers()).hasSize(2);
    assertThat(read("ranges").hosts()).hasSize(13);
    assertThat(read("ranges").workers()).hasSize(24);
    assertThat(read("bastion").hosts())
        .allSatisfy(host -> assertThat(host.ssh().jump()).hasSize(1));
    assertThat(read("everything").nodes()).hasSize(6);
  }

  @Test
  void areFive() throws IOException {
    try (var files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".yml"))
          .containsExactlyInAnyOrder(
              "one-machine.yml", "small.yml", "ranges.yml", "bastion.yml", "everything.yml");
    }
  }

  @Test
  void oneOfThemHasEveryKey() throws IOException {
    String text = Files.readString(FOLDER.resolve("everything.yml"));
    Set<String> given = new TreeSet<>();
    collect("", YamlText.parse(text, "everything.yml"), InventorySchema.ROOT, given);
    Set<String> known = new TreeSet<>();
    for (SchemaPlace place : SchemaPlace.all()) {
      for (Key key : place.section().keys()) {
        known.add(path(place.path(), key.name()));
      }
    }
    assertThat(given).isEqualTo(known);
  }

  private static void collect(String path, Value value, Shape shape, Set<String> given) {
    switch (shape) {
      case Shape.Section section when value instanceof Value.Mapping mapping -> {
        String known =
            SchemaPlace.all().stream()
                .filter(place -> place.section().equals(section))
                .map(SchemaPlace::path)
                .findFirst()
                .orElse(path);
        for (Key key : section.keys()) {
          mapping
              .find(key.name())
              .ifPresent(entry -> {
                given.add(path(known, key.name()));
                collect(path(known, key.name()), entry.value(), key.shape(), given);
              });
        }
      }
      case Shape.Entries entries when value instanceof Value.Mapping mapping ->
          mapping
              .entries()
              .forEach(entry -> collect(path + ".<name>", entry.value(), entries.value(), given));
      case Shape.Items items when value instanceof Value.Sequence list ->
          list.items().forEach(item -> collect(path + "[]", item, items.item(), given));
      default -> {}
    }
  }

  private static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  private static Inventory read(String name) {
    return Readings.reader(Map.of()).read(FOLDER.resolve(name + ".yml"));
  }

  @Test
  void showWhereTheirValuesComeFrom() {
    Inventory inventory = read("everything");
    assertThat(inventory.hosts().getFirst().address()).isEqualTo("fe80::1%eth0");
    assertThat(inventory.workers().getLast().name()).hasToString("pg-big-2");
    assertThat(inventory.workers().getLast().settings())
        .containsEntry("random_page_cost", "1.1")
        .containsEntry("work_mem", "64MB")
        .containsEntry("timezone", "UTC");
    assertThat(inventory.coordinator().settings()).containsEntry("work_mem", "128MB");
    assertThat(inventory.overrides())
        .isEqualTo(FOLDER.toAbsolutePath().resolve("everything.overrides"));
  }
}

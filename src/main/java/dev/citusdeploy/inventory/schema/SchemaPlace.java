package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.schema.Shape.Entries;
import dev.citusdeploy.inventory.schema.Shape.Items;
import dev.citusdeploy.inventory.schema.Shape.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The place of a section in the schema.
///
/// @param path as people write it: empty at the top, `postgres`, `clients[]`, `hosts.<name>`
/// @param section the keys there
public record SchemaPlace(String path, Section section) {
  /// All sections of an inventory, top first; a section in two places is listed at the first.
  public static List<SchemaPlace> all() {
    List<SchemaPlace> found = new ArrayList<>();
    collect("", InventorySchema.ROOT, found);
    return List.copyOf(found);
  }

  /// The first section, from the top, that has a key of a name.
  public static Optional<String> parentOf(String key) {
    return all().stream()
        .filter(place -> place.section().names().contains(key))
        .map(SchemaPlace::path)
        .findFirst();
  }

  private static void collect(String path, Shape shape, List<SchemaPlace> found) {
    switch (shape) {
      case Section section -> {
        if (found.stream().anyMatch(place -> place.section().equals(section))) {
          return;
        }
        found.add(new SchemaPlace(path, section));
        for (Key key : section.keys()) {
          collect(path.isEmpty() ? key.name() : path + "." + key.name(), key.shape(), found);
        }
      }
      case Entries entries -> collect(path + ".<name>", entries.value(), found);
      case Items items -> collect(path + "[]", items.item(), found);
      case Shape.OneOrMany many -> collect(path, many.item(), found);
      case Shape.Text _,
          Shape.Choice _,
          Shape.Whole _,
          Shape.Flag _,
          Shape.Verbatim _,
          Shape.Source _ -> {}
    }
  }
}

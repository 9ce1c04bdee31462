package dev.citusdeploy.postgres;

import dev.citusdeploy.postgres.SettingLookup.Elsewhere;
import dev.citusdeploy.postgres.SettingLookup.Known;
import dev.citusdeploy.postgres.SettingLookup.Unknown;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The settings of PostgreSQL, of its contrib modules, and of Citus, as recorded from real servers
/// of several versions.
public final class SettingCatalog {
  private final List<SettingTable> postgres;
  private final List<SettingTable> citus;

  /// @param postgres tables of PostgreSQL, the oldest first
  /// @param citus tables of Citus, the oldest first
  SettingCatalog(List<SettingTable> postgres, List<SettingTable> citus) {
    this.postgres = List.copyOf(postgres);
    this.citus = List.copyOf(citus);
  }

  /// Reads the packaged tables.
  public static SettingCatalog packaged() {
    return new SettingCatalog(
        Stream.of("postgresql-16.tsv", "postgresql-17.tsv", "postgresql-18.tsv")
            .map(SettingTable::packaged)
            .toList(),
        Stream.of("citus-13.tsv", "citus-14.tsv").map(SettingTable::packaged).toList());
  }

  /// Finds a setting in the versions that an image may have. A name with a dot that belongs to none
  /// of the known modules may be another extension's.
  ///
  /// @param name in any case
  public SettingLookup find(String name, ServerVersions versions) {
    String lower = name.toLowerCase(Locale.ROOT);
    String prefix = lower.substring(0, lower.indexOf('.') + 1);
    if (!prefix.isEmpty() && names(citus).anyMatch(known -> known.startsWith(prefix))) {
      boolean beyond = citus.stream().noneMatch(table -> covers(table, versions));
      return find(lower, citus, beyond ? 0 : versions.citus(), versions.citus() == 0 || !beyond);
    }
    boolean known = postgres.stream().anyMatch(table -> table.major() == versions.postgres());
    boolean certain = known || versions.postgres() == 0;
    boolean foreign =
        !prefix.isEmpty() && names(postgres).noneMatch(other -> other.startsWith(prefix));
    return find(lower, postgres, known ? versions.postgres() : 0, certain && !foreign);
  }

  /// A setting in each version that has it, the oldest first.
  ///
  /// @param name in lower case
  List<Setting> variants(String name) {
    return Stream.concat(postgres.stream(), citus.stream())
        .flatMap(table -> table.find(name).stream())
        .toList();
  }

  /// A minor version newer than the recorded one may have more settings.
  private static boolean covers(SettingTable table, ServerVersions versions) {
    return table.major() == versions.citus()
        && versions.citusMinor() >= 0
        && versions.citusMinor() <= table.minor();
  }

  /// @param major the version to search; 0 for all
  private SettingLookup find(String name, List<SettingTable> tables, int major, boolean certain) {
    List<SettingTable> having = tables.stream().filter(table -> table.has(name)).toList();
    List<Setting> variants =
        having.stream()
            .filter(table -> major == 0 || table.major() == major)
            .map(table -> table.find(name))
            .flatMap(Optional::stream)
            .toList();
    if (!variants.isEmpty()) {
      return new Known(variants);
    }
    if (having.isEmpty()) {
      return new Unknown(Stream.concat(names(postgres), names(citus)).distinct().toList(), certain);
    }
    SettingTable first = having.getFirst();
    return new Elsewhere(
        first.major() > major
            ? "is new in " + first.product() + " " + first.major()
            : "is no longer in " + first.product() + " " + (having.getLast().major() + 1));
  }

  private static Stream<String> names(List<SettingTable> tables) {
    return tables.stream().flatMap(table -> table.lines().keySet().stream());
  }
}

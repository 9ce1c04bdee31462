package dev.citusdeploy.postgres;

import dev.citusdeploy.postgres.SettingValue.Valid;
import java.util.List;

/// What is known of the name of a setting.
public sealed interface SettingLookup {
  /// There is such a setting.
  ///
  /// @param variants how the versions that come into question know it, the newest last
  record Known(List<Setting> variants) implements SettingLookup {
    /// Copies the list.
    public Known {
      variants = List.copyOf(variants);
    }

    /// Reads a value; it will do when it does for any of the versions.
    public SettingValue read(String value) {
      return variants.stream()
          .map(setting -> setting.type().read(value))
          .filter(Valid.class::isInstance)
          .findFirst()
          .orElseGet(() -> variants.getLast().type().read(value));
    }

    /// Whether no configuration file can hold it.
    public boolean isInternal() {
      return variants.getLast().context() == Setting.Context.INTERNAL;
    }
  }

  /// Only other versions than the image's have it.
  ///
  /// @param why a sentence about it, to follow its name
  record Elsewhere(String why) implements SettingLookup {}

  /// No version that is known has it.
  ///
  /// @param names what may have been meant
  /// @param certain whether the image's version is known to have no such setting; otherwise it may
  ///   be another extension's, or newer than what is known here
  record Unknown(List<String> names, boolean certain) implements SettingLookup {
    /// Copies the list.
    public Unknown {
      names = List.copyOf(names);
    }
  }
}

package dev.citusdeploy.postgres;

import dev.citusdeploy.postgres.SettingValue.Valid;
import java.util.List;

/// The result of looking up a setting's name.
public sealed interface SettingLookup {
  /// There is such a setting.
  ///
  /// @param variants the setting in each possible version, the newest last
  record Known(List<Setting> variants) implements SettingLookup {
    /// Copies the list.
    public Known {
      variants = List.copyOf(variants);
    }

    /// Reads a value; it is valid when it is for any of the versions.
    public SettingValue read(String value) {
      return variants.stream()
          .map(setting -> setting.type().read(value))
          .filter(Valid.class::isInstance)
          .findFirst()
          .orElseGet(() -> variants.getLast().type().read(value));
    }

    /// Whether no configuration file can set it.
    public boolean isInternal() {
      return variants.getLast().context() == Setting.Context.INTERNAL;
    }
  }

  /// Only versions other than the image's have it.
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

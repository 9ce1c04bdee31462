package dev.citusdeploy.postgres;

import java.util.List;
import java.util.Locale;

/// Which settings a running server applies at a reload, and which need a restart.
public final class SettingContexts {
  private final SettingCatalog catalog;

  private SettingContexts(SettingCatalog catalog) {
    this.catalog = catalog;
  }

  /// Reads the packaged tables.
  public static SettingContexts packaged() {
    return new SettingContexts(SettingCatalog.packaged());
  }

  /// Whether a change of the setting has no effect before a restart, in any of the versions. A
  /// setting that is not known counts as one that needs it: a needless restart is visible, a
  /// missing one is not.
  ///
  /// @param name name of the setting, in any case
  public boolean needsRestart(String name) {
    List<Setting> variants = catalog.variants(name.toLowerCase(Locale.ROOT));
    return variants.isEmpty() || variants.stream().anyMatch(Setting::needsRestart);
  }

  /// Whether any of the versions has such a setting.
  ///
  /// @param name name of the setting, in any case
  public boolean isKnown(String name) {
    return !catalog.variants(name.toLowerCase(Locale.ROOT)).isEmpty();
  }
}

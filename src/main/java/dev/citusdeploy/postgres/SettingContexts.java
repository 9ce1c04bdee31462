package dev.citusdeploy.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Knows which settings a running server takes in at a reload, and which need a restart.
public final class SettingContexts {
  private static final String LIST = "reloadable-settings.txt";

  private final Set<String> reloadable;

  private SettingContexts(Set<String> reloadable) {
    this.reloadable = reloadable;
  }

  /// Reads the list that comes with the program.
  public static SettingContexts packaged() {
    try (InputStream list = SettingContexts.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IllegalStateException(LIST + " is missing from the program");
      }
      return new SettingContexts(
          new String(list.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .collect(Collectors.toUnmodifiableSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a change of the setting has no effect before a restart. A setting that is not known
  /// counts as one that needs it: a needless restart is visible, a missing one is not.
  ///
  /// @param name name of the setting, in any case
  public boolean needsRestart(String name) {
    return !reloadable.contains(name.toLowerCase(Locale.ROOT));
  }
}

package dev.citusdeploy.postgres;

import java.util.Locale;

/// A setting in some version of the server.
///
/// @param name in lower case
/// @param context when a change takes effect
/// @param type what its value may be
public record Setting(String name, Context context, SettingType type) {
  /// PostgreSQL's contexts, the strictest first.
  public enum Context {
    /// Read-only; no configuration file can set it.
    INTERNAL,
    /// A change takes effect at the next start.
    POSTMASTER,
    /// A reload applies a change.
    SIGHUP,
    /// A reload applies a change to sessions that start after it; superusers may choose.
    SUPERUSER_BACKEND,
    /// A reload applies a change to sessions that start after it.
    BACKEND,
    /// A reload applies a change; superusers may change it in a session.
    SUPERUSER,
    /// A reload applies a change; anyone may change it in a session.
    USER;

    /// The context of the name that `pg_settings` gives it.
    ///
    /// @throws IllegalArgumentException when there is none
    static Context of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /// Whether a change has no effect before a restart.
  public boolean needsRestart() {
    return context.compareTo(Context.POSTMASTER) <= 0;
  }
}

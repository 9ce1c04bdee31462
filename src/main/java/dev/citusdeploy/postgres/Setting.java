package dev.citusdeploy.postgres;

import java.util.Locale;

/// A setting as some version of the server knows it.
///
/// @param name in lower case
/// @param context when a change takes effect
/// @param type what its value may be
public record Setting(String name, Context context, SettingType type) {
  /// PostgreSQL's contexts, the strictest first.
  public enum Context {
    /// It only tells something; no configuration file can hold it.
    INTERNAL,
    /// A change takes effect at the next start.
    POSTMASTER,
    /// A reload takes a change in.
    SIGHUP,
    /// A reload takes a change in for sessions that start after it; superusers may choose.
    SUPERUSER_BACKEND,
    /// A reload takes a change in for sessions that start after it.
    BACKEND,
    /// A reload takes a change in; superusers may change it in a session.
    SUPERUSER,
    /// A reload takes a change in; anyone may change it in a session.
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

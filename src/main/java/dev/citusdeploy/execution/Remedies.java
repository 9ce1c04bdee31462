package dev.citusdeploy.execution;

/// Remedies that several problems share.
public final class Remedies {
  /// What to do when the cause is gone.
  public static final String AGAIN = "run the same command again: it goes on where this run ended";

  private Remedies() {}
}

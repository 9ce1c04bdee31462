package dev.citusdeploy.secrets;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Secrets that are the same in every run.
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123Z");

  private Samples() {}

  static ClusterSecrets secrets(String cluster, int seed, String... roles) {
    return SecretsFactory.generate(
        cluster, List.of(roles), random(seed), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  static SecureRandom random(int seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      return random;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.citusdeploy.secrets;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// Makes the secrets of a new cluster.
public final class SecretsFactory {
  /// Servers' clocks may be behind this machine's.
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private SecretsFactory() {}

  /// New secrets: a cluster key, an authority that is valid from an hour ago for ten years, the
  /// administrator's certificate, and a password for each role.
  ///
  /// @param roles names of the client roles
  public static ClusterSecrets generate(
      String cluster, List<String> roles, SecureRandom random, Clock clock) {
    var authority =
        CertificateAuthority.create(
            "citus-deploy " + cluster + " CA",
            EllipticKeys.random(random),
            clock.instant().minus(CLOCK_SKEW));
    Credential administrator =
        authority.issue(
            new CertificateAuthority.Request(
                ClusterSecrets.ADMINISTRATOR,
                List.of(),
                List.of(KeyPurposeId.id_kp_clientAuth),
                EllipticKeys.random(random)));
    return new ClusterSecrets(
            cluster,
            ClusterSecrets.newKey(random),
            authority.selfSigned(),
            administrator,
            new LinkedHashMap<>())
        .withRoles(roles, random);
  }
}

package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConnectionStringTest {
  @Test
  void namesTheCoordinatorAndVerifiesItsCertificate() {
    assertThat(ConnectionString.of(ReportFixtures.inventory(), "app user", "/home/me/my ca.crt"))
        .isEqualTo(
            "postgresql://app%20user@10.0.0.10:5432/shop"
                + "?sslmode=verify-full&sslrootcert=/home/me/my%20ca.crt");
  }
}

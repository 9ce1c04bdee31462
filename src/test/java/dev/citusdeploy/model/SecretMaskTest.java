package dev.citusdeploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretMaskTest {
  @Test
  void showsWhyALoginFailed() {
    String line = "FATAL: password authentication failed for user \"app\"";
    assertThat(SecretMask.of(line)).isEqualTo(line);
    assertThat(SecretMask.of("password authentication-geheim")).doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=geheim",
        "password = 'geheim'",
        "  POSTGRES_PASSWORD: geheim",
        "  POSTGRES_PASSWORD: \"ein geheim\"",
        "ALTER ROLE app PASSWORD 'geheim ''n geheim';",
        "primary_conninfo = 'host=x password=geheim sslmode=require'",
        "primary_conninfo = 'host=x password=''sehr geheim'' sslmode=require'",
        "primary_conninfo = 'host=x password=\\'sehr geheim\\' sslmode=require'",
        "password=sehr\\ geheim",
        "password 'sehr geheim",
        "{\"password\": \"geheim\"}",
        "export PGPASSWORD=geheim",
        "url = postgresql://app:geheim@db/shop",
        "ssl_passphrase geheim",
        "x md5geheimgeheimgeheimgeheimgeheimgeheim",
        "rolpassword SCRAM-SHA-256$4096:geheimgeheimgeheimgeheimgeheimgeheim",
      })
  void hidesWhatFollows(String line) {
    assertThat(SecretMask.of(line)).doesNotContain("geheim").contains("***");
  }

  @Test
  void leavesTheRestAlone() {
    assertThat(SecretMask.of("password_encryption = 'scram-sha-256'"))
        .isEqualTo("password_encryption = 'scram-sha-256'");
    assertThat(SecretMask.of("hostssl all all 10.0.0.0/8 password"))
        .isEqualTo("hostssl all all 10.0.0.0/8 password");
    assertThat(SecretMask.of("work_mem = 4MB")).isEqualTo("work_mem = 4MB");
    assertThat(SecretMask.of("password='x' host=y")).isEqualTo("password=*** host=y");
  }
}

package dev.citusdeploy.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Operator;
import dev.citusdeploy.inventory.read.InventoryReader;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.postgres.ScramVerifier;
import dev.citusdeploy.secrets.ClusterSecrets;
import dev.citusdeploy.secrets.SecretSourceReader;
import dev.citusdeploy.secrets.SecretsFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class GivenPasswordsTest {
  private static final Inventory INVENTORY =
      new InventoryReader(new Operator("anna", Path.of("/home/anna"), Map.of()))
          .read(
              """
              cluster: shop
              image: citusdata/citus:14.1.0
              database: shop
              postgres: { password: { env: SUPERUSER } }
              listen: 192.0.2.1
              hosts: { c1: { address: 10.0.0.10, role: coordinator } }
              clients:
                - { from: 10.0.0.0/8, database: shop, role: app, password: { env: APP } }
                - { from: 11.0.0.0/8, database: shop, role: app, password: { env: APP } }
                - { from: 10.0.0.0/8, database: shop, role: other }
              """,
              Path.of("shop.yml"));

  private final ClusterSecrets file =
      SecretsFactory.generate(
          "shop", List.of("app", "other"), new SecureRandom(), Clock.systemUTC());

  @Test
  void winOverThoseOfTheSecretsFile() throws Exception {
    GivenPasswords given = given(Map.of("APP", "first", "SUPERUSER", "root"));
    SequencedMap<String, Secret> roles = RenderingInputs.of(INVENTORY, file, given).roles();
    assertThat(given.superuser()).isEqualTo(Secret.of("root"));
    assertThat(roles.sequencedKeySet()).containsExactly("app", "other");
    assertThat(roles).containsEntry("app", Secret.of("first"));
    assertThat(roles).containsEntry("other", file.rolePasswords().get("other"));
  }

  @Test
  void noLongerFitTheOldVerifierWhenTheyChange() throws Exception {
    String verifier = ScramVerifier.create(Secret.of("first"), new SecureRandom()).text();
    assertThat(ScramVerifier.matches(role("first"), verifier)).isTrue();
    assertThat(ScramVerifier.matches(role("second"), verifier)).isFalse();
  }

  private Secret role(String password) throws InterruptedException {
    GivenPasswords given = given(Map.of("APP", password, "SUPERUSER", "root"));
    return Objects.requireNonNull(RenderingInputs.of(INVENTORY, file, given).roles().get("app"));
  }

  private static GivenPasswords given(Map<String, String> environment) throws InterruptedException {
    return GivenPasswords.of(
        INVENTORY, new SecretSourceReader(environment, Path.of("/"), SecretSourceReader.DEADLINE));
  }
}

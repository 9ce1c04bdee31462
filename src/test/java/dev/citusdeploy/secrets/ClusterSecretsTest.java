package dev.citusdeploy.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterSecretsTest {
  private final ClusterSecrets secrets = Samples.secrets("shop", 1, "app");

  @Test
  void makesPasswordsThatNeedNoQuotingAndDiffer() {
    ClusterSecrets more = secrets.withRoles(List.of("a", "b"), Samples.random(7));

    assertThat(more.rolePasswords().values())
        .allSatisfy(password -> assertThat(password.reveal()).matches("[A-Za-z0-9_-]{32}"))
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsThePasswordsItHas() {
    ClusterSecrets more = secrets.withRoles(List.of("new", "app"), Samples.random(7));

    assertThat(more.rolePasswords().keySet()).containsExactly("app", "new");
    assertThat(more.rolePasswords().get("app")).isEqualTo(secrets.rolePasswords().get("app"));
    assertThat(secrets.withRoles(List.of("app"), Samples.random(7))).isSameAs(secrets);
  }

  @Test
  void theFingerprintFollowsFromKeyAndAuthority() {
    ClusterSecrets other = Samples.secrets("shop", 2);
    var mixed =
        new ClusterSecrets(
            "shop",
            other.clusterKey(),
            secrets.authority(),
            secrets.administrator(),
            secrets.rolePasswords());

    assertThat(secrets.fingerprint())
        .matches("[0-9a-f]{64}")
        .isEqualTo(secrets.withRoles(List.of("x"), Samples.random(3)).fingerprint())
        .isNotEqualTo(other.fingerprint())
        .isNotEqualTo(mixed.fingerprint());
  }

  @Test
  void keyedHashesForDifferentEndsDiffer() {
    byte[] content = "password".getBytes(StandardCharsets.UTF_8);

    assertThat(secrets.hmac("one", content))
        .isEqualTo(secrets.hmac("one", content))
        .isNotEqualTo(secrets.hmac("two", content));
  }

  @Test
  void printsNothingSecret() {
    assertThat(secrets.toString())
        .contains("shop", "***")
        .doesNotContain(secrets.clusterKey().reveal(), "PRIVATE KEY")
        .doesNotContain(secrets.rolePasswords().sequencedValues().getFirst().reveal());
  }

  @Test
  void refusesAKeyOfAnotherLength() {
    assertThatThrownBy(() ->
            new ClusterSecrets(
                "shop",
                Secret.of("AAAA"),
                secrets.authority(),
                secrets.administrator(),
                secrets.rolePasswords()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

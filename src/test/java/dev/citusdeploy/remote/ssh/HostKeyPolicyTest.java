package dev.citusdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.remote.ssh.hostkey.KnownHosts;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostKeyPolicyTest {
  private static final String OFFERED =
      "ecdsa-sha2-nistp256,ssh-ed25519-cert-v01@openssh.com,ssh-ed25519,rsa-sha2-512,rsa-sha2-256";

  private final Host host =
      TestKeys.host(
          "db1", InventorySketch.login("deploy", 22, null, Path.of("known_hosts"), false));

  private @Nullable Problem judge(String algorithm, String blob, String... lines) {
    return HostKeyPolicy.judge(host, KnownHosts.parse(List.of(lines)), algorithm, blob);
  }

  private Problem refusal(String algorithm, String blob, String... lines) {
    return Objects.requireNonNull(judge(algorithm, blob, lines), "accepted");
  }

  @Test
  void asksForTheKindOfKeyThatIsKnown() {
    assertThat(HostKeyPolicy.preferring(List.of("ssh-rsa"), OFFERED))
        .isEqualTo("rsa-sha2-512,rsa-sha2-256,ssh-ed25519,ecdsa-sha2-nistp256");
    assertThat(HostKeyPolicy.preferring(List.of(), OFFERED))
        .isEqualTo("ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256");
  }

  @Test
  void acceptsOnlyAKeyOfTheFile() {
    assertThat(judge("ssh-ed25519", "QUJD", "db1 ssh-rsa QUJE", "db1 ssh-ed25519 QUJD")).isNull();
    assertThat(judge("ssh-ed25519", "QUJD", "db2 ssh-ed25519 QUJD"))
        .extracting(Problem::code)
        .isEqualTo("ssh-host-key-unknown");
  }

  @Test
  void acceptsEitherOfTwoKeysOfOneKind() {
    assertThat(judge("ssh-ed25519", "QUJD", "db1 ssh-ed25519 QUJE", "db1 ssh-ed25519 QUJD"))
        .isNull();
  }

  @Test
  void showsBothFingerprintsAndTheLineOfAChangedKey() {
    Problem problem = refusal("ssh-ed25519", "QUJD", "# comment", "db1 ssh-ed25519 QUJE");
    assertThat(problem.code()).isEqualTo("ssh-host-key-changed");
    assertThat(problem.why())
        .contains(KnownHosts.hash("QUJD"), KnownHosts.hash("QUJE"), "known_hosts line 2");
  }

  @Test
  void refusesARevokedKeyThoughAnotherLineAcceptsIt() {
    assertThat(judge("ssh-ed25519", "QUJD", "db1 ssh-ed25519 QUJD", "@revoked * ssh-ed25519 QUJD"))
        .extracting(Problem::code)
        .isEqualTo("ssh-host-key-revoked");
  }

  @Test
  void doesNotTakeAnAuthorityForAHostKey() {
    Problem problem = refusal("ssh-ed25519", "QUJD", "@cert-authority * ssh-ed25519 QUJD");
    assertThat(problem.code()).isEqualTo("ssh-host-key-unknown");
    assertThat(problem.why()).contains("@cert-authority");
  }

  @Test
  void anotherKindOfKeyThanTheKnownOneIsAChangedKey() {
    Problem problem = refusal("ecdsa-sha2-nistp256", "QUJD", "db1 ssh-ed25519 QUJE");
    assertThat(problem.code()).isEqualTo("ssh-host-key-changed");
    assertThat(problem.why())
        .contains(KnownHosts.hash("QUJD"), KnownHosts.hash("QUJE"), "no longer proves");
    assertThat(problem.remedy()).contains("ssh-keygen -R db1 -f known_hosts");
  }
}

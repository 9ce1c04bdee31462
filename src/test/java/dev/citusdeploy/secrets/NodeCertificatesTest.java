package dev.citusdeploy.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Sha256;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NodeCertificatesTest {
  private static final NodeName NODE = new NodeName("pg-w1");
  private static final List<String> ADDRESSES = List.of("192.168.7.11", "DB1.example.com");
  private final ClusterSecrets secrets = Samples.secrets("shop", 1);

  @Test
  void namesEverythingANodeIsDialledByOnceAndInOrder() throws Exception {
    assertThat(alternatives(ADDRESSES))
        .containsExactly(
            "192.168.7.11",
            "db1.example.com",
            "pg-w1",
            "localhost",
            "127.0.0.1",
            "0:0:0:0:0:0:0:1");
    assertThat(alternatives(List.of("2001:db8::1", "2001:DB8:0::1")))
        .containsExactly(
            "2001:db8:0:0:0:0:0:1", "pg-w1", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(alternatives(List.of("localhost", "127.0.0.1")))
        .containsExactly("localhost", "127.0.0.1", "pg-w1", "0:0:0:0:0:0:0:1");
  }

  @Test
  void issuesTheSameBytesEveryTime() {
    Credential first = new NodeCertificates(secrets).issue(NODE, ADDRESSES);
    Credential again = new NodeCertificates(Samples.secrets("shop", 1)).issue(NODE, ADDRESSES);

    assertThat(again).isEqualTo(first);
  }

  /// Other bytes would mean that an upgrade of this program reloads every node of every cluster; a
  /// change here must be in the changelog.
  @Test
  void issuesTheSameBytesFromReleaseToRelease() {
    Credential node = new NodeCertificates(secrets).issue(NODE, ADDRESSES);

    assertThat(Sha256.of(node.certificate()))
        .hasToString("82538496201c23a47c75deec04a15aca9e4fad6da47e2e697c69d5f7072d09a7");
    assertThat(Sha256.of(node.key().reveal()))
        .hasToString("8712796c3801db4765c92f9b7038073c7faf2b1f8ab8cc778958198aaff5043e");
  }

  @Test
  void keepsTheKeyWhenOnlyAddressesChangeAndGivesAnotherSerialNumber() {
    var certificates = new NodeCertificates(secrets);
    Credential before = certificates.issue(NODE, ADDRESSES);
    Credential after = certificates.issue(NODE, List.of("10.9.9.9"));

    assertThat(after.key()).isEqualTo(before.key());
    assertThat(serial(after)).isNotEqualTo(serial(before));
  }

  @Test
  void givesEveryNodeAndEveryClusterAKeyOfItsOwn() {
    Credential one = new NodeCertificates(secrets).issue(NODE, ADDRESSES);
    Credential other = new NodeCertificates(secrets).issue(new NodeName("pg-w2"), ADDRESSES);
    Credential elsewhere = new NodeCertificates(Samples.secrets("shop", 2)).issue(NODE, ADDRESSES);

    assertThat(Set.of(one.key(), other.key(), elsewhere.key())).hasSize(3);
  }

  @Test
  void isValidForServersAndClientsAsLongAsTheAuthority() throws Exception {
    X509Certificate node = certificate(new NodeCertificates(secrets).issue(NODE, ADDRESSES));
    X509Certificate authority = AdministratorIdentity.certificate(secrets.authority());

    validate(node, authority);
    assertThat(node.getSubjectX500Principal().getName()).isEqualTo("CN=pg-w1.node");
    assertThat(node.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(node.getKeyUsage())
        .containsExactly(true, false, false, false, false, false, false, false, false);
    assertThat(node.getBasicConstraints()).isEqualTo(-1);
    assertThat(node.getNotBefore()).isEqualTo(authority.getNotBefore());
    assertThat(node.getNotAfter()).isEqualTo(authority.getNotAfter());
    assertThat(node.getSerialNumber()).isPositive();
    assertThat(node.getSerialNumber().bitLength()).isLessThanOrEqualTo(127);
  }

  @Test
  void theAuthorityIsValidFromAnHourAgoForTenYears() {
    X509Certificate authority = AdministratorIdentity.certificate(secrets.authority());

    assertThat(authority.getNotBefore())
        .isEqualTo(Date.from(Instant.parse("2026-11-22T09:15:30Z")));
    assertThat(authority.getNotAfter()).isEqualTo(Date.from(Instant.parse("2036-11-22T09:15:30Z")));
    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(authority.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
    assertThat(authority.getSubjectX500Principal().getName()).isEqualTo("CN=citus-deploy shop CA");
  }

  @Test
  void theAdministratorIsAClientOnly() throws Exception {
    var identity = AdministratorIdentity.of(secrets);
    X509Certificate certificate = identity.chain().getFirst();

    validate(certificate, identity.authority());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=citus-deploy-admin");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getSubjectAlternativeNames()).isNull();
    assertThat(identity.key().getFormat()).isEqualTo("PKCS#8");
  }

  @Test
  void theDerivedKeyIsOnTheCurveAndInRange() throws Exception {
    Credential node = new NodeCertificates(secrets).issue(NODE, ADDRESSES);
    ECPrivateKey key = (ECPrivateKey) AdministratorIdentity.privateKey(node);
    PublicKey publicKey = certificate(node).getPublicKey();

    assertThat(key.getS()).isPositive().isLessThan(key.getParams().getOrder());
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(new byte[] {1, 2, 3});
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(new byte[] {1, 2, 3});
    assertThat(signature.verify(signed)).isTrue();
  }

  private static void validate(X509Certificate certificate, X509Certificate authority)
      throws Exception {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(Samples.NOW));
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  private List<String> alternatives(List<String> addresses) throws Exception {
    return certificate(new NodeCertificates(secrets).issue(NODE, addresses))
        .getSubjectAlternativeNames()
        .stream()
        .map(name -> (String) name.get(1))
        .toList();
  }

  private static BigInteger serial(Credential credential) {
    return certificate(credential).getSerialNumber();
  }

  private static X509Certificate certificate(Credential credential) {
    return AdministratorIdentity.certificate(credential);
  }
}

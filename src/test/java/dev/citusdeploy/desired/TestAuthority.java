package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Secret;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A throw-away authority, so that this package's tests need no other package.
final class TestAuthority {
  private static final X500Name NAME = new X500Name("CN=test authority");

  private final KeyPair key = newKey();
  private final X509CertificateHolder certificate;

  TestAuthority() throws IOException {
    certificate =
        sign(
            builder(NAME, 1, key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)));
  }

  ClusterTrust trustFor(Inventory inventory) throws IOException {
    SequencedMap<NodeName, ClusterTrust.NodeIdentity> nodes = new LinkedHashMap<>();
    for (Node node : inventory.nodes()) {
      nodes.put(node.name(), identity(node, nodes.size() + 2));
    }
    return new ClusterTrust(pem(certificate), nodes, new LinkedHashMap<>(), "f1n9e2");
  }

  private ClusterTrust.NodeIdentity identity(Node node, int serial) throws IOException {
    KeyPair own = newKey();
    var names =
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.iPAddress, "::1"),
              new GeneralName(GeneralName.iPAddress, node.address().host())
            });
    var both =
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
    X509CertificateHolder signed =
        sign(
            builder(new X500Name("CN=" + node.name() + ".node"), serial, own)
                .addExtension(Extension.subjectAlternativeName, false, names)
                .addExtension(Extension.extendedKeyUsage, false, both));
    return new ClusterTrust.NodeIdentity(
        pem(signed), Secret.of(pem(new JcaPKCS8Generator(own.getPrivate(), null))));
  }

  private static JcaX509v3CertificateBuilder builder(X500Name subject, int serial, KeyPair key) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        NAME,
        BigInteger.valueOf(serial),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofHours(5))),
        subject,
        key.getPublic());
  }

  private X509CertificateHolder sign(org.bouncycastle.cert.X509v3CertificateBuilder builder) {
    try {
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object object) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}

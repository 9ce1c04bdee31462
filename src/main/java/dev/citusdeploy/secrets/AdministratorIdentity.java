package dev.citusdeploy.secrets;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// The program's certificate and key for database logins, as Java types, so that TLS can be set up
/// in memory and no key is ever written to a file.
///
/// @param key private key; [PrivateKey#getEncoded] gives it as PKCS#8 in DER
/// @param chain its certificate, alone
/// @param authority the only trusted authority of servers
public record AdministratorIdentity(
    PrivateKey key, List<X509Certificate> chain, X509Certificate authority) {
  /// Copies the list.
  public AdministratorIdentity {
    chain = List.copyOf(chain);
  }

  /// The administrator of a cluster.
  ///
  /// @throws IllegalArgumentException when key or certificates are unreadable
  public static AdministratorIdentity of(ClusterSecrets secrets) {
    Credential administrator = secrets.administrator();
    return new AdministratorIdentity(
        privateKey(administrator),
        List.of(certificate(administrator)),
        certificate(secrets.authority()));
  }

  /// The certificate of a credential.
  static X509Certificate certificate(Credential credential) {
    byte[] der = Pem.decode(Pem.CERTIFICATE, credential.certificate());
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  /// The key of a credential.
  static PrivateKey privateKey(Credential credential) {
    byte[] der = Pem.decode(Pem.PRIVATE_KEY, credential.key().reveal());
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key of an elliptic curve", e);
    }
  }
}

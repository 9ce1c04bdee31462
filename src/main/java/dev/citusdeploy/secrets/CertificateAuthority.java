package dev.citusdeploy.secrets;

import dev.citusdeploy.model.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/// Issues certificates without random numbers or a clock: the same authority, key and names always
/// give the same bytes, so that planning twice gives the same plan.
final class CertificateAuthority {
  private static final int YEARS = 10;

  private final AsymmetricCipherKeyPair keys;
  private final X500Name name;
  private final Time notBefore;
  private final Time notAfter;

  private CertificateAuthority(
      AsymmetricCipherKeyPair keys, X500Name name, Time notBefore, Time notAfter) {
    this.keys = keys;
    this.name = name;
    this.notBefore = notBefore;
    this.notAfter = notAfter;
  }

  /// A certificate to issue.
  ///
  /// @param commonName the subject's only part
  /// @param alternatives names and addresses it is valid for; may be none
  /// @param purposes what it may be used for
  record Request(
      String commonName,
      List<GeneralName> alternatives,
      List<KeyPurposeId> purposes,
      AsymmetricCipherKeyPair keys) {}

  /// A new authority, valid from a moment for ten years.
  ///
  /// @param notBefore in whole seconds, the precision of certificates
  static CertificateAuthority create(
      String commonName, AsymmetricCipherKeyPair keys, Instant notBefore) {
    Instant start = notBefore.truncatedTo(ChronoUnit.SECONDS);
    Instant end = start.atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant();
    return new CertificateAuthority(
        keys, distinguished(commonName), new Time(Date.from(start)), new Time(Date.from(end)));
  }

  /// The authority of a certificate and its key.
  ///
  /// @throws IllegalArgumentException when they are unreadable or do not belong together
  static CertificateAuthority of(Credential credential) {
    Certificate certificate = certificate(credential);
    AsymmetricCipherKeyPair keys = keysOf(credential);
    if (!certificate.getSubjectPublicKeyInfo().equals(publicKey(keys))) {
      throw new IllegalArgumentException("certificate and key do not belong together");
    }
    return new CertificateAuthority(
        keys, certificate.getSubject(), certificate.getStartDate(), certificate.getEndDate());
  }

  /// The key pair of a credential.
  ///
  /// @throws IllegalArgumentException when the key is unreadable
  static AsymmetricCipherKeyPair keysOf(Credential credential) {
    return EllipticKeys.fromPkcs8(Pem.decode(Pem.PRIVATE_KEY, credential.key().reveal()));
  }

  /// Its own certificate with its key.
  Credential selfSigned() {
    try {
      X509v3CertificateBuilder certificate = begin(name, List.of(), keys);
      certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      certificate.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return new Credential(sign(certificate), EllipticKeys.pem(keys));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /// Issues a certificate that is valid as long as the authority's own.
  Credential issue(Request request) {
    try {
      X509v3CertificateBuilder certificate =
          begin(distinguished(request.commonName()), request.alternatives(), request.keys());
      certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      certificate.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(request.purposes().toArray(KeyPurposeId[]::new)));
      return new Credential(sign(certificate), EllipticKeys.pem(request.keys()));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private X509v3CertificateBuilder begin(
      X500Name subject, List<GeneralName> alternatives, AsymmetricCipherKeyPair subjectKeys)
      throws IOException {
    var names = new GeneralNames(alternatives.toArray(GeneralName[]::new));
    SubjectPublicKeyInfo key = publicKey(subjectKeys);
    BigInteger serial = serial(subject, names, key);
    var builder = new X509v3CertificateBuilder(name, serial, notBefore, notAfter, subject, key);
    var identifiers = new BcX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(publicKey(keys)));
    if (!alternatives.isEmpty()) {
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
    return builder;
  }

  /// A serial number derived from everything that can differ between two certificates of an
  /// authority, so equal numbers mean equal certificates, as X.509 requires.
  private BigInteger serial(X500Name subject, GeneralNames names, SubjectPublicKeyInfo key)
      throws IOException {
    HexFormat hex = HexFormat.of();
    String content =
        String.join(
            ",",
            hex.formatHex(publicKey(keys).getEncoded()),
            notBefore.getTime(),
            notAfter.getTime(),
            hex.formatHex(subject.getEncoded()),
            hex.formatHex(names.getEncoded()),
            hex.formatHex(key.getEncoded()));
    // 127 bits: always positive, and in 16 bytes.
    BigInteger serial = new BigInteger(Sha256.of(content).hex().substring(0, 32), 16).shiftRight(1);
    return serial.max(BigInteger.ONE);
  }

  private String sign(X509v3CertificateBuilder certificate) throws IOException {
    byte[] der = certificate.build(DeterministicSigner.of(keys.getPrivate())).getEncoded();
    return Pem.encode(Pem.CERTIFICATE, der);
  }

  private static SubjectPublicKeyInfo publicKey(AsymmetricCipherKeyPair keys) {
    try {
      return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.getPublic());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static X500Name distinguished(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  private static Certificate certificate(Credential credential) {
    try {
      return Certificate.getInstance(Pem.decode(Pem.CERTIFICATE, credential.certificate()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the authority's certificate is unreadable", e);
    }
  }
}

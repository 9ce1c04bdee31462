package dev.citusdeploy.secrets;

import dev.citusdeploy.model.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/// Key pairs on the curve P-256.
final class EllipticKeys {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
  private static final ECNamedDomainParameters P256 =
      new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, CURVE);

  private EllipticKeys() {}

  /// A random key pair.
  static AsymmetricCipherKeyPair random(SecureRandom random) {
    byte[] candidate = new byte[32];
    while (true) {
      random.nextBytes(candidate);
      BigInteger scalar = new BigInteger(1, candidate);
      if (isScalar(scalar)) {
        return pair(scalar);
      }
    }
  }

  /// The key pair derived from a key and a label: the first HMAC over label and counter that is a
  /// valid private scalar. Candidates out of range are skipped, not reduced, which would make some
  /// keys more likely.
  static AsymmetricCipherKeyPair derived(byte[] key, String label) {
    for (int counter = 0; ; counter++) {
      byte[] content = (label + "\0" + counter).getBytes(StandardCharsets.UTF_8);
      BigInteger scalar = new BigInteger(1, Hmac.sha256(key, content));
      if (isScalar(scalar)) {
        return pair(scalar);
      }
    }
  }

  /// The key pair of a private key in PKCS#8.
  ///
  /// @throws IllegalArgumentException when it is no key on this curve
  static AsymmetricCipherKeyPair fromPkcs8(byte[] der) {
    try {
      if (PrivateKeyFactory.createKey(der) instanceof ECPrivateKeyParameters key
          && key.getParameters().getN().equals(P256.getN())) {
        return pair(key.getD());
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a private key", e);
    }
    throw new IllegalArgumentException("not a private key on the curve P-256");
  }

  /// The private key as PKCS#8 in PEM.
  static Secret pem(AsymmetricCipherKeyPair pair) {
    try {
      byte[] der = PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate()).getEncoded();
      return Secret.of(Pem.encode(Pem.PRIVATE_KEY, der));
    } catch (IOException e) {
      throw new IllegalStateException("a key that was just made cannot be written", e);
    }
  }

  private static boolean isScalar(BigInteger number) {
    return number.signum() > 0 && number.compareTo(P256.getN()) < 0;
  }

  private static AsymmetricCipherKeyPair pair(BigInteger scalar) {
    ECPoint point = new FixedPointCombMultiplier().multiply(P256.getG(), scalar).normalize();
    return new AsymmetricCipherKeyPair(
        new ECPublicKeyParameters(point, P256), new ECPrivateKeyParameters(scalar, P256));
  }
}

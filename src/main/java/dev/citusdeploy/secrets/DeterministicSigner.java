package dev.citusdeploy.secrets;

import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/// ECDSA with SHA-256 and a nonce derived from key and content (RFC 6979), so that a content always
/// has the same signature.
final class DeterministicSigner extends BcECContentSignerBuilder {
  private static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);

  private DeterministicSigner() {
    super(ECDSA, SHA256);
  }

  /// A signer with a private key.
  static ContentSigner of(AsymmetricKeyParameter key) {
    try {
      return new DeterministicSigner().build(key);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("ECDSA with SHA-256 is always there", e);
    }
  }

  @Override
  protected Signer createSigner(AlgorithmIdentifier signature, AlgorithmIdentifier digest) {
    return new DSADigestSigner(
        new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest())), new SHA256Digest());
  }
}

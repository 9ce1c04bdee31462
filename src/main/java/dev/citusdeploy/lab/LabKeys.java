package dev.citusdeploy.lab;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/// A key pair for logging in to the lab's servers, in OpenSSH's formats.
///
/// @param privateKey the text of the file `id_ed25519`
/// @param publicKey the line of `id_ed25519.pub`, without its end
record LabKeys(String privateKey, String publicKey) {
  private static final int LINE = 70;

  /// Makes a new Ed25519 pair.
  ///
  /// @param comment the end of the public key's line
  static LabKeys generate(SecureRandom random, String comment) {
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random);
    try {
      byte[] secret = OpenSSHPrivateKeyUtil.encodePrivateKey(key);
      byte[] open = OpenSSHPublicKeyUtil.encodePublicKey(key.generatePublicKey());
      return new LabKeys(
          armoured(secret),
          "ssh-ed25519 " + Base64.getEncoder().encodeToString(open) + " " + comment);
    } catch (IOException e) {
      throw new IllegalStateException("an Ed25519 key can always be encoded", e);
    }
  }

  private static String armoured(byte[] secret) {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(secret);
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  /// Not the private key.
  @Override
  public String toString() {
    return publicKey;
  }
}

package dev.citusdeploy.secrets;

import dev.citusdeploy.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// All secrets of a cluster. With the inventory they are all that is needed to manage the cluster
/// from any machine. `toString` does not show them.
///
/// @param cluster name of the cluster it belongs to
/// @param clusterKey 32 random bytes in base64, from which the nodes' keys are derived
/// @param authority the certificate authority
/// @param administrator what this program logs in with, as the superuser
/// @param rolePasswords passwords of client roles by name, in the order they were added
public record ClusterSecrets(
    String cluster,
    Secret clusterKey,
    Credential authority,
    Credential administrator,
    SequencedMap<String, Secret> rolePasswords) {
  /// The common name in the administrator's certificate.
  public static final String ADMINISTRATOR = "citus-deploy-admin";

  private static final int KEY_BYTES = 32;
  private static final int PASSWORD_BYTES = 24;

  /// Copies the passwords, keeping their order.
  ///
  /// @throws IllegalArgumentException when the cluster key is not 32 bytes in base64
  public ClusterSecrets {
    rolePasswords = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rolePasswords));
    if (decode(clusterKey).length != KEY_BYTES) {
      throw new IllegalArgumentException("the cluster key is not " + KEY_BYTES + " bytes long");
    }
  }

  /// Identifies these secrets, to check whether data on a server was made with them: an HMAC over
  /// the authority's certificate in hexadecimal, which is not secret.
  public String fingerprint() {
    return hmac("fingerprint", Pem.decode(Pem.CERTIFICATE, authority.certificate()));
  }

  /// A keyed hash in hexadecimal, for comparing secrets without showing what they hash to.
  ///
  /// @param purpose makes hashes for different purposes differ; without NUL
  public String hmac(String purpose, byte[] content) {
    byte[] label = (purpose + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] labelled = new byte[label.length + content.length];
    System.arraycopy(label, 0, labelled, 0, label.length);
    System.arraycopy(content, 0, labelled, label.length, content.length);
    return HexFormat.of().formatHex(Hmac.sha256(keyBytes(), labelled));
  }

  /// The same secrets with a new password for every role that has none; the very same object when
  /// none is missing. Roles that are not named keep theirs.
  public ClusterSecrets withRoles(List<String> names, SecureRandom random) {
    SequencedMap<String, Secret> passwords = new LinkedHashMap<>(rolePasswords);
    for (String name : names) {
      passwords.computeIfAbsent(name, _ -> password(random));
    }
    return passwords.size() == rolePasswords.size()
        ? this
        : new ClusterSecrets(cluster, clusterKey, authority, administrator, passwords);
  }

  /// The cluster key itself.
  byte[] keyBytes() {
    return decode(clusterKey);
  }

  /// A new cluster key.
  static Secret newKey(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return Secret.of(Base64.getEncoder().encodeToString(key));
  }

  /// 32 characters that need no quoting in URLs, shells and connection strings.
  private static Secret password(SecureRandom random) {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static byte[] decode(Secret key) {
    try {
      return Base64.getDecoder().decode(key.reveal());
    } catch (IllegalArgumentException _) {
      // The decoder's own message shows a part of the key.
      throw new IllegalArgumentException("the cluster key is not base64");
    }
  }
}

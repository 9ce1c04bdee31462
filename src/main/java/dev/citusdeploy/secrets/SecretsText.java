package dev.citusdeploy.secrets;

import dev.citusdeploy.model.Secret;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Writes and reads secrets as YAML. Strict; no message contains a value of the file.
final class SecretsText {
  static final String VERSION = "1";
  private static final List<String> KEYS =
      List.of("version", "cluster", "cluster_key", "authority", "administrator", "roles");
  private static final List<String> CREDENTIAL_KEYS = List.of("certificate", "key");

  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final int KEY_IDENTIFIER_BYTES = 20;

  private SecretsText() {}

  /// The whole file.
  static String render(ClusterSecrets secrets) {
    var text =
        new StringBuilder(
            """
            # Secrets of the citus-deploy cluster "%s": its certificate authority, the administrator's
            # certificate, the key that the nodes' keys follow from, and the passwords of client roles.
            # Keep this file and back it up: without it, or with another one, the cluster cannot be managed.
            # It and the inventory are all that another machine needs. Whoever reads it is superuser.
            """
                .formatted(secrets.cluster()));
    text.append("version: ").append(VERSION).append("\n");
    text.append("cluster: ").append(quote(secrets.cluster())).append("\n");
    text.append("cluster_key: ").append(quote(secrets.clusterKey().reveal())).append("\n");
    credential(text, "authority", secrets.authority());
    credential(text, "administrator", secrets.administrator());
    text.append(secrets.rolePasswords().isEmpty() ? "roles: {}\n" : "roles:\n");
    secrets
        .rolePasswords()
        .forEach((role, password) ->
            text.append("  %s: %s\n".formatted(quote(role), quote(password.reveal()))));
    return text.toString();
  }

  /// The secrets of a file.
  ///
  /// @param root what YAML made of it, all scalars as text
  /// @throws SecretsFormatException when anything is missing, unknown or unreadable
  static ClusterSecrets parse(@Nullable Object root) {
    Map<?, ?> file = mapping("the file", root, KEYS);
    String version = text(file, "version");
    if (!version.equals(VERSION)) {
      throw new SecretsFormatException(
          "its format has the version " + version + ", not " + VERSION);
    }
    try {
      var secrets =
          new ClusterSecrets(
              text(file, "cluster"),
              Secret.of(text(file, "cluster_key")),
              credential(file, "authority"),
              credential(file, "administrator"),
              roles(file.get("roles")));
      verify(secrets);
      return secrets;
    } catch (IllegalArgumentException e) {
      throw new SecretsFormatException(String.valueOf(e.getMessage()));
    }
  }

  /// Compares key identifiers: this detects a mix-up, not a forgery, and checking the signature
  /// would cost a tenth of a second in every run.
  private static void verify(ClusterSecrets secrets) {
    CertificateAuthority.of(secrets.authority());
    var identity = AdministratorIdentity.of(secrets);
    byte[] issuer = keyIdentifier(identity.chain().getFirst(), AUTHORITY_KEY);
    if (!Arrays.equals(issuer, keyIdentifier(identity.authority(), SUBJECT_KEY))) {
      throw new SecretsFormatException(
          "`administrator` was not issued by `authority`: they are of different clusters");
    }
  }

  private static byte[] keyIdentifier(X509Certificate certificate, String extension) {
    byte[] der = certificate.getExtensionValue(extension);
    if (der == null || der.length < KEY_IDENTIFIER_BYTES) {
      throw new SecretsFormatException("a certificate has no key identifier");
    }
    // Both extensions, as written here, end with the identifier.
    return Arrays.copyOfRange(der, der.length - KEY_IDENTIFIER_BYTES, der.length);
  }

  private static Credential credential(Map<?, ?> file, String key) {
    Map<?, ?> group = mapping("`" + key + "`", file.get(key), CREDENTIAL_KEYS);
    return new Credential(
        text(group, "certificate").strip() + "\n", Secret.of(text(group, "key").strip() + "\n"));
  }

  private static SequencedMap<String, Secret> roles(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new SecretsFormatException("`roles` must be passwords by role");
    }
    SequencedMap<String, Secret> roles = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (String.valueOf(entry.getKey()).isBlank()) {
        throw new SecretsFormatException("a role under `roles` has no name");
      }
      if (!(entry.getValue() instanceof String password) || password.isBlank()) {
        throw new SecretsFormatException("the role `" + entry.getKey() + "` has no password");
      }
      if (password.chars().anyMatch(Character::isISOControl)) {
        throw new SecretsFormatException(
            "the password of the role `"
                + entry.getKey()
                + "` has characters that cannot be typed");
      }
      roles.put(String.valueOf(entry.getKey()), Secret.of(password));
    }
    return roles;
  }

  private static Map<?, ?> mapping(String what, @Nullable Object value, List<String> keys) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new SecretsFormatException(what + " must have the keys " + String.join(", ", keys));
    }
    List<String> unknown = new ArrayList<>();
    map.keySet().forEach(key -> unknown.add(String.valueOf(key)));
    unknown.removeAll(keys);
    if (!unknown.isEmpty()) {
      throw new SecretsFormatException(what + " has the unknown key `" + unknown.getFirst() + "`");
    }
    return map;
  }

  private static String text(Map<?, ?> group, String key) {
    if (group.get(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new SecretsFormatException("`" + key + "` is missing or empty");
  }

  private static void credential(StringBuilder text, String name, Credential credential) {
    text.append(name).append(":\n");
    block(text, "certificate", credential.certificate());
    block(text, "key", credential.key().reveal());
  }

  private static void block(StringBuilder text, String key, String lines) {
    text.append("  ").append(key).append(": |\n");
    lines.lines().forEach(line -> text.append("    ").append(line).append("\n"));
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}

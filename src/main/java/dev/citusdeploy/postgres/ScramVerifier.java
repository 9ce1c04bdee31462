package dev.citusdeploy.postgres;

import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The verifier that a server stores for a SCRAM-SHA-256 password, in the form of
/// `pg_authid.rolpassword`: `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`. Computed
/// here, so that the password itself appears in no statement and no server log.
///
/// @param text the verifier as PostgreSQL stores it
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5803">RFC 5803</a>, RFC 5802 for the keys
public record ScramVerifier(String text) {
  private static final int ITERATIONS = 4096;
  private static final int SALT_BYTES = 16;
  private static final Pattern FORM =
      Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([A-Za-z0-9+/=]+)\\$([^:]+):([^:]+)");

  /// A verifier of a password with a fresh salt, as strong as PostgreSQL's own.
  public static ScramVerifier create(Secret password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return create(password, salt, ITERATIONS);
  }

  /// Whether a verifier found on a server belongs to a password. False for a text of another form,
  /// such as an MD5 hash or none at all.
  public static boolean matches(Secret password, String verifier) {
    return parameters(verifier)
        .map(found -> create(password, found.salt().toArray(), found.iterations()).text())
        .filter(made -> MessageDigest.isEqual(bytes(made), bytes(verifier)))
        .isPresent();
  }

  static ScramVerifier create(Secret password, byte[] salt, int iterations) {
    try {
      byte[] salted = salted(bytes(SaslPassword.prepare(password.reveal())), salt, iterations);
      byte[] clientKey = hmac(salted).doFinal(bytes("Client Key"));
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
      byte[] serverKey = hmac(salted).doFinal(bytes("Server Key"));
      return new ScramVerifier(
          "SCRAM-SHA-256$%d:%s$%s:%s"
              .formatted(iterations, base64(salt), base64(storedKey), base64(serverKey)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256 and its HMAC", e);
    }
  }

  /// PBKDF2 by hand: Java's own takes characters and no empty password, and only one block is
  /// needed.
  private static byte[] salted(byte[] password, byte[] salt, int iterations)
      throws GeneralSecurityException {
    Mac mac = hmac(password.length == 0 ? new byte[1] : password);
    mac.update(salt);
    byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
    byte[] result = round.clone();
    for (int i = 1; i < iterations; i++) {
      round = mac.doFinal(round);
      for (int j = 0; j < result.length; j++) {
        result[j] ^= round[j];
      }
    }
    return result;
  }

  private static Mac hmac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac;
  }

  private static Optional<Parameters> parameters(String verifier) {
    Matcher matcher = FORM.matcher(verifier);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      byte[] salt = Base64.getDecoder().decode(matcher.group(2));
      int iterations = Integer.parseInt(matcher.group(1));
      return iterations < 1
          ? Optional.empty()
          : Optional.of(new Parameters(Bytes.of(salt), iterations));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String base64(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }

  private static byte[] bytes(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  /// Not shown: with a verifier, passwords can be tried offline.
  @Override
  public String toString() {
    return "SCRAM-SHA-256$***";
  }

  private record Parameters(Bytes salt, int iterations) {}
}

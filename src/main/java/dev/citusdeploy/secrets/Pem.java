package dev.citusdeploy.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// PEM: binary data as lines of text between a begin and an end line.
final class Pem {
  /// The label of a certificate.
  static final String CERTIFICATE = "CERTIFICATE";

  /// The label of an unencrypted PKCS#8 key.
  static final String PRIVATE_KEY = "PRIVATE KEY";

  private Pem() {}

  /// Binary data as PEM, ending in a newline.
  static String encode(String word, byte[] der) {
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return begin(word) + "\n" + lines.encodeToString(der) + "\n" + end(word) + "\n";
  }

  /// The binary data of exactly one block.
  ///
  /// @throws IllegalArgumentException when the text is invalid; the message contains no part of it
  static byte[] decode(String word, String pem) {
    String text = pem.strip();
    if (!text.startsWith(begin(word)) || !text.endsWith(end(word))) {
      throw new IllegalArgumentException("not a PEM block of a " + word);
    }
    String body = text.substring(begin(word).length(), text.length() - end(word).length());
    try {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not base64 within a PEM block of a " + word, e);
    }
  }

  private static String begin(String word) {
    return "-----BEGIN " + word + "-----";
  }

  private static String end(String word) {
    return "-----END " + word + "-----";
  }
}

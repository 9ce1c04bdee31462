package dev.citusdeploy.remote.ssh.hostkey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The hosts of one line of a known_hosts file: a comma list of names with `*`, `?` and `!`, or one
/// hashed name (`|1|salt|hash`).
///
/// @param texts the patterns as written, in lower case unless hashed
public record HostPatterns(List<String> texts) {
  private static final String HASHED = "|1|";

  public HostPatterns {
    texts = List.copyOf(texts);
  }

  static HostPatterns parse(String field) {
    return field.startsWith(HASHED)
        ? new HostPatterns(List.of(field))
        : new HostPatterns(List.of(field.toLowerCase(Locale.ROOT).split(",", -1)));
  }

  /// Whether a host matches; a matching `!` pattern outweighs all others.
  ///
  /// @param name the form that [KnownHosts#hostPattern] gives
  boolean matches(String name) {
    boolean matched = false;
    for (String text : texts) {
      if (text.startsWith("!")) {
        if (fits(text.substring(1), name)) {
          return false;
        }
      } else {
        matched |= fits(text, name);
      }
    }
    return matched;
  }

  private static boolean fits(String pattern, String name) {
    if (pattern.startsWith(HASHED)) {
      return fitsHash(pattern, name);
    }
    String expression =
        pattern
            .codePoints()
            .mapToObj(character ->
                switch (character) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(character));
                })
            .collect(Collectors.joining());
    return Pattern.matches(expression, name);
  }

  private static boolean fitsHash(String pattern, String name) {
    List<String> parts = List.of(pattern.substring(HASHED.length()).split("\\|", -1));
    if (parts.size() != 2) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts.getFirst()), "HmacSHA1"));
      byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts.getLast()));
    } catch (IllegalArgumentException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

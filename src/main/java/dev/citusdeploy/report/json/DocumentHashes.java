package dev.citusdeploy.report.json;

import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.Sha256;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Hashes in documents: plain ones of what anybody may see, keyed ones where a secret takes part.
///
/// @param mac a keyed hash of a secret
record DocumentHashes(Function<Secret, String> mac) {
  /// A file's hash; null inside where there is no file.
  sealed interface Hash {}

  /// Of a file that anybody may see.
  record Plain(@Nullable String sha256) implements Hash {}

  /// Of a file with a secret.
  record Keyed(@Nullable String hmac) implements Hash {}

  /// A file's hash.
  Hash of(@Nullable Sha256 hash, boolean secret) {
    return secret
        ? new Keyed(hash == null ? null : mac.apply(Secret.of(hash.hex())))
        : new Plain(hex(hash));
  }

  /// A secret's keyed hash; null where there is no secret.
  @Nullable String of(@Nullable Secret secret) {
    return secret == null ? null : mac.apply(secret);
  }

  /// A hash in hexadecimal digits; null where there is none.
  static @Nullable String hex(@Nullable Sha256 hash) {
    return hash == null ? null : hash.hex();
  }
}

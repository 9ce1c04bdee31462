package dev.citusdeploy.report.json;

import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.Sha256;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Hashes in documents: plain ones of what anybody may see, keyed ones where a secret takes part.
///
/// @param mac a keyed hash of a secret
record DocumentHashes(Function<Secret, String> mac) {
  /// Adds a file's hash under `sha256`, or under `hmac` where the file is a secret.
  void put(SequencedMap<String, @Nullable Object> entry, @Nullable Sha256 hash, boolean secret) {
    if (secret) {
      entry.put("hmac", hash == null ? null : mac.apply(Secret.of(hash.hex())));
    } else {
      entry.put("sha256", hex(hash));
    }
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

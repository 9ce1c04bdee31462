package dev.citusdeploy.facts;

import dev.citusdeploy.model.ImageTraits;
import java.util.List;

/// An image that is on a host.
///
/// @param id `sha256:…`
/// @param digests repository digests, empty for an image that came without a registry
/// @param architecture `amd64`, `arm64` …
/// @param postgresMajor major version of its PostgreSQL, empty when the image does not set
///   `PG_MAJOR`
/// @param content identifies the image in engines whose stores give it different ids: a hash of its
///   creation time and layers; empty when the engine does not report them
/// @param traits what rendering needs
public record ImageFacts(
    String id,
    List<String> digests,
    String architecture,
    String postgresMajor,
    String content,
    ImageTraits traits) {

  /// Whether two engines have the same image: by id, by repository digest, or by creation time and
  /// layers, since an image loaded from an archive has no digest and stores compute ids
  /// differently.
  public boolean isSame(ImageFacts other) {
    return id.equals(other.id)
        || digests.stream().anyMatch(other.digests::contains)
        || (!content.isEmpty() && content.equals(other.content));
  }
}

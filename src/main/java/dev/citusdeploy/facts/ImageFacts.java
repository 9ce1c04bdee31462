package dev.citusdeploy.facts;

import dev.citusdeploy.model.ImageTraits;
import java.util.List;

/// An image that is on a host.
///
/// @param id `sha256:…`
/// @param digests repository digests, empty for an image that came without a registry
/// @param architecture `amd64`, `arm64` …
/// @param postgresMajor major version of its PostgreSQL, empty when the image does not tell it in
///   `PG_MAJOR`
/// @param content what tells the same image in engines whose stores call it by different ids: when
///   it was made and its layers; empty where the engine does not say
/// @param traits what rendering needs
public record ImageFacts(
    String id,
    List<String> digests,
    String architecture,
    String postgresMajor,
    String content,
    ImageTraits traits) {
  /// An image whose engine says nothing of its layers.
  public ImageFacts(
      String id,
      List<String> digests,
      String architecture,
      String postgresMajor,
      ImageTraits traits) {
    this(id, digests, architecture, postgresMajor, "", traits);
  }

  /// Whether two engines hold the same image: by id, by what a registry calls it, or, as an archive
  /// that was loaded has no such name and stores count ids differently, by what it is made of.
  public boolean isSame(ImageFacts other) {
    return id.equals(other.id)
        || digests.stream().anyMatch(other.digests::contains)
        || (!content.isEmpty() && content.equals(other.content));
  }
}

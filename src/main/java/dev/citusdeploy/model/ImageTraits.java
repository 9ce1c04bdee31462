package dev.citusdeploy.model;

import java.util.List;

/// Traits of an image for rendering.
///
/// @param volumes paths it declares as volumes, sorted
public record ImageTraits(List<String> volumes) {
  /// The volumes of the official images of PostgreSQL 16 to 18 together, assumed while no server
  /// has the image. A tmpfs on a path that the image does not declare is harmless.
  public static final ImageTraits OFFICIAL =
      new ImageTraits(List.of("/var/lib/postgresql", "/var/lib/postgresql/data"));

  /// Sorts and copies.
  public ImageTraits {
    volumes = volumes.stream().sorted().distinct().toList();
  }
}

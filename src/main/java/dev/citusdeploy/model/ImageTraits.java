package dev.citusdeploy.model;

import java.util.List;

/// What an image says of itself and rendering needs to know.
///
/// @param volumes paths it declares as volumes, sorted
public record ImageTraits(List<String> volumes) {
  /// What the official images of PostgreSQL 16 to 18 declare, together: assumed while no server has
  /// the image. A tmpfs on a path that the image does not declare does no harm.
  public static final ImageTraits OFFICIAL =
      new ImageTraits(List.of("/var/lib/postgresql", "/var/lib/postgresql/data"));

  /// Sorts and copies.
  public ImageTraits {
    volumes = volumes.stream().sorted().distinct().toList();
  }
}

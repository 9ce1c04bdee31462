package dev.citusdeploy.plan.comparison;

/// Why a node's data cannot be served from an image.
public sealed interface ImageMismatch {
  /// Another major version of PostgreSQL.
  ///
  /// @param data the data's
  /// @param image the image's
  record Major(String data, String image) implements ImageMismatch {}

  /// Another version of the Citus extension.
  ///
  /// @param data the data's
  /// @param image the image's, as exact as it is known: `14.0-1`, or `14.0` by its name
  record Extension(String data, String image) implements ImageMismatch {}

  /// The node runs already with a library that does not fit the extension in its data, from the
  /// wanted image.
  ///
  /// @param data the extension's version
  /// @param library what the library asks for
  record Library(String data, String library) implements ImageMismatch {}

  /// Collations that were recorded with another version.
  ///
  /// @param recorded who sorts, and in which version the indexes were made: `glibc 2.36`
  /// @param image what the image has of it
  record Collation(String recorded, String image) implements ImageMismatch {}
}

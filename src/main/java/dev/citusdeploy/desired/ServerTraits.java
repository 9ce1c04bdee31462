package dev.citusdeploy.desired;

import dev.citusdeploy.model.Hardware;
import dev.citusdeploy.model.ImageTraits;
import org.jspecify.annotations.Nullable;

/// Facts of a server for rendering.
///
/// @param hardware its size; null when it isn't known, then PostgreSQL's defaults are used
/// @param nodesOnMachine nodes of all hosts of the inventory that are this machine, 0 when it isn't
///   known that there are others
/// @param image traits of the database image on it
public record ServerTraits(@Nullable Hardware hardware, int nodesOnMachine, ImageTraits image) {
  /// Nothing is known: an image like the official ones is assumed.
  public static final ServerTraits UNKNOWN = new ServerTraits(null, 0, ImageTraits.OFFICIAL);
}

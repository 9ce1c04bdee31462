package dev.citusdeploy.desired;

import dev.citusdeploy.model.Hardware;
import dev.citusdeploy.model.ImageTraits;
import org.jspecify.annotations.Nullable;

/// What rendering needs to know of a server.
///
/// @param hardware its size; null when it isn't known, which leaves PostgreSQL's own defaults
/// @param nodesOnMachine nodes of all hosts of the inventory that are this machine, 0 when it isn't
///   known that there are others
/// @param image what the database image on it says of itself
public record ServerTraits(@Nullable Hardware hardware, int nodesOnMachine, ImageTraits image) {
  /// Nothing known: an image like the official ones.
  public static final ServerTraits UNKNOWN = new ServerTraits(null, 0, ImageTraits.OFFICIAL);
}

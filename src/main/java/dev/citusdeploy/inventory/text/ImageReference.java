package dev.citusdeploy.inventory.text;

import dev.citusdeploy.model.ForeignForm;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of an image's name.
///
/// @param repository where it comes from, with the registry where one is named
/// @param tag null when there is none
/// @param digest null when there is none
public record ImageReference(String repository, @Nullable String tag, @Nullable String digest) {
  private static final List<String> MOVING = List.of("latest", "nightly", "alpine");
  private static final String MOVING_BY_MAJOR = "postgres[_-]?[0-9]+";

  /// Parses a name that [Forms#IMAGE] accepts.
  public static ImageReference parse(String text) {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    // A colon before the last slash belongs to the registry's port.
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    return new ImageReference(
        tagged ? name.substring(0, colon) : name,
        tagged ? name.substring(colon + 1) : null,
        at < 0 ? null : text.substring(at + 1));
  }

  /// The digest of a name that an engine gives an image, if that is a name of this repository.
  ///
  /// @param name as in `RepoDigests`: `citusdata/citus@sha256:…`
  public Optional<String> digestOf(String name) {
    ImageReference other = parse(name);
    return familiar(other.repository()).equals(familiar(repository)) && other.digest() != null
        ? ForeignForm.DIGEST.of(other.digest())
        : Optional.empty();
  }

  /// Engines leave out Docker's defaults.
  private static String familiar(String repository) {
    return repository.replaceFirst("^(?:index\\.)?docker\\.io/", "").replaceFirst("^library/", "");
  }

  /// Why the same name may mean another image later, if it may.
  public Optional<String> movingPart() {
    if (digest != null) {
      return Optional.empty();
    }
    if (tag == null) {
      return Optional.of("without a tag it means `latest`, which changes with every release");
    }
    return MOVING.contains(tag) || tag.matches(MOVING_BY_MAJOR)
        ? Optional.of("the tag `" + tag + "` moves, so hosts could get different versions")
        : Optional.empty();
  }
}

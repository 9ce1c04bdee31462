package dev.citusdeploy.plan.action;

import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import java.util.List;
import java.util.Optional;

/// Fetches an image that the host lacks.
///
/// @param image its name
/// @param known ids and digests of what other hosts with such a processor hold under that name;
///   what is fetched must be one of them. Empty when no other host has it
public record PullImage(String image, List<String> known) implements Action {
  /// Copies the list.
  public PullImage {
    known = List.copyOf(known);
  }

  private static final ActionTraits TRAITS =
      ActionTraits.of("pull-image", Symbol.ADD, Place.SERVER);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "pull image " + image;
  }

  @Override
  public String awaited() {
    return "the image " + image + " to arrive";
  }

  @Override
  public Optional<String> fetches() {
    return Optional.of(image);
  }
}

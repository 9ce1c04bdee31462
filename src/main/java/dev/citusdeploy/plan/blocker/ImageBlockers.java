package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.inventory.text.ImageReference;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// One name of an image that means different images on different hosts: nodes would differ in
/// version, and each would be re-created from what its own host holds.
public final class ImageBlockers {
  private static final int SHORT_ID = 12;

  private final Situation situation;

  public ImageBlockers(Situation situation) {
    this.situation = situation;
  }

  /// An image and the hosts that hold it.
  private record Holders(ImageFacts image, List<HostName> hosts) {
    String text() {
      String id = image.id().replaceFirst("^sha256:", "");
      List<String> named = hosts.stream().map(HostName::value).toList();
      return ForeignText.inline(id.substring(0, Math.min(SHORT_ID, id.length())))
          + " on "
          + (named.size() <= 3
              ? String.join(", ", named)
              : String.join(", ", named.subList(0, 3)) + " and " + (named.size() - 3) + " more");
    }
  }

  /// One problem for each kind of processor on which images differ.
  public List<Problem> all() {
    SequencedMap<String, List<Holders>> architectures = new LinkedHashMap<>();
    for (HostFacts.Known host : situation.knownHosts()) {
      situation
          .image(host)
          .ifPresent(image ->
              add(
                  architectures.computeIfAbsent(image.architecture(), _ -> new ArrayList<>()),
                  image,
                  host.host()));
    }
    return architectures.values().stream()
        .filter(holders -> holders.size() > 1)
        .map(this::differ)
        .toList();
  }

  /// Ids, digests and contents of the image on hosts with the same processor as a host's.
  public List<String> namesOfThoseLike(HostName host) {
    List<String> names = new ArrayList<>();
    for (HostFacts.Known other : situation.knownHosts()) {
      if (situation.facts().hosts().get(host) instanceof HostFacts.Known known
          && known.system().architecture().equals(other.system().architecture())) {
        situation
            .image(other)
            .ifPresent(image -> {
              names.add(image.id());
              names.addAll(image.digests());
              if (!image.content().isEmpty()) {
                names.add("content:" + image.content());
              }
            });
      }
    }
    return names.stream().distinct().toList();
  }

  private static void add(List<Holders> all, ImageFacts image, HostName host) {
    for (Holders holders : all) {
      if (holders.image().isSame(image)) {
        holders.hosts().add(host);
        return;
      }
    }
    all.add(new Holders(image, new ArrayList<>(List.of(host))));
  }

  private Problem differ(List<Holders> all) {
    String image = situation.inventory().image();
    Holders fewest =
        all.stream().reduce((a, b) -> b.hosts().size() <= a.hosts().size() ? b : a).orElseThrow();
    Host stale = host(fewest.hosts().getFirst());
    return new Problem(
        PlanProblemCodes.IMAGES_DIFFER,
        "the name " + image + " means different images on the servers",
        "hosts "
            + String.join(", ", all.stream().map(it -> it.hosts().getFirst().value()).toList()),
        "image ids: "
            + String.join("; ", all.stream().map(Holders::text).toList())
            + "; a tag moves in a registry, and each server keeps what it has fetched",
        "fetch it again where it is old (or load it, if it came by `docker load`), for instance:"
            + ServerCommand.line(stale, ServerCommand.pull(image))
            + "to rule it out for good, name the image by a digest in the inventory: "
            + pinned(all));
  }

  /// The image that most hosts hold, by its digest; where there is no such one, a placeholder. Each
  /// server itself reports what it holds, so only a digest of the inventory's own repository is
  /// passed on: one server must not choose another image for the whole cluster.
  private String pinned(List<Holders> all) {
    ImageReference wanted = ImageReference.parse(situation.inventory().image());
    Holders most =
        all.stream().reduce((a, b) -> b.hosts().size() > a.hosts().size() ? b : a).orElseThrow();
    boolean tie =
        all.stream().filter(other -> other.hosts().size() == most.hosts().size()).count() > 1;
    return (tie ? List.<String>of() : most.image().digests())
        .stream()
            .flatMap(digest -> wanted.digestOf(digest).stream())
            .findFirst()
            .map(digest -> "`image: " + wanted.repository() + "@" + digest + "`")
            .orElse(
                "`image: "
                    + wanted.repository()
                    + "@DIGEST`, with the digest that the registry has for it: "
                    + ShellCommand.of("docker buildx imagetools inspect")
                        .word(situation.inventory().image())
                        .inline());
  }

  private Host host(HostName name) {
    return situation.inventory().hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

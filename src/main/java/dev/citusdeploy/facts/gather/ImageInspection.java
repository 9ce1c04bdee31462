package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.ImageContents;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.gather.FactsLines.Entry;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the contents of images on a host, only where a node changes its image and the contents of
/// one of the two are not recorded yet: it starts a container.
public final class ImageInspection {
  /// Shell text that sets `IMAGE_CONTENTS`: the command that reads an image's contents inside a
  /// container.
  public static final String INSIDE = FactsGatherer.resource("image-contents.sh");

  private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

  private final FactsRequest request;
  private final HostFacts.Known known;

  ImageInspection(FactsRequest request, HostFacts.Known known) {
    this.request = request;
    this.known = known;
  }

  /// The script to run; empty when nothing must be read.
  Optional<Script> question(Duration deadline) {
    Set<String> ids = new LinkedHashSet<>();
    for (var name : request.nodes()) {
      known.node(name).filter(ImageInspection::hasData).ifPresent(node -> ids.addAll(of(node)));
    }
    ids.removeIf(id -> known.contents().containsKey(id) || !ID.matcher(id).matches());
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Script(
                    "read the contents of images",
                    INSIDE + "\n" + FactsGatherer.resource("read-images.sh"),
                    deadline)
                .with("images", String.join(" ", ids)));
  }

  /// A node's current image and its next one, when they differ.
  private Set<String> of(NodeFacts node) {
    Set<String> ids = new LinkedHashSet<>();
    ContainerFacts container = node.container();
    if (container != null) {
      ids.add(container.imageId());
    }
    List<ImageFacts> wanted = List.copyOf(known.images().values());
    if (wanted.isEmpty()) {
      return ids;
    }
    wanted.forEach(image -> ids.add(image.id()));
    return ids.size() == 1 && container != null ? Set.of() : ids;
  }

  private static boolean hasData(NodeFacts node) {
    return node.data() instanceof NodeFacts.DataFolder.Initialised;
  }

  /// The host with the contents in the answer; unchanged when there are none.
  HostFacts.Known read(Answer answer) {
    List<String> lines = answer.output().lines().toList();
    if (!answer.succeeded() || lines.isEmpty() || !lines.getLast().equals("end")) {
      return known;
    }
    var records = new ImageRecords();
    for (String line : lines) {
      String[] parts = line.split(" ", 2);
      records.take(new Entry(parts[0], parts.length == 2 ? parts[1] : ""));
    }
    SequencedMap<String, ImageContents> all = new LinkedHashMap<>(known.contents());
    records.all().forEach(all::putIfAbsent);
    return known.withContents(Collections.unmodifiableSequencedMap(all));
  }
}

package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.ImageContents;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.RecordedCollation;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import dev.citusdeploy.postgres.ServerVersions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is known of the image that a node is to run on, of the one that its container was made
/// from, and of what its data was served with last.
public final class NodeImages {
  private static final Pattern POSTGRES_IN_TAG = Pattern.compile(":[^/]*pg(\\d+)");

  private final Situation situation;
  private final CatalogView catalog;

  public NodeImages(Situation situation, CatalogView catalog) {
    this.situation = situation;
    this.catalog = catalog;
  }

  /// What the wanted image holds: by the node's host, else by another host that has the same name's
  /// image for such a processor.
  public Optional<ImageContents> wanted(DesiredNode node) {
    Optional<HostFacts.Known> host = situation.host(node);
    return host.flatMap(this::held)
        .or(() ->
            situation.knownHosts().stream()
                .filter(other ->
                    host.filter(known ->
                            known.system().architecture().equals(other.system().architecture()))
                        .isPresent())
                .filter(_ -> host.flatMap(situation::image).isEmpty())
                .flatMap(other -> held(other).stream())
                .findFirst());
  }

  private Optional<ImageContents> held(HostFacts.Known host) {
    return situation.image(host).map(image -> host.contents().get(image.id()));
  }

  /// What the image holds that the node's container was made from.
  Optional<ImageContents> running(DesiredNode node, NodeFacts facts) {
    ContainerFacts container = facts.container();
    return container == null
        ? Optional.empty()
        : situation.host(node).map(host -> host.contents().get(container.imageId()));
  }

  /// Whether the node's container was made from the wanted image.
  boolean runsWanted(DesiredNode node, NodeFacts facts) {
    ContainerFacts container = facts.container();
    return container != null
        && situation
            .host(node)
            .flatMap(situation::image)
            .filter(image -> image.id().equals(container.imageId()))
            .isPresent();
  }

  /// PostgreSQL's major version in the wanted image: by its content, else its metadata, else its
  /// name; empty where it is not known.
  public String wantedMajor(DesiredNode node) {
    return Optional.of(ownMajor(node))
        .filter(major -> !major.isEmpty())
        .or(this::elsewhere)
        .orElseGet(this::namedMajor);
  }

  /// PostgreSQL's major version by the wanted image's metadata.
  String ownMajor(DesiredNode node) {
    return wanted(node)
        .map(ImageContents::postgresMajor)
        .or(() -> situation.host(node).flatMap(situation::image).map(ImageFacts::postgresMajor))
        .orElse("");
  }

  private Optional<String> elsewhere() {
    return situation.knownHosts().stream()
        .flatMap(host -> situation.image(host).stream())
        .map(ImageFacts::postgresMajor)
        .filter(major -> !major.isEmpty())
        .findFirst();
  }

  private String namedMajor() {
    int major = named().postgres();
    Matcher tag = POSTGRES_IN_TAG.matcher(situation.inventory().image());
    return major == 0 ? (tag.find() ? tag.group(1) : "") : Integer.toString(major);
  }

  /// What changes where a node gets another image, for the reason of a step.
  public String change(DesiredNode node, NodeFacts facts) {
    Optional<ImageContents> from = running(node, facts);
    Optional<ImageContents> to = wanted(node);
    if (from.isEmpty() && to.isEmpty()) {
      return "image changed";
    }
    FirstStartRecord firstStart = facts.firstStart();
    boolean alike = from.map(ImageContents::versions).equals(to.map(ImageContents::versions));
    String before =
        from.map(it -> alike ? it.everything() : it.versions())
            .or(() ->
                Optional.ofNullable(firstStart)
                    .map(FirstStartRecord::image)
                    .filter(it -> !it.isEmpty())
                    .map(ForeignText::inline))
            .orElse("?");
    String after =
        to.map(it -> alike ? it.everything() : it.versions()).orElse(situation.inventory().image());
    String data = extension(node, facts);
    String cure =
        from.map(ImageContents::extension)
                .filter(it -> !data.isEmpty() && !it.equals(data))
                .isPresent()
            ? "; its data is of "
                + ForeignText.inline(data)
                + ", so that it fails what touches it now"
            : "";
    return before.equals(after)
        ? "image changed, with the same versions: " + after + cure
        : "image changed: " + before + " → " + after + cure;
  }

  /// The versions in the wanted image's name.
  ServerVersions named() {
    return ServerVersions.ofImage(situation.inventory().image());
  }

  /// The version of the Citus extension in a node's data: what the node reports, else the record of
  /// when it served last, else what the image of its container asks for; empty where nobody knows.
  public String extension(DesiredNode node, NodeFacts facts) {
    FirstStartRecord firstStart = facts.firstStart();
    return catalog
        .versions(node)
        .map(NodeVersions::extension)
        .filter(version -> !version.isEmpty())
        .or(() -> Optional.ofNullable(firstStart).map(FirstStartRecord::extension))
        .filter(version -> !version.isEmpty())
        .or(() -> running(node, facts).map(ImageContents::extension))
        .orElse("");
  }

  /// The collations that a node's data records: as the node reports them, else as recorded.
  List<RecordedCollation> collations(DesiredNode node, NodeFacts facts) {
    FirstStartRecord firstStart = facts.firstStart();
    return catalog
        .collations(node)
        .orElseGet(() -> firstStart == null ? List.of() : firstStart.collations());
  }

  /// The major version of the ICU library that a node's data was served with last; empty where
  /// nobody knows.
  String icu(DesiredNode node, NodeFacts facts) {
    FirstStartRecord firstStart = facts.firstStart();
    return running(node, facts)
        .map(ImageContents::icu)
        .orElseGet(() -> firstStart == null ? "" : firstStart.icu());
  }
}

package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.ImageContents;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.comparison.ImageCompatibility;
import dev.citusdeploy.plan.comparison.ImageMismatch;
import dev.citusdeploy.plan.comparison.NodeImages;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Nodes whose data cannot be served from the inventory's image. One problem for all nodes with the
/// same cause: the cure is one line of the inventory.
public final class VersionBlockers {
  private static final int OLDEST_MAJOR = 16;
  private static final String PROCEDURE = "docs/upgrade.md";

  private final Situation situation;
  private final CatalogView catalog;
  private final NodeImages images;
  private final ImageCompatibility fit;
  private final SequencedMap<ImageMismatch, List<DesiredNode>> found = new LinkedHashMap<>();

  public VersionBlockers(Situation situation, CatalogView catalog) {
    this.situation = situation;
    this.catalog = catalog;
    this.images = new NodeImages(situation, catalog);
    this.fit = new ImageCompatibility(images);
  }

  /// Why a node cannot run on the image.
  public Optional<ImageMismatch> of(DesiredNode node, NodeFacts facts) {
    return fit.of(node, facts, catalog.versions(node));
  }

  /// Takes a node that cannot.
  public void add(DesiredNode node, ImageMismatch misfit) {
    found.computeIfAbsent(misfit, _ -> new ArrayList<>()).add(node);
  }

  /// All that was found, and an image that no node can run on.
  public List<Problem> all() {
    List<Problem> problems = new ArrayList<>();
    tooOld().ifPresent(problems::add);
    found.forEach((misfit, nodes) -> problems.add(problem(misfit, nodes)));
    return problems;
  }

  private Optional<Problem> tooOld() {
    return situation.desired().nodes().stream()
        .map(images::wantedMajor)
        .filter(major -> major.matches("[0-9]{1,2}") && Integer.parseInt(major) < OLDEST_MAJOR)
        .findFirst()
        .map(major ->
            new Problem(
                PlanProblemCodes.POSTGRES_TOO_OLD,
                "the image holds PostgreSQL " + major,
                situation.inventory().image(),
                "the files that this program writes are for PostgreSQL 16 and later",
                "name an image with PostgreSQL 16 or later at `image:` in the inventory"));
  }

  private Problem problem(ImageMismatch misfit, List<DesiredNode> nodes) {
    return switch (misfit) {
      case ImageMismatch.Major(var data, var image) ->
          refused(
              PlanProblemCodes.POSTGRES_MAJOR_DIFFERS,
              nodes,
              "the image holds PostgreSQL "
                  + ForeignText.inline(image)
                  + ", the data is of "
                  + ForeignText.inline(data),
              "a server cannot run on data of another major version; nothing was stopped, the data is"
                  + " left alone",
              stay(nodes)
                  + "; to get to another major version, in "
                  + PROCEDURE
                  + ", section Another PostgreSQL major version");
      case ImageMismatch.Extension(var data, var image) ->
          refused(
              PlanProblemCodes.CITUS_VERSION_DIFFERS,
              nodes,
              "the image holds Citus "
                  + ForeignText.inline(image)
                  + ", the data is of "
                  + ForeignText.inline(data),
              "with another library than its extension a node fails every transaction that touches"
                  + " it, until the extension is updated; and an extension is never made older;"
                  + " nothing was stopped",
              stay(nodes)
                  + "; `upgrade` is not there yet: to get to a newer Citus, follow the procedure in "
                  + PROCEDURE
                  + ", section A newer Citus");
      case ImageMismatch.Library(var data, var library) -> library(nodes, data, library);
      case ImageMismatch.Collation(var recorded, var image) ->
          refused(
              PlanProblemCodes.COLLATION_VERSION_DIFFERS,
              nodes,
              "the image sorts text by "
                  + ForeignText.inline(image)
                  + ", databases record "
                  + ForeignText.inline(recorded),
              "indexes on text that were made in one order miss rows in another; nothing was"
                  + " stopped",
              stay(nodes)
                  + "; to get to another base system, in "
                  + PROCEDURE
                  + ", section Another base system");
    };
  }

  /// One node ahead of the others goes back; one behind all others follows.
  private Problem library(List<DesiredNode> nodes, String data, String library) {
    boolean behind =
        situation.desired().nodes().stream()
            .filter(node -> !nodes.contains(node))
            .anyMatch(node ->
                situation.node(node).map(facts -> images.extension(node, facts)).stream()
                    .anyMatch(
                        version -> version.equals(library) || version.startsWith(library + "-")));
    String commands =
        nodes.stream()
            .map(node ->
                ServerCommand.line(
                        situation.inventory().hostOf(node.node()),
                        ServerCommand.psql(
                            situation.inventory(), node.node(), "ALTER EXTENSION citus UPDATE"))
                    .stripTrailing())
            .collect(Collectors.joining());
    return refused(
        PlanProblemCodes.CITUS_LIBRARY_DIFFERS,
        nodes,
        (nodes.size() == 1 ? "the node runs" : "the nodes run")
            + " with the library of Citus "
            + ForeignText.inline(library)
            + " on data of "
            + ForeignText.inline(data),
        "every transaction that touches "
            + (nodes.size() == 1 ? "it" : "them")
            + " fails (loaded Citus library version differs from installed extension version)",
        behind
            ? "the other nodes' extension is as new as the library: update it here too:" + commands
            : "go back to the image that the data was served with, which ends it: write "
                + former(nodes).map(image -> "`image: " + image + "`").orElse("its name")
                + " into the inventory, and apply; to go on to the newer Citus instead, follow the"
                + " procedure in "
                + PROCEDURE
                + ", section A newer Citus");
  }

  private String stay(List<DesiredNode> nodes) {
    return "put the former image back at `image:` in the inventory"
        + former(nodes).map(image -> ", `" + image + "`").orElse("");
  }

  /// The image that most of the nodes served with last.
  private Optional<String> former(List<DesiredNode> nodes) {
    return nodes.stream()
        .flatMap(node -> situation.node(node).stream())
        .map(NodeFacts::firstStart)
        .filter(Objects::nonNull)
        .map(FirstStartRecord::image)
        .filter(image -> !image.isEmpty() && !image.equals(situation.inventory().image()))
        .map(ForeignText::inline)
        .findFirst();
  }

  private Problem refused(
      ProblemCode code, List<DesiredNode> nodes, String what, String why, String remedy) {
    String names =
        String.join(", ", nodes.stream().map(node -> node.node().name().value()).toList());
    return new Problem(
        code,
        what,
        (nodes.size() == 1 ? "node " : "nodes ") + names,
        why + held(code, nodes),
        remedy);
  }

  private String held(ProblemCode code, List<DesiredNode> nodes) {
    return nodes.stream()
        .flatMap(node -> images.wanted(node).stream())
        .findFirst()
        .map(ImageContents::everything)
        .map(text -> "; " + situation.inventory().image() + " holds " + text)
        .orElseGet(() ->
            code.equals(PlanProblemCodes.CITUS_LIBRARY_DIFFERS)
                ? ""
                : "; no server has inspected " + situation.inventory().image() + " yet");
  }
}

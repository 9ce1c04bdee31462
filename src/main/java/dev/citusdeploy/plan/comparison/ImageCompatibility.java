package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.ImageContents;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import dev.citusdeploy.model.RecordedCollation;
import dev.citusdeploy.postgres.ServerVersions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the image that a node is to run on with what its data was made and last run with.
///
/// A server does not start on data of another PostgreSQL major. It does start with another Citus
/// library than the extension in its data is of, and then fails every transaction that touches it.
public final class ImageCompatibility {
  private static final Pattern CITUS = Pattern.compile("Citus ([0-9]+\\.[0-9]+)\\b.*");
  private static final Pattern MINOR = Pattern.compile("([0-9]+\\.[0-9]+)[.-].*");

  private final NodeImages images;

  public ImageCompatibility(NodeImages images) {
    this.images = images;
  }

  /// What does not fit; empty where all does, or nobody knows.
  public Optional<ImageMismatch> of(
      DesiredNode node, NodeFacts facts, Optional<NodeVersions> reported) {
    if (!(facts.data() instanceof DataFolder.Initialised mark)) {
      return Optional.empty();
    }
    boolean runsWanted = images.runsWanted(node, facts);
    // The image's content wins over its name.
    String major = runsWanted ? images.ownMajor(node) : images.wantedMajor(node);
    String data = mark.postgresVersion().strip();
    if (!major.isEmpty() && !major.equals(data)) {
      return Optional.of(new ImageMismatch.Major(data, major));
    }
    return runsWanted
        ? library(node, facts, reported)
        : extension(node, facts).or(() -> collation(node, facts));
  }

  /// Of a node whose container is made from the wanted image already.
  private Optional<ImageMismatch> library(
      DesiredNode node, NodeFacts facts, Optional<NodeVersions> reported) {
    String data = images.extension(node, facts);
    String held = images.running(node, facts).map(ImageContents::extension).orElse("");
    String library =
        held.isEmpty() ? reported.map(versions -> minor(CITUS, versions.citus())).orElse("") : held;
    return isOther(data, library)
        ? Optional.of(new ImageMismatch.Library(data, library))
        : Optional.empty();
  }

  private Optional<ImageMismatch> extension(DesiredNode node, NodeFacts facts) {
    String data = images.extension(node, facts);
    String image =
        images
            .wanted(node)
            .map(ImageContents::extension)
            .filter(version -> !version.isEmpty())
            .orElseGet(() -> named(images.named()));
    return isOther(data, image)
        ? Optional.of(new ImageMismatch.Extension(data, image))
        : Optional.empty();
  }

  private static String named(ServerVersions versions) {
    return versions.citus() == 0 || versions.citusMinor() < 0
        ? ""
        : versions.citus() + "." + versions.citusMinor();
  }

  /// Whether two versions differ, as far as both are known: `13.2-1` is not other than `13.2`.
  private static boolean isOther(String data, String image) {
    if (data.isEmpty() || image.isEmpty() || data.equals(image)) {
      return false;
    }
    boolean whole = image.contains("-");
    return whole || !minor(MINOR, data).equals(image);
  }

  private static String minor(Pattern pattern, String version) {
    Matcher matcher = pattern.matcher(version);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /// What the C library sorts has that library's version. ICU gives each locale a version of its
  /// own; where the image has the library that the node ran with, it is the version that the node
  /// reports.
  private Optional<ImageMismatch> collation(DesiredNode node, NodeFacts facts) {
    Optional<ImageContents> wanted = images.wanted(node);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    String icu = images.icu(node, facts);
    boolean sameIcu = icu.isEmpty() || icu.equals(wanted.get().icu());
    for (RecordedCollation one : images.collations(node, facts)) {
      boolean fits =
          one.provider() == 'c'
              ? one.recorded().equals(wanted.get().glibc())
              : sameIcu && (one.actual().isEmpty() || one.actual().equals(one.recorded()));
      if (!fits) {
        return Optional.of(
            one.provider() == 'c'
                ? new ImageMismatch.Collation(
                    "glibc " + one.recorded(), library(wanted.get().libc()))
                : new ImageMismatch.Collation(
                    "ICU collation " + one.recorded(), library("ICU " + wanted.get().icu())));
      }
    }
    return Optional.empty();
  }

  private static String library(String name) {
    return name.isEmpty() ? "another C library" : name;
  }
}

package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.inventory.ServerLayout;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.plan.FileChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares one node with what is there of it. What its container was made from and its server was
/// started with decides, not what this run writes: so a restart that an earlier run missed is made
/// up for.
public final class NodeComparison {
  private static final String CONF = "conf/postgresql.conf";

  private final DesiredNode desired;
  private final NodeFacts facts;
  private final @Nullable ImageFacts image;
  private final FileComparison files;
  private final SettingReasons settings;
  private final boolean newData;
  private final String imageChange;
  private final String extension;

  /// @param newData whether it shall start with empty data although it had some
  /// @param files the comparison of its files
  /// @param imageChange what changes where it gets another image
  /// @param extension version of the Citus extension in its data as it reports; empty where it does
  ///   not
  public NodeComparison(
      DesiredNode desired,
      NodeFacts facts,
      @Nullable ImageFacts image,
      FileComparison files,
      SettingReasons settings,
      boolean newData,
      String imageChange,
      String extension) {
    this.desired = desired;
    this.facts = facts;
    this.image = image;
    this.files = files;
    this.settings = settings;
    this.newData = newData;
    this.imageChange = imageChange;
    this.extension = extension;
  }

  /// What the node needs.
  ///
  /// @param notListeningOn address and port on which its server runs without listening; null when
  ///   it listens, or when it is not known
  public NodeNeeds needs(@Nullable String notListeningOn) {
    boolean hadData = NodeNeeds.hasData(facts);
    ContainerFacts container = facts.container();
    boolean runs = container != null && container.state().equals("running");
    String recreate = container != null && runs && hadData ? recreateReason(container) : null;
    return new NodeNeeds(
        desired,
        hadData,
        container != null && container.isHealthy(),
        files.toWrite(),
        hadData ? null : initialiseReason(),
        runs && hadData && recreate == null ? reloadReason() : null,
        recreate == null ? startReason(container, hadData, notListeningOn) : null,
        recreate,
        runs && hadData && recreate == null ? recordReason() : null,
        runs && hadData && recreate == null ? note() : null);
  }

  private String initialiseReason() {
    return newData
        ? "starts with empty data, as --new-data asks; what it held is lost"
        : "new node: it has no data yet";
  }

  /// The start script records it itself; this is for a node that serves and needs no start.
  private @Nullable String recordReason() {
    FirstStartRecord firstStart = facts.firstStart();
    ContainerFacts container = facts.container();
    if (container == null || !container.isHealthy()) {
      return null;
    }
    if (firstStart == null) {
      return "its first start is not recorded";
    }
    if (!firstStart.dataFolder().equals(desired.service().dataFolder())
        || !firstStart.mountPoint().equals(firstStart.mountedNow())) {
      return "its data was moved";
    }
    if (!extension.isEmpty() && !extension.equals(firstStart.extension())) {
      return "its data is of Citus "
          + ForeignText.inline(extension)
          + ", and the record has "
          + (firstStart.extension().isEmpty()
              ? "nothing of it"
              : ForeignText.inline(firstStart.extension()));
    }
    return null;
  }

  private @Nullable String startReason(
      @Nullable ContainerFacts container, boolean hadData, @Nullable String notListeningOn) {
    if (!hadData) {
      return "new node";
    }
    if (container == null) {
      return "it has no container";
    }
    if (!container.state().equals("running")) {
      return "its container is " + ForeignText.inline(container.state());
    }
    if (container.isHealthy()) {
      return null;
    }
    return notListeningOn == null
        ? "it runs but is " + health(container)
        : "it runs and does not listen on " + notListeningOn;
  }

  private static String health(ContainerFacts container) {
    return container.health().equals("starting") ? "still starting" : "not healthy";
  }

  private @Nullable String recreateReason(ContainerFacts container) {
    List<String> causes = new ArrayList<>();
    boolean otherImage = image != null && !image.id().equals(container.imageId());
    if (otherImage) {
      causes.add(imageChange);
    }
    if (!desired
        .service()
        .containerHash()
        .equals(container.labels().get(ServerLayout.CONFIG_LABEL))) {
      boolean written = !files.changedNames("compose.yml"::equals).isEmpty();
      if (written && !otherImage) {
        causes.add(image == null ? imageChange : "compose.yml changed");
      } else if (!written) {
        causes.add("its container was made from another compose.yml");
      }
    }
    if (mustRestart()) {
      causes.add(restartCause());
    }
    if (causes.isEmpty()) {
      causes.addAll(takenByHand());
    }
    return causes.isEmpty() ? null : String.join("; ", causes);
  }

  /// A missing record alone is no reason to stop a server: then the generation in use decides.
  private boolean mustRestart() {
    return facts.started() == null
        ? !files.sameStart()
        : !desired.service().startHash().equals(facts.started());
  }

  /// What the server has of files that somebody changed by hand: the hashes that it was started
  /// with do not show that.
  private List<String> takenByHand() {
    List<String> causes = new ArrayList<>();
    for (String name : List.of("compose.yml", "conf/start.sh")) {
      files
          .change(name)
          .filter(FileChange::isTakenDrift)
          .ifPresent(_ -> causes.add("it runs with a " + name + " that was changed by hand"));
    }
    files
        .change(CONF)
        .filter(FileChange::isTakenDrift)
        .flatMap(settings::restart)
        .ifPresent(named -> causes.add("it runs with settings changed by hand: " + named));
    return causes;
  }

  private String restartCause() {
    Optional<FileChange> conf = files.change(CONF);
    List<String> causes = new ArrayList<>();
    conf.flatMap(settings::restart).ifPresent(causes::add);
    boolean isSeen = conf.filter(NodeComparison::isSeen).isPresent();
    List<String> names =
        files.changedNames(name -> isStartFile(name) && !(isSeen && name.equals(CONF)));
    if (!names.isEmpty()) {
      causes.add(String.join(", ", names) + " changed");
    }
    return causes.isEmpty() ? "it was started with other settings" : String.join("; ", causes);
  }

  private static boolean isSeen(FileChange change) {
    return change.before() != null && change.before().content() != null;
  }

  private @Nullable String reloadReason() {
    if (!desired.service().loadHash().equals(facts.loaded())) {
      return loadCauses("it has not loaded its files yet");
    }
    return files.liveFilesDiffer() ? byHand() : null;
  }

  /// Files that are in use differ, and the server does not ask for it: somebody was there.
  private String byHand() {
    Optional<String> named =
        files.change(CONF).filter(FileChange::isDrift).flatMap(settings::reload);
    return named
        .map(changes -> "changed by hand: " + changes)
        .orElse("its files were changed by hand");
  }

  private String loadCauses(String otherwise) {
    List<String> causes = new ArrayList<>();
    Optional<String> named = files.change(CONF).flatMap(settings::reload);
    named.ifPresent(causes::add);
    List<String> names =
        files.changedNames(name -> isLoadFile(name) && !(named.isPresent() && name.equals(CONF)));
    if (!names.isEmpty()) {
      causes.add(String.join(", ", names) + " changed");
    }
    return causes.isEmpty() ? otherwise : String.join("; ", causes);
  }

  private static boolean isStartFile(String name) {
    return name.equals(CONF) || name.equals("conf/start.sh");
  }

  private static boolean isLoadFile(String name) {
    return (name.startsWith("conf/") && !name.endsWith("-hash"))
        || name.equals("tls/ca.crt")
        || name.equals("tls/node.crt");
  }

  private @Nullable String note() {
    return facts.started() == null
        ? "node "
            + desired.node().name()
            + ": there is no record of the settings its server was started with; those in use now"
            + " are taken for them"
        : null;
  }
}

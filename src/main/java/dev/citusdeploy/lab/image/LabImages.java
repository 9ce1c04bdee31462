package dev.citusdeploy.lab.image;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.docker.LabProblemCodes;
import dev.citusdeploy.lab.docker.LocalProgram;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The images of the lab: built when they are missing, and never twice from the same sources.
public final class LabImages {
  /// The image that is pulled when there is no real Citus image and a registry can be reached.
  public static final String PINNED = "citusdata/citus:14.1.0";

  private static final String CITUS = "citusdata/citus:";
  private static final String MAKE = "citus-deploy-lab/";
  private static final Duration PROBE = Duration.ofSeconds(5);

  private final LabDocker docker;
  private final LabSources sources;
  private final Consumer<String> progress;

  /// Images in the engine of this machine, built from the sources packaged with this program.
  ///
  /// @param progress receives messages on progress, one line each
  public LabImages(LabDocker docker, Consumer<String> progress) {
    this(docker, LabSources.ofThisProgram(), progress);
  }

  LabImages(LabDocker docker, LabSources sources, Consumer<String> progress) {
    this.docker = docker;
    this.sources = sources;
    this.progress = progress;
  }

  /// The image of a server, built first where it is missing.
  public String server() {
    return built("server", local());
  }

  /// The rehearsal image, built first where it is missing.
  public DatabaseImage rehearsal() {
    return new DatabaseImage(built("rehearsal", local()), false);
  }

  /// The available database images: the real one first if there is one, the rehearsal one last. A
  /// missing real one is pulled if a registry answers.
  public List<DatabaseImage> databaseImages() {
    DatabaseImage best = choose(new DatabaseImage.Choice.Best());
    return best.real() ? List.of(best, rehearsal()) : List.of(best);
  }

  /// The image for a choice, made or pulled where it is missing.
  ///
  /// @throws ProblemException when a named image is not available
  public DatabaseImage choose(DatabaseImage.Choice choice) {
    return switch (choice) {
      case DatabaseImage.Choice.Rehearsal() -> rehearsal();
      case DatabaseImage.Choice.Named(String reference) -> named(reference);
      case DatabaseImage.Choice.Best() -> best();
    };
  }

  private DatabaseImage best() {
    List<String> tags =
        local().stream()
            .filter(reference -> reference.startsWith(CITUS))
            .map(reference -> reference.substring(CITUS.length()))
            .toList();
    Optional<String> newest = CitusTag.newest(tags);
    if (newest.isPresent()) {
      return new DatabaseImage(CITUS + newest.orElseThrow(), true);
    }
    if (pulled(PINNED)) {
      return new DatabaseImage(PINNED, true);
    }
    progress.accept(
        "There is no Citus image here and no registry answers: using the rehearsal image");
    return rehearsal();
  }

  private DatabaseImage named(String reference) {
    refuseWithoutTag(reference);
    if (!local().contains(reference) && !pulled(reference)) {
      throw new ProblemException(
          new Problem(
              LabProblemCodes.LAB_IMAGE_MISSING,
              "the image " + reference + " is not on this machine and cannot be pulled",
              "this machine",
              "no registry gave it within " + PROBE.toSeconds() + " s",
              "find out why: "
                  + ShellCommand.of("docker pull").word(reference).inline()
                  + "; where there is no registry, bring it as a file: `docker load -i FILE`"));
    }
    return new DatabaseImage(reference, !isRehearsal(reference));
  }

  /// By its label, so that the rehearsal image is known under any name.
  private boolean isRehearsal(String reference) {
    String format = "{{index .Config.Labels \"dev.citusdeploy.rehearsal\"}}";
    return docker
        .run(LabDocker.SHORT, List.of("image", "inspect", "--format", format, reference))
        .output()
        .strip()
        .equals("true");
  }

  private static void refuseWithoutTag(String reference) {
    int name = reference.lastIndexOf('/') + 1;
    if (reference.indexOf('@') >= 0 || reference.indexOf(':', name) < 0) {
      throw new ProblemException(
          new Problem(
              LabProblemCodes.LAB_IMAGE_TAG,
              "the lab takes an image by its tag, and " + reference + " has none",
              "--image",
              "images are carried into the servers as archives, which do not keep digests",
              "give it one: "
                  + ShellCommand.of("docker tag").word(reference).then("lab/database:1").inline()
                  + ", then: `citus-deploy lab up --image lab/database:1`"));
    }
  }

  /// A pull that is given up early without a registry: once the engine has printed anything, the
  /// registry answers and the download may take long.
  private boolean pulled(String reference) {
    progress.accept("Trying to pull " + reference + " from its registry");
    try {
      return docker
          .watch(
              new LocalProgram.Patience(LabDocker.LONG, PROBE),
              docker.commandLine(List.of("pull", reference)),
              line -> {})
          .succeeded();
    } catch (ProblemException e) {
      if (e.problems().getFirst().type().equals(LabProblemCodes.LAB_DOCKER_TIMEOUT)) {
        return false;
      }
      throw e;
    }
  }

  private List<String> local() {
    return docker
        .run(LabDocker.SHORT, List.of("images", "--format", "{{.Repository}}:{{.Tag}}"))
        .lines();
  }

  private String built(String folder, List<String> local) {
    String reference = MAKE + folder + ":" + sources.hashOf(folder).shortened();
    if (!local.contains(reference)) {
      progress.accept("Building the " + folder + " image, once (some minutes)");
      try {
        build(folder, reference);
      } catch (IOException e) {
        throw new UncheckedIOException("can't write the sources of the image " + reference, e);
      }
    }
    return reference;
  }

  private void build(String folder, String reference) throws IOException {
    Path copy = Files.createTempDirectory("citus-deploy-lab");
    try {
      sources.writeTo(copy);
      succeeded("base", List.of("sh", copy.resolve("base/build").toString()));
      succeeded(
          folder,
          docker.commandLine(List.of("build", "-t", reference, copy.resolve(folder).toString())));
    } finally {
      LocalProgram.deleteTree(copy);
    }
  }

  private void succeeded(String image, List<String> commandLine) {
    LabDocker.Answer answer =
        docker.watch(LocalProgram.Patience.of(LabDocker.LONG), commandLine, this::reportStep);
    if (!answer.succeeded()) {
      throw new ProblemException(
          new Problem(
              LabProblemCodes.LAB_IMAGE_BUILD,
              "the lab's " + image + " image cannot be built",
              "this machine",
              lastLines(answer),
              "check that Debian's package mirror can be reached (`export LAB_DEBIAN_MIRROR=…` names"
                  + " another), then run the same command again"));
    }
  }

  /// The last output of a build step is in standard output, the engine's error in standard error.
  private static String lastLines(LabDocker.Answer answer) {
    List<String> lines = answer.lines();
    String said =
        lines.stream()
            .skip(Math.max(0, lines.size() - 8))
            .map(line -> "  " + line + "\n")
            .collect(Collectors.joining());
    return said + LabDocker.lastWords(answer);
  }

  private void reportStep(String line) {
    if (line.startsWith("Step ")) {
      progress.accept(line.length() <= 100 ? line : line.substring(0, 97) + "...");
    }
  }
}

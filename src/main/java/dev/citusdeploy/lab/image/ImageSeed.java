package dev.citusdeploy.lab.image;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.docker.LabLabels;
import dev.citusdeploy.lab.docker.LabScript;
import dev.citusdeploy.lab.docker.Privileges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Images unpacked once, in a volume that survives labs, from which new servers get theirs quickly.
/// Copying 500 MB to each of three servers takes a minute, linking takes half a second.
public final class ImageSeed {
  private static final int INCOMPLETE = 3;
  private static final Duration POLL = Duration.ofMillis(500);

  private final LabDocker docker;
  private final String serverImage;
  private final Privileges privileges;
  private final Consumer<String> progress;

  public ImageSeed(
      LabDocker docker, String serverImage, Privileges privileges, Consumer<String> progress) {
    this.docker = docker;
    this.serverImage = serverImage;
    this.privileges = privileges;
    this.progress = progress;
  }

  /// Adds images to the volumes of servers that never ran. This is an optimisation: when it is not
  /// possible (an engine that keeps its volumes elsewhere), the images are loaded later.
  ///
  /// @return whether the volumes have the images now
  public boolean plant(CarriedImages images, List<String> volumes) {
    String seed = volume(images);
    docker.run(LabDocker.SHORT, creation(seed, images));
    String root = folderOfVolumes(seed);
    if (root.isEmpty()) {
      return false;
    }
    long end = System.nanoTime() + LabDocker.LONG.toNanos();
    while (System.nanoTime() < end) {
      LabDocker.Answer linked = docker.attempt(LabDocker.LONG, linking(root, seed, volumes));
      if (linked.status() != INCOMPLETE) {
        return linked.succeeded();
      }
      if (isBeingMade(seed)) {
        progress.accept("Waiting for another run that unpacks the same images");
        awaitOther(seed, end);
      } else if (!made(seed, images)) {
        return false;
      }
    }
    return false;
  }

  private boolean isBeingMade(String seed) {
    List<String> question = List.of("ps", "-q", "-a", "--filter", "name=^/" + seed + "$");
    return !docker.run(LabDocker.SHORT, question).lines().isEmpty();
  }

  private void awaitOther(String seed, long end) {
    try {
      while (isBeingMade(seed) && System.nanoTime() < end) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      // The next run of docker reports it.
      Thread.currentThread().interrupt();
    }
  }

  /// Removes all seeds that no run is using.
  public static void removeAll(LabDocker docker) {
    list(docker).forEach(seed -> remove(docker, seed.volume()));
  }

  /// Removes the seeds of images that this machine no longer has, or that have changed.
  private void removeOutdated() {
    for (Seed seed : list(docker)) {
      if (!seed.volume().equals(volume(CarriedImages.ifAllPresent(docker, seed.references())))) {
        remove(docker, seed.volume());
      }
    }
  }

  private static String volume(CarriedImages images) {
    return "citus-deploy-lab-seed-" + images.digest();
  }

  private static List<Seed> list(LabDocker docker) {
    String format = "{{.Name}}\t{{.Label \"" + LabLabels.SEED + "\"}}";
    return docker
        .run(
            LabDocker.SHORT,
            List.of("volume", "ls", "--filter", "label=" + LabLabels.SEED, "--format", format))
        .lines()
        .stream()
        .map(line -> List.of(line.split("\t", -1)))
        .map(fields -> new Seed(fields.get(0), List.of(fields.get(1).split(" ", -1))))
        .toList();
  }

  // The engine refuses while a container uses the volume, which is what we want.
  private static void remove(LabDocker docker, String volume) {
    docker.attempt(LabDocker.SHORT, List.of("volume", "rm", volume));
  }

  private record Seed(String volume, List<String> references) {}

  private static List<String> creation(String seed, CarriedImages images) {
    return List.of(
        "volume",
        "create",
        "--label",
        LabLabels.set(LabLabels.SEED, String.join(" ", images.references())),
        seed);
  }

  // The volumes must be accessed through one mount: hard links don't work across mounts.
  private String folderOfVolumes(String seed) {
    String mountpoint =
        docker
            .run(LabDocker.SHORT, List.of("volume", "inspect", "--format", "{{.Mountpoint}}", seed))
            .output()
            .strip();
    String end = "/" + seed + "/_data";
    return mountpoint.endsWith(end)
        ? mountpoint.substring(0, mountpoint.length() - end.length())
        : "";
  }

  private List<String> linking(String root, String seed, List<String> volumes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", "--rm", "--network", "none", "-v", root + ":/volumes"));
    arguments.addAll(List.of("--entrypoint", "sh", serverImage));
    arguments.addAll(
        LabScript.LINK_IMAGES.words(Stream.concat(Stream.of(seed), volumes.stream()).toList()));
    return arguments;
  }

  /// The container's name is the lock: of several runs that need the same seed, one makes it.
  private boolean made(String seed, CarriedImages images) {
    removeOutdated();
    progress.accept(
        "Unpacking " + String.join(", ", images.references()) + " for the servers, once");
    List<String> run = new ArrayList<>();
    run.addAll(List.of("run", "--rm", "-i", "--name", seed, "--network", "none"));
    run.addAll(privileges.arguments());
    run.addAll(List.of("-v", seed + ":/var/lib/docker", "--entrypoint", "sh", serverImage));
    run.addAll(LabScript.MAKE_SEED.words(List.of()));
    LabDocker.Answer answer =
        docker.pipe(
            LabDocker.LONG,
            Stream.concat(Stream.of("save"), images.references().stream()).toList(),
            run);
    return answer.succeeded() || answer.errors().contains("already in use");
  }
}

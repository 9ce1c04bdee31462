package dev.citusdeploy.lab;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.docker.Privileges;
import dev.citusdeploy.lab.image.CarriedImages;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.ImageSeed;
import dev.citusdeploy.lab.image.LabImages;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Brings a lab up: one run of [Lab#up].
final class LabUp {
  private final LabDocker docker;
  private final String name;
  private final LabFolder folder;
  private final LabContainers containers;
  private final Consumer<String> progress;

  LabUp(LabDocker docker, String name, LabFolder folder, Consumer<String> progress) {
    this.docker = docker;
    this.name = name;
    this.folder = folder;
    this.containers = new LabContainers(docker, name);
    this.progress = progress;
  }

  /// Makes, starts and fills what is missing, then writes the lab's files.
  RunningLab run(LabOptions options) {
    LabImages images = new LabImages(docker, progress);
    String serverImage = images.server();
    DatabaseImage image = images.choose(remembered(options.image()));
    CarriedImages carried =
        CarriedImages.of(
            docker,
            Stream.concat(Stream.of(image.reference()), options.moreImages().stream()).toList());
    List<LabContainers.Found> found = containers.list();
    LabNetwork network = network(options, serverImage);
    List<LabServer> servers =
        network.planned(found.stream().map(LabContainers.Found::server).toList(), options);
    String key = folder.publicKey(new SecureRandom());
    reportDifferences(found, options, serverImage);
    start(servers, found, new LabContainers.Blueprint(serverImage, key, network), carried);
    SequencedMap<LabServer, LabContainers.Probe> probes =
        SideBySide.each(servers, server -> containers.probe(server, key, carried.references()));
    carry(probes, carried);
    folder.write(
        knownHosts(probes),
        LabInventory.text(image.reference(), network.subnet().toString(), servers),
        image.reference());
    progress.accept(
        "%d servers on %s with %s".formatted(servers.size(), network.subnet(), image.described()));
    return new RunningLab(name, network.subnet().toString(), servers, image, folder.inventory());
  }

  /// Without an explicit choice, a lab keeps the image it was made with: a newer tag on this
  /// machine must not change the inventory.
  private DatabaseImage.Choice remembered(DatabaseImage.Choice choice) {
    return switch (choice) {
      case DatabaseImage.Choice.Named named -> named;
      case DatabaseImage.Choice.Rehearsal rehearsal -> rehearsal;
      case DatabaseImage.Choice.Best best -> {
        Optional<String> last = folder.written().map(LabFolder.Written::image);
        yield last.isPresent() && !containers.list().isEmpty()
            ? new DatabaseImage.Choice.Named(last.orElseThrow())
            : best;
      }
    };
  }

  private LabNetwork network(LabOptions options, String serverImage) {
    return LabNetwork.find(docker, name)
        .orElseGet(
            () -> LabNetwork.make(docker, name, options, Privileges.tried(docker, serverImage)));
  }

  private void reportDifferences(
      List<LabContainers.Found> found, LabOptions options, String serverImage) {
    if (found.size() > options.servers()) {
      progress.accept(
          "The lab has %d servers, more than %d; lab down removes them all"
              .formatted(found.size(), options.servers()));
    }
    if (found.stream().anyMatch(one -> !one.image().equals(serverImage))) {
      progress.accept(
          "Some servers were made from an older server image; lab down and lab up renew them");
    }
  }

  private void start(
      List<LabServer> servers,
      List<LabContainers.Found> found,
      LabContainers.Blueprint blueprint,
      CarriedImages carried) {
    List<LabServer> there = found.stream().map(LabContainers.Found::server).toList();
    List<LabServer> fresh = servers.stream().filter(one -> !there.contains(one)).toList();
    if (!fresh.isEmpty()) {
      SideBySide.each(fresh, server -> SideBySide.done(() -> containers.makeVolume(server)));
      new ImageSeed(docker, blueprint.image(), blueprint.network().privileges(), progress)
          .plant(carried, fresh.stream().map(LabServer::volume).toList());
    }
    List<LabServer> stopped =
        found.stream().filter(one -> !one.runs()).map(LabContainers.Found::server).toList();
    if (!fresh.isEmpty() || !stopped.isEmpty()) {
      progress.accept(
          "Starting " + (fresh.size() + stopped.size()) + " of " + servers.size() + " servers");
    }
    SideBySide.each(fresh, server -> SideBySide.done(() -> containers.create(server, blueprint)));
    SideBySide.each(
        stopped,
        server ->
            SideBySide.done(
                () -> docker.run(LabDocker.SHORT, List.of("start", server.container()))));
  }

  private void carry(SequencedMap<LabServer, LabContainers.Probe> probes, CarriedImages carried) {
    SequencedMap<LabServer, List<String>> missing = new LinkedHashMap<>();
    probes.forEach((server, probe) -> {
      List<String> references = carried.missingFrom(probe.images());
      if (!references.isEmpty()) {
        missing.put(server, references);
      }
    });
    if (!missing.isEmpty()) {
      progress.accept("Carrying images into " + missing.size() + " servers");
    }
    SideBySide.each(
        List.copyOf(missing.entrySet()),
        entry ->
            SideBySide.done(() ->
                entry.getValue().forEach(reference -> containers.load(entry.getKey(), reference))));
  }

  private static String knownHosts(SequencedMap<LabServer, LabContainers.Probe> probes) {
    List<String> lines = new ArrayList<>();
    probes.forEach(
        (server, probe) -> lines.addAll(LabInventory.knownHosts(server, probe.hostKeys())));
    return String.join("\n", lines) + "\n";
  }
}

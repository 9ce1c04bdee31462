package dev.citusdeploy.integration;

import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.RunningLab;
import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The servers of the shared lab, as new, for one test class, which registers this as an extension.
final class SharedCluster extends LabCluster implements BeforeAllCallback {
  private final int size;
  private final Function<LabImages, DatabaseImage> choice;
  private final List<String> more;
  private DatabaseImage image = new DatabaseImage("none:yet", false);

  /// @param servers how many of the lab's the inventory names
  /// @param image which database image it names; an assumption fails where there is none
  /// @param more further images that the servers must have
  SharedCluster(int servers, Function<LabImages, DatabaseImage> image, String... more) {
    super(SharedLab.NAME);
    this.size = servers;
    this.choice = image;
    this.more = List.of(more);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    image = choice.apply(new LabImages(LabDocker.onPath(), LabCluster::progress));
    RunningLab lab =
        SharedLab.of(context)
            .fresh(Stream.concat(Stream.of(image.reference()), more.stream()).toList());
    List<String> others =
        lab.servers().stream().skip(size).map(LabServer::host).map(Object::toString).toList();
    use(lab.servers().subList(0, size));
    Files.writeString(
        inventory(),
        Files.readString(inventory())
            .lines()
            .map(line -> line.startsWith("image: ") ? "image: " + image.reference() : line)
            .filter(
                line -> others.stream().noneMatch(other -> line.strip().startsWith(other + ": ")))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  /// The database image that the inventory names at first.
  DatabaseImage image() {
    return image;
  }
}

package dev.citusdeploy.lab;

import dev.citusdeploy.lab.image.DatabaseImage;
import java.nio.file.Path;
import java.util.List;

/// A lab whose servers answer.
///
/// @param name the lab's name
/// @param network its IPv4 network in CIDR form
/// @param servers the servers by number
/// @param image the database image that all of them have
/// @param inventory the inventory file, absolute
public record RunningLab(
    String name, String network, List<LabServer> servers, DatabaseImage image, Path inventory) {
  /// Copies the list.
  public RunningLab {
    servers = List.copyOf(servers);
  }

  /// The folder of the lab's files.
  public Path folder() {
    Path parent = inventory.getParent();
    return parent == null ? Path.of("/") : parent;
  }
}

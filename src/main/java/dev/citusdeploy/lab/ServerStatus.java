package dev.citusdeploy.lab;

import java.util.List;

/// The state of one server of a lab.
///
/// @param server the server
/// @param state the container's state in Docker's words, such as `running` or `exited`
/// @param engine version of the Docker Engine inside; empty when it does not answer
/// @param images references of the images inside
/// @param containers `name: status` of the containers inside
public record ServerStatus(
    LabServer server, String state, String engine, List<String> images, List<String> containers) {
  /// Copies the lists.
  public ServerStatus {
    images = List.copyOf(images);
    containers = List.copyOf(containers);
  }

  /// Whether the server runs and its engine answers.
  public boolean isUp() {
    return state.equals("running") && !engine.isEmpty();
  }
}

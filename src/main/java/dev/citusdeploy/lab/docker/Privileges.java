package dev.citusdeploy.lab.docker;

import java.util.ArrayList;
import java.util.List;

/// The rights of a server's container, so that an engine can run in it.
public enum Privileges {
  /// All of them, as Docker documents for an engine in a container.
  PRIVILEGED,
  /// The closest that an engine without CAP_SYS_RESOURCE can give.
  CAPABILITIES,
  /// The same for newer engines, such as Docker 26: for them "all" means the capabilities that they
  /// have, and they refuse the names of others.
  AVAILABLE_CAPABILITIES;

  /// The options of `docker run`.
  public List<String> arguments() {
    return switch (this) {
      case PRIVILEGED -> List.of("--privileged", "--cgroupns", "private");
      case CAPABILITIES -> unconfined("--cap-add", "ALL", "--cap-drop", "SYS_RESOURCE");
      case AVAILABLE_CAPABILITIES -> unconfined("--cap-add", "ALL");
    };
  }

  private static List<String> unconfined(String... capabilities) {
    List<String> arguments = new ArrayList<>(List.of(capabilities));
    for (String part : List.of("seccomp", "apparmor", "systempaths")) {
      arguments.addAll(List.of("--security-opt", part + "=unconfined"));
    }
    arguments.addAll(List.of("--cgroupns", "private"));
    return List.copyOf(arguments);
  }

  /// Finds out which one the engine allows, with a container that ends at once. When it allows
  /// none, making the first server fails.
  public static Privileges tried(LabDocker docker, String image) {
    for (Privileges privileges : List.of(PRIVILEGED, AVAILABLE_CAPABILITIES)) {
      List<String> attempt = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
      attempt.addAll(privileges.arguments());
      attempt.addAll(List.of("--entrypoint", "true", image));
      if (docker.attempt(LabDocker.SHORT, attempt).succeeded()) {
        return privileges;
      }
    }
    return CAPABILITIES;
  }
}

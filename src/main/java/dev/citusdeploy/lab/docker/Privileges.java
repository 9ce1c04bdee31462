package dev.citusdeploy.lab.docker;

import java.util.ArrayList;
import java.util.List;

/// With which rights a server's container runs, so that an engine can run in it.
public enum Privileges {
  /// All of them; what Docker documents for an engine in a container.
  PRIVILEGED,
  /// As near to that as an engine gets that itself runs without CAP_SYS_RESOURCE.
  CAPABILITIES,
  /// The same for newer engines, such as Docker 26: they take "all" for what they have themselves,
  /// and refuse the name of what they lack.
  AVAILABLE_CAPABILITIES;

  /// What `docker run` is told.
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

  /// Tries which one the engine allows, in a container that ends at once. Where it allows none,
  /// that shows with the first server.
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

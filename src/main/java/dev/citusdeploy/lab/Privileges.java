package dev.citusdeploy.lab;

import java.util.List;

/// With which rights a server's container runs, so that an engine can run in it.
enum Privileges {
  /// All of them; what Docker documents for an engine in a container.
  PRIVILEGED,
  /// As near to that as an engine gets that itself runs without CAP_SYS_RESOURCE.
  CAPABILITIES;

  /// What `docker run` is told.
  List<String> arguments() {
    return switch (this) {
      case PRIVILEGED -> List.of("--privileged", "--cgroupns", "private");
      case CAPABILITIES ->
          List.of(
              "--cap-add",
              "ALL",
              "--cap-drop",
              "SYS_RESOURCE",
              "--security-opt",
              "seccomp=unconfined",
              "--security-opt",
              "apparmor=unconfined",
              "--security-opt",
              "systempaths=unconfined",
              "--cgroupns",
              "private");
    };
  }

  /// Tries which one the engine allows, in a container that ends at once.
  static Privileges tried(LabDocker docker, String image) {
    List<String> attempt =
        List.of("run", "--rm", "--network", "none", "--privileged", "--entrypoint", "true", image);
    return docker.attempt(LabDocker.SHORT, attempt).succeeded() ? PRIVILEGED : CAPABILITIES;
  }
}

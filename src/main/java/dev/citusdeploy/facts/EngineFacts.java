package dev.citusdeploy.facts;

import java.util.List;

/// Docker Engine and Compose on a host.
///
/// @param engineVersion version of the engine, empty when it does not answer
/// @param composeVersion version of the Compose plugin, or, while the plugin is there, the one in
///   the labels of this cluster's containers; empty when there is no plugin
/// @param securityOptions as `docker info` lists them, such as `name=rootless`, `name=userns`
public record EngineFacts(
    String engineVersion, String composeVersion, List<String> securityOptions) {
  /// Whether containers' root is not the host's root.
  public boolean isRootless() {
    return securityOptions.stream()
        .anyMatch(option -> option.contains("rootless") || option.contains("userns"));
  }
}

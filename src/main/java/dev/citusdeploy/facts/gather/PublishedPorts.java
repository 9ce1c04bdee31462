package dev.citusdeploy.facts.gather;

import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Where a container's TCP ports are published. The engine lists them in one array, the docker
/// program by port; both are read. An invalid entry is left out: it only offers an address to
/// connect to.
public final class PublishedPorts {
  private static final int MOST = 100;

  private PublishedPorts() {}

  public static List<NodeAddress> read(JsonNode ports) {
    List<NodeAddress> found = new ArrayList<>();
    if (ports.isArray()) {
      for (JsonNode port : ports) {
        if (port.path("Type").asString("").equals("tcp")) {
          address(port.path("IP").asString(""), port.path("PublicPort").asInt(0))
              .ifPresent(found::add);
        }
      }
    } else {
      ports
          .properties()
          .forEach(entry -> {
            if (entry.getKey().endsWith("/tcp")) {
              for (JsonNode binding : entry.getValue()) {
                address(binding.path("HostIp").asString(""), binding.path("HostPort").asInt(0))
                    .ifPresent(found::add);
              }
            }
          });
    }
    return found.stream().distinct().limit(MOST).toList();
  }

  private static Optional<NodeAddress> address(String ip, int port) {
    return ForeignForm.ADDRESS.fits(ip) && port > 0 && port <= 65535
        ? Optional.of(new NodeAddress(ip, port))
        : Optional.empty();
  }
}

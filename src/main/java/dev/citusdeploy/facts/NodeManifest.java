package dev.citusdeploy.facts;

import dev.citusdeploy.model.NodeAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A node's manifest.json on its server, which describes the node when its files were last written.
/// Fields that the file lacks are empty.
///
/// @param role `coordinator` or `worker`
/// @param address where other nodes reach it, null when the file lacks it
/// @param database name of the Citus database
/// @param superuser PostgreSQL's bootstrap superuser
public record NodeManifest(
    String role, @Nullable NodeAddress address, String database, String superuser) {
  /// Reads the file's text; empty when it is not a JSON object.
  public static Optional<NodeManifest> parse(String text) {
    try {
      JsonNode manifest = JsonMapper.shared().readTree(text);
      return manifest.isObject() ? Optional.of(of(manifest)) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static NodeManifest of(JsonNode manifest) {
    return new NodeManifest(
        manifest.path("role").asString(""),
        address(manifest.path("address")),
        manifest.path("database").asString(""),
        manifest.path("superuser").asString(""));
  }

  private static @Nullable NodeAddress address(JsonNode address) {
    String host = address.path("host").asString("");
    int port = address.path("port").asInt(0);
    return host.isBlank() || port < 1 || port > 65535 ? null : new NodeAddress(host, port);
  }
}

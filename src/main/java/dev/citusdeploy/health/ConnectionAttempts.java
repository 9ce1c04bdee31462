package dev.citusdeploy.health;

import dev.citusdeploy.model.NodeName;
import java.util.Map;

/// psql's answers when nodes connected to other nodes from inside their containers, over TCP and
/// TLS and with a certificate, as Citus does.
///
/// @param words by source and target, on one line; empty where the connection succeeded
public record ConnectionAttempts(Map<Pair, String> words) {
  /// None was made.
  public static final ConnectionAttempts NONE = new ConnectionAttempts(Map.of());

  /// Copies the map.
  public ConnectionAttempts {
    words = Map.copyOf(words);
  }

  /// The answer; empty where the connection succeeded or was not tried.
  String words(NodeName from, NodeName to) {
    return words.getOrDefault(new Pair(from, to), "");
  }

  /// One connection.
  ///
  /// @param from the node that connects
  /// @param to the node that it connects to
  public record Pair(NodeName from, NodeName to) {}
}

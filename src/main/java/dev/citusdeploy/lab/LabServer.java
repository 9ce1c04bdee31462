package dev.citusdeploy.lab;

import dev.citusdeploy.model.HostName;
import java.util.List;

/// One server of a lab.
///
/// @param number counted from 1
/// @param container name of its container
/// @param address its IPv4 address on the lab's network, which it keeps
/// @param furtherAddresses more addresses of the same server
public record LabServer(
    int number, String container, String address, List<String> furtherAddresses) {
  /// Copies the list.
  public LabServer {
    furtherAddresses = List.copyOf(furtherAddresses);
  }

  /// Its name in the inventory: `pg-c1` for the first one, then `pg-w1`, `pg-w2` …
  public HostName host() {
    return new HostName(number == 1 ? "pg-c1" : "pg-w" + (number - 1));
  }

  /// The volume that holds its engine's data.
  String volume() {
    return container + "-docker";
  }

  /// Whether a word names this server: by its number, container or name in the inventory.
  boolean isMeantBy(String word) {
    return word.equals(String.valueOf(number))
        || word.equals(container)
        || word.equals(host().value());
  }
}

package dev.citusdeploy.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The networks that this machine already reaches: a lab's network must not hide them.
final class Routes {
  private Routes() {}

  /// Reads the kernel's table; empty when there is none (on other systems than Linux).
  static List<Subnet> ofThisMachine() {
    Path table = Path.of("/proc/net/route");
    if (!Files.isReadable(table)) {
      return List.of();
    }
    try {
      return parse(Files.readString(table));
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Reads a table of the form of `/proc/net/route`; the default route is left out.
  static List<Subnet> parse(String table) {
    return table.lines().skip(1).flatMap(line -> route(line).stream()).toList();
  }

  private static Optional<Subnet> route(String line) {
    List<String> columns = List.of(line.strip().split("\\s+", -1));
    if (columns.size() < 8) {
      return Optional.empty();
    }
    try {
      int prefix = Long.bitCount(Long.parseLong(columns.get(7), 16));
      return prefix == 0
          ? Optional.empty()
          : Optional.of(new Subnet(networkOrder(columns.get(1)), prefix));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  // The kernel prints the number in memory order; little-endian on every platform that Docker runs
  // on.
  private static long networkOrder(String hex) {
    return Integer.toUnsignedLong(Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16)));
  }
}

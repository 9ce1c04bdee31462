package dev.citusdeploy.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Names the user and the machine that the program runs on, for those who share a cluster.
final class ThisMachine {
  private ThisMachine() {}

  /// `anna@laptop`.
  static String userAtHost() {
    return System.getProperty("user.name", "?") + "@" + host();
  }

  /// From the system's own file: resolving a name may wait for a name server.
  private static String host() {
    for (String file : new String[] {"/proc/sys/kernel/hostname", "/etc/hostname"}) {
      try {
        String name = Files.readString(Path.of(file)).strip();
        if (!name.isEmpty()) {
          return name;
        }
      } catch (IOException e) {
        // The next one may have it.
      }
    }
    String name = System.getenv("HOSTNAME");
    return name == null || name.isEmpty() ? "?" : name;
  }
}

package dev.citusdeploy.lab;

import java.nio.file.Path;

/// The names of the tests' labs: each checkout of the project has its own, so that the tests of two
/// of them can run on one machine at the same time.
public final class TestLabs {
  private TestLabs() {}

  /// The lab's name in this checkout.
  ///
  /// @param topic what is tested in it, in few letters
  public static String named(String topic) {
    String checkout = Path.of("").toAbsolutePath().toString();
    return "citus-it-%s-%04x".formatted(topic, checkout.hashCode() & 0xffff);
  }
}

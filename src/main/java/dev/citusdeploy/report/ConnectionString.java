package dev.citusdeploy.report;

import dev.citusdeploy.inventory.Inventory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// How clients connect, without a password.
public final class ConnectionString {
  private ConnectionString() {}

  /// A libpq URI to the coordinator that verifies the server's certificate.
  ///
  /// @param role who connects
  /// @param certificateAuthority path of the CA's certificate on this machine
  public static String of(Inventory inventory, String role, String certificateAuthority) {
    return "postgresql://"
        + encode(role)
        + "@"
        + inventory.coordinator().address()
        + "/"
        + encode(inventory.database())
        + "?sslmode=verify-full&sslrootcert="
        + encode(certificateAuthority).replace("%2F", "/");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

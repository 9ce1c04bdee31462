package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Host.Listen;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.postgres.NetworkRange;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a node's PostgreSQL listens, and which address its server must have for that. PostgreSQL
/// binds the addresses that exist when it starts; one is enough for it, and it never tries the
/// others again.
public final class ListenAddresses {
  private ListenAddresses() {}

  /// The value of `listen_addresses`. With a bridge the advertised address is not the container's
  /// own, and a name may change its address; then PostgreSQL listens on all addresses, and
  /// pg_hba.conf restricts access.
  static String setting(Inventory inventory, Node node) {
    if (listensOnAll(inventory, node)) {
      return "*";
    }
    return Stream.of(
            Stream.of("localhost", node.address().host()),
            inventory.hostOf(node).listen().addresses().stream())
        .flatMap(addresses -> addresses)
        .filter(address -> address.equals("localhost") || !NetworkRange.isLocalhost(address))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /// The advertised IP address, where PostgreSQL listens on it by its number: the server must have
  /// it when the node starts. Empty where PostgreSQL listens on all addresses or on loopbacks only.
  public static Optional<String> required(Inventory inventory, Node node) {
    return listensOnAll(inventory, node) || NetworkRange.isLocalhost(node.address().host())
        ? Optional.empty()
        : Optional.of(node.address().host());
  }

  /// The 32 hexadecimal digits of an IPv6 address as `/proc/net/if_inet6` writes them; empty for
  /// IPv4.
  static String kernelForm(String address) {
    return address.contains(":")
        ? HexFormat.of().formatHex(InetAddress.ofLiteral(address).getAddress())
        : "";
  }

  private static boolean listensOnAll(Inventory inventory, Node node) {
    String advertised = node.address().host();
    Listen besides = inventory.hostOf(node).listen();
    boolean known = NetworkRange.isLocalhost(advertised) || NetworkRange.isIpAddress(advertised);
    return inventory.network() == NetworkMode.BRIDGE || besides.all() || !known;
  }
}

package dev.citusdeploy.inventory.text;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses and networks as text, read without asking any name server.
public final class NetworkAddress {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DNS = Pattern.compile("(" + LABEL + "\\.)*" + LABEL);
  private static final Pattern ALL_NUMBERS = Pattern.compile("(.*\\.)?[0-9]+");

  private NetworkAddress() {}

  /// The address that a text spells; none where it is not an address.
  public static Optional<InetAddress> literal(String text) {
    try {
      if (IPV4.matcher(text).matches()) {
        return Optional.of(InetAddress.ofLiteral(text));
      }
      if (IPV6.matcher(text).matches()) {
        return Optional.of(Inet6Address.ofLiteral(text));
      }
      return Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// An IPv6 address without the brackets that it may be written in.
  public static String withoutBrackets(String text) {
    return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
  }

  /// An address without its zone, which names one of a machine's network interfaces.
  public static String withoutZone(String text) {
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /// Whether a network in CIDR form lies within another.
  public static boolean isWithin(String inner, String outer) {
    Optional<InetAddress> address = literal(inner.substring(0, inner.indexOf('/')));
    Optional<InetAddress> around = literal(outer.substring(0, outer.indexOf('/')));
    int innerBits = Integer.parseInt(inner.substring(inner.indexOf('/') + 1));
    int outerBits = Integer.parseInt(outer.substring(outer.indexOf('/') + 1));
    return address.isPresent()
        && around.isPresent()
        && address.get().getAddress().length == around.get().getAddress().length
        && innerBits >= outerBits
        && network(address.get(), outerBits).equals(network(around.get(), outerBits));
  }

  /// Whether a text can be a DNS name; one that ends in a number is a mistyped IPv4 address.
  public static boolean isDnsName(String text) {
    return text.length() <= 253
        && DNS.matcher(text).matches()
        && !ALL_NUMBERS.matcher(text).matches();
  }

  /// The normal form of an address, for comparing.
  public static String canonical(String text) {
    String bare = withoutBrackets(text);
    String zone = bare.substring(withoutZone(bare).length());
    return literal(withoutZone(bare))
        .map(address -> address.getHostAddress() + zone)
        .orElse(bare.toLowerCase(Locale.ROOT));
  }

  /// Whether an address is a loopback address.
  public static boolean isLoopback(String text) {
    return literal(withoutBrackets(text))
        .map(InetAddress::isLoopbackAddress)
        .orElse(text.equalsIgnoreCase("localhost"));
  }

  /// The network that an address lies in: the address with all bits behind the prefix cleared.
  ///
  /// @param bits length of the prefix, at most the address's own
  public static String network(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.clamp(bits - 8L * i, 0, 8);
      bytes[i] = (byte) (bytes[i] & (0xff << (8 - kept)));
    }
    try {
      InetAddress network = InetAddress.getByAddress(bytes);
      return network.getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          "an address of the length it had: " + new BigInteger(bytes), e);
    }
  }
}

package dev.citusdeploy.lab;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// An IPv4 network such as `172.31.7.0/24`.
///
/// @param base first address as an unsigned 32-bit number, host bits zero
/// @param prefix length of the prefix, 0 to 32
record Subnet(long base, int prefix) {
  private static final Pattern DOTTED =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  /// Clears the host bits.
  Subnet {
    if (prefix < 0 || prefix > 32 || base < 0 || base > 0xFFFFFFFFL) {
      throw new IllegalArgumentException("not a network: " + base + "/" + prefix);
    }
    base = base & ~(size(prefix) - 1);
  }

  /// Reads `a.b.c.d/n`; empty for anything else, such as an IPv6 network.
  static Optional<Subnet> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return number(text.substring(0, slash))
        .filter(base -> prefix <= 32)
        .map(base -> new Subnet(base, prefix));
  }

  /// The first network of that size in `172.31.0.0/16`, then in `10.231.0.0/16`, that touches none
  /// of the taken ones.
  static Optional<Subnet> free(int prefix, List<Subnet> taken) {
    return List.of("172.31.0.0/16", "10.231.0.0/16").stream()
        .flatMap(range -> parse(range).stream())
        .flatMap(range ->
            IntStream.range(0, 1 << (prefix - range.prefix()))
                .mapToObj(i -> new Subnet(range.base() + i * size(prefix), prefix)))
        .filter(candidate -> taken.stream().noneMatch(candidate::overlaps))
        .findFirst();
  }

  /// Whether the two have an address in common. A default route (`0.0.0.0/0`) is for the caller to
  /// leave out.
  boolean overlaps(Subnet other) {
    int shorter = Math.min(prefix, other.prefix);
    long mask = ~(size(shorter) - 1);
    return (base & mask) == (other.base & mask);
  }

  /// The address with this number, 0 being the network's own.
  String address(int index) {
    if (index < 0 || index >= size(prefix)) {
      throw new IllegalArgumentException("no address " + index + " in " + this);
    }
    return dotted(base + index);
  }

  /// How many addresses there are, network and broadcast counted.
  int size() {
    return Math.toIntExact(size(prefix));
  }

  /// The part at the end that Docker may give to other containers; the rest is for servers.
  Subnet forOthers() {
    return new Subnet(base + size(prefix) - 64, 26);
  }

  @Override
  public String toString() {
    return dotted(base) + "/" + prefix;
  }

  private static long size(int prefix) {
    return 1L << (32 - prefix);
  }

  private static String dotted(long number) {
    return (number >> 24 & 255)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }

  private static Optional<Long> number(String dotted) {
    var matcher = DOTTED.matcher(dotted);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(matcher.group(i));
      if (part > 255) {
        return Optional.empty();
      }
      number = number << 8 | part;
    }
    return Optional.of(number);
  }
}

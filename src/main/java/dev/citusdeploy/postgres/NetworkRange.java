package dev.citusdeploy.postgres;

import java.util.regex.Pattern;

/// Addresses in the form of pg_hba.conf and listen_addresses. Works on texts only and resolves no
/// names.
public final class NetworkRange {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

  private NetworkRange() {}

  /// Whether a text is an IP address rather than a name.
  public static boolean isIpAddress(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
  }

  /// Whether listening on `localhost` already covers an address.
  public static boolean isLocalhost(String text) {
    return text.equals("localhost") || text.equals("127.0.0.1") || text.equals("::1");
  }

  /// The one address in CIDR form, `10.0.0.1/32` or `fd00::1/128`; a host name stays as it is.
  ///
  /// @throws IllegalArgumentException when the text is neither
  public static String single(String host) {
    if (isIpAddress(host)) {
      return host + (host.indexOf(':') >= 0 ? "/128" : "/32");
    }
    if (!NAME.matcher(host).matches()) {
      throw new IllegalArgumentException("neither an IP address nor a host name: " + host);
    }
    return host;
  }

  /// The range itself, when it is one in CIDR form.
  ///
  /// @throws IllegalArgumentException when it is not
  public static String checked(String range) {
    int slash = range.indexOf('/');
    if (slash < 0
        || !isIpAddress(range.substring(0, slash))
        || !range.substring(slash + 1).matches("\\d{1,3}")) {
      throw new IllegalArgumentException("not a network in CIDR form: " + range);
    }
    return range;
  }
}

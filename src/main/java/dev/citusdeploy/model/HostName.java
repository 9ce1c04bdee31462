package dev.citusdeploy.model;

import java.util.regex.Pattern;

/// The name of a server in the inventory: 1 to 40 characters of `[a-z0-9-]`, no hyphen at the ends.
public record HostName(String value) implements Comparable<HostName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

  /// @throws IllegalArgumentException when the name is not of the form
  public HostName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a host name: " + value);
    }
  }

  /// Whether a text is of the form that names of hosts, nodes and clusters have.
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(HostName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.text.NetworkAddress;
import org.jspecify.annotations.Nullable;

/// The parts of `[user@]host[:port]`.
///
/// @param user null when it is not given
/// @param host address without brackets
/// @param port null when it is not given
public record JumpText(@Nullable String user, String host, @Nullable Integer port) {
  /// Parses a text that [Forms#JUMP]'s pattern accepts.
  public static JumpText parse(String text) {
    int at = text.lastIndexOf('@');
    String rest = text.substring(at + 1);
    int colon = rest.indexOf(':', rest.lastIndexOf(']') + 1);
    return new JumpText(
        at < 0 ? null : text.substring(0, at),
        NetworkAddress.withoutBrackets(colon < 0 ? rest : rest.substring(0, colon)),
        colon < 0 ? null : Integer.valueOf(rest.substring(colon + 1)));
  }
}

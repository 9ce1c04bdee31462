package dev.citusdeploy.facts.gather;

import dev.citusdeploy.postgres.NetworkRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that was reached and whose pg_hba.conf refuses connections from the source address, so
/// neither a firewall nor a closed port is the cause.
///
/// @param address where the connection came from, as the server that refuses saw it
public record AccessRefusal(String address) {
  private static final Pattern WORDS =
      Pattern.compile("no pg_hba\\.conf entry for host \"([0-9A-Fa-f.:]{2,45})\"");

  /// The refusal in a server's error message.
  public static Optional<AccessRefusal> in(String words) {
    Matcher matcher = WORDS.matcher(words);
    return matcher.find() && NetworkRange.isIpAddress(matcher.group(1))
        ? Optional.of(new AccessRefusal(matcher.group(1)))
        : Optional.empty();
  }

  /// What to change in the inventory.
  ///
  /// @param advertised the address that the refused node advertises
  public String remedy(String advertised) {
    return address.equals(advertised)
        ? "the address is the one that the node advertises, so this server has not loaded its"
            + " pg_hba.conf: `citus-deploy apply INVENTORY`"
        : "let nodes in from there, in the inventory: `cluster_networks: [\""
            + NetworkRange.single(address)
            + "\"]`, or a wider range that only servers of the cluster are in; then `citus-deploy"
            + " apply INVENTORY`";
  }

  /// Why it refused.
  ///
  /// @param to name of the server that refuses
  public String cause(String to) {
    return to + " was reached, and its pg_hba.conf lets no node in from " + address;
  }
}

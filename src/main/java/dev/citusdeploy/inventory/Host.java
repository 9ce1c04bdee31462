package dev.citusdeploy.inventory;

import dev.citusdeploy.model.HostName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server.
///
/// @param name its name
/// @param address what SSH dials; an IPv6 address without brackets, perhaps with a zone
/// @param ssh how to log in
/// @param listen where its nodes listen besides localhost and the advertised address
/// @param nodes its database nodes, at least one
/// @param where position in the inventory, `file:line:column`
public record Host(
    HostName name, String address, Ssh ssh, Listen listen, List<Node> nodes, String where) {
  /// Copies the list.
  public Host {
    nodes = List.copyOf(nodes);
  }

  /// How to log in to a server.
  ///
  /// @param user login name
  /// @param port TCP port of sshd
  /// @param identity private key file; null means the usual ones below `~/.ssh`
  /// @param knownHosts file of accepted host keys
  /// @param sudo whether scripts run through `sudo -n`
  /// @param jump jump hosts, the nearest to this machine first; none for a direct connection
  public record Ssh(
      String user,
      int port,
      @Nullable Path identity,
      Path knownHosts,
      boolean sudo,
      List<Jump> jump) {
    /// Copies the list.
    public Ssh {
      jump = List.copyOf(jump);
    }
  }

  /// A jump host.
  ///
  /// @param user login name there
  /// @param address what is dialled, an IPv6 address without brackets
  /// @param port TCP port of sshd
  public record Jump(String user, String address, int port) {}

  /// Where nodes listen besides localhost and the advertised address.
  ///
  /// @param all on every address there is
  /// @param addresses on these, IPv6 without brackets; empty where it is all
  public record Listen(boolean all, List<String> addresses) {
    /// No further addresses.
    public static final Listen USUAL = new Listen(false, List.of());

    /// Copies the list.
    public Listen {
      addresses = List.copyOf(addresses);
    }
  }
}

package dev.citusdeploy.plan;

import dev.citusdeploy.inventory.Host;

/// Commands for people to paste, which reach a server the way the program does.
public final class ServerCommand {
  private ServerCommand() {}

  /// The same on a line of its own, for the middle of a sentence: such a line is never wrapped, so
  /// that it can be pasted.
  public static String line(Host host, String command) {
    return line(on(host, command));
  }

  /// Any command on a line of its own.
  public static String line(String command) {
    return "\n  " + command + "\n";
  }

  /// An `ssh` command line that runs a command on a server, with `sudo` where the program uses it.
  ///
  /// @param command a command without single quotes
  public static String on(Host host, String command) {
    Host.Ssh ssh = host.ssh();
    String port = ssh.port() == 22 ? "" : "-p " + ssh.port() + " ";
    String sudo = ssh.sudo() ? "sudo " : "";
    return "ssh " + port + ssh.user() + "@" + host.address() + " '" + sudo + command + "'";
  }
}

package dev.citusdeploy.inventory;

import dev.citusdeploy.model.ShellQuoting;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// Commands for people to paste, which reach a server the way the program does: same user, port,
/// key and jump hosts.
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
  public static String on(Host host, String command) {
    return ssh("", host) + " " + ShellQuoting.quote((host.ssh().sudo() ? "sudo " : "") + command);
  }

  /// The same as root, on a terminal, because sudo may ask for a password there.
  public static String asRoot(Host host, String command) {
    boolean isRoot = host.ssh().user().equals("root");
    return ssh("-t ", host) + " " + ShellQuoting.quote((isRoot ? "" : "sudo ") + command);
  }

  /// Tries the login and tells each of its steps.
  public static String tryLogin(Host host) {
    return ssh("-v ", host) + " true";
  }

  /// Puts a key into the user's `authorized_keys`, by another way to log in than this key.
  ///
  /// @param key the private key's file
  public static String copyKey(Host host, Path key) {
    String jump = host.ssh().jump().isEmpty() ? "" : "-o ProxyJump=" + hops(host) + " ";
    return "ssh-copy-id -i %s %s%s%s"
        .formatted(ShellQuoting.quoteIfNeeded(key.toString()), jump, portOption(host), login(host));
  }

  private static String ssh(String options, Host host) {
    Path identity = host.ssh().identity();
    String jump = host.ssh().jump().isEmpty() ? "" : "-J " + hops(host) + " ";
    String key =
        identity == null ? "" : "-i " + ShellQuoting.quoteIfNeeded(identity.toString()) + " ";
    return "ssh " + options + jump + portOption(host) + key + login(host);
  }

  private static String portOption(Host host) {
    return host.ssh().port() == 22 ? "" : "-p " + host.ssh().port() + " ";
  }

  private static String login(Host host) {
    return ShellQuoting.quoteIfNeeded(host.ssh().user() + "@" + host.address());
  }

  private static String hops(Host host) {
    return ShellQuoting.quoteIfNeeded(
        host.ssh().jump().stream().map(ServerCommand::hop).collect(Collectors.joining(",")));
  }

  private static String hop(Host.Jump jump) {
    return jump.user()
        + "@"
        + (jump.port() == 22 ? jump.address() : "[" + jump.address() + "]:" + jump.port());
  }
}

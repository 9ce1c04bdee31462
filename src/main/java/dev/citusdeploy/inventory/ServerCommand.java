package dev.citusdeploy.inventory;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.ShellCommand;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// Commands for people to paste, which connect to a server as the program does: same user, port,
/// key and jump hosts.
public final class ServerCommand {
  private ServerCommand() {}

  /// The same on a line of its own, for the middle of a sentence: such a line is never wrapped, so
  /// that it can be pasted.
  public static String line(Host host, ShellCommand command) {
    return on(host, command).line();
  }

  /// An `ssh` command line that runs a command on a server, with `sudo` where the program uses it.
  public static ShellCommand on(Host host, ShellCommand command) {
    return on(ShellCommand.of("ssh"), host, command);
  }

  /// The same on a terminal, for a command that asks for a name or a password.
  public static ShellCommand onTerminal(Host host, ShellCommand command) {
    return on(ShellCommand.of("ssh -t"), host, command);
  }

  private static ShellCommand on(ShellCommand ssh, Host host, ShellCommand command) {
    return login(ssh, host).command(host.ssh().sudo() ? sudo(command) : command);
  }

  /// The same as root, on a terminal, because sudo may ask for a password there.
  public static ShellCommand asRoot(Host host, ShellCommand command) {
    boolean isRoot = host.ssh().user().equals("root");
    return login(ShellCommand.of("ssh -t"), host).command(isRoot ? command : sudo(command));
  }

  private static ShellCommand sudo(ShellCommand command) {
    return ShellCommand.of("sudo").then(command);
  }

  /// Tries the login and shows each of its steps.
  public static ShellCommand tryLogin(Host host) {
    return login(ShellCommand.of("ssh -v"), host).then("true");
  }

  /// Adds a key to the user's `authorized_keys`, with another login than this key.
  ///
  /// @param key the private key's file
  public static ShellCommand copyKey(Host host, Path key) {
    ShellCommand copy = ShellCommand.of("ssh-copy-id -i").word(key.toString());
    if (!host.ssh().jump().isEmpty()) {
      copy = copy.then("-o").word("ProxyJump=" + hops(host));
    }
    return port(copy, host).word(account(host));
  }

  /// The log of a node's container.
  ///
  /// @param lines how many of its last lines
  public static ShellCommand log(Inventory inventory, Node node, int lines) {
    return ShellCommand.of("docker logs --tail")
        .word(Integer.toString(lines))
        .word(inventory.layout().container(node.name()));
  }

  /// Statements in a node's database, as its superuser and from inside its container.
  public static ShellCommand psql(Inventory inventory, Node node, String... statements) {
    ShellCommand psql =
        ShellCommand.of("docker exec -u postgres")
            .word(inventory.layout().container(node.name()))
            .then("psql -U")
            .word(inventory.superuser())
            .then("-d")
            .word(inventory.database());
    if (statements.length > 1) {
      // Each statement relies on the one before.
      psql = psql.then("-v ON_ERROR_STOP=1");
    }
    for (String statement : statements) {
      psql = psql.then("-c").sentence(statement);
    }
    return psql;
  }

  /// The databases of a node's server.
  public static ShellCommand databases(Inventory inventory, Node node) {
    return ShellCommand.of("docker exec -u postgres")
        .word(inventory.layout().container(node.name()))
        .then("psql -l");
  }

  /// Tries from inside a node's container whether a server answers at an address.
  public static ShellCommand isReady(Inventory inventory, Node from, NodeAddress address) {
    return ShellCommand.of("docker exec")
        .word(inventory.layout().container(from.name()))
        .then("pg_isready -t 5 -h")
        .word(address.host())
        .then("-p")
        .word(Integer.toString(address.port()));
  }

  /// Whether a node's container runs, is paused or has ended, and since when.
  public static ShellCommand state(Inventory inventory, Node node) {
    return ShellCommand.of("docker ps -a --filter")
        .word("name=^" + inventory.layout().container(node.name()) + "$");
  }

  /// Stops a node's server.
  public static ShellCommand stop(Inventory inventory, Node node) {
    return ShellCommand.of("docker stop").word(inventory.layout().container(node.name()));
  }

  /// Fetches an image.
  public static ShellCommand pull(String image) {
    return ShellCommand.of("docker pull").word(image);
  }

  /// Restarts a node's container.
  public static ShellCommand restart(Inventory inventory, Node node) {
    return ShellCommand.of("docker restart").word(inventory.layout().container(node.name()));
  }

  private static ShellCommand login(ShellCommand ssh, Host host) {
    Path identity = host.ssh().identity();
    ShellCommand command = ssh;
    if (!host.ssh().jump().isEmpty()) {
      command = command.then("-J").word(hops(host));
    }
    command = port(command, host);
    if (identity != null) {
      command = command.then("-i").word(identity.toString());
    }
    return command.word(account(host));
  }

  private static ShellCommand port(ShellCommand command, Host host) {
    int port = host.ssh().port();
    return port == 22 ? command : command.then("-p").word(Integer.toString(port));
  }

  private static String account(Host host) {
    return host.ssh().user() + "@" + host.address();
  }

  private static String hops(Host host) {
    return host.ssh().jump().stream().map(ServerCommand::hop).collect(Collectors.joining(","));
  }

  private static String hop(Host.Jump jump) {
    return jump.user()
        + "@"
        + (jump.port() == 22 ? jump.address() : "[" + jump.address() + "]:" + jump.port());
  }
}

package dev.citusdeploy.cli;

import dev.citusdeploy.model.ShellCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command that works on a cluster takes.
final class InventoryOptions {
  @Parameters(
      index = "0",
      paramLabel = "INVENTORY",
      description = "the inventory file; - reads standard input")
  String inventory = "";

  @Option(
      names = "--secrets",
      paramLabel = "FILE",
      description = "the secrets file (default: <inventory>.secrets.yml beside the inventory)")
  @Nullable Path secrets;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "64",
      converter = PositiveNumber.class,
      description = "hosts to work on at once (default: ${DEFAULT-VALUE})")
  int parallel;

  @Option(
      names = "--connect-timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      converter = PositiveNumber.class,
      description = "how long to wait for a connection (default: ${DEFAULT-VALUE})")
  int connectTimeoutSeconds;

  /// The arguments that name the same inventory again, quoted for a shell.
  String asArguments() {
    String named = ShellCommand.quoted(inventory);
    return secrets == null
        ? named
        : named + " --secrets " + ShellCommand.quoted(secrets.toString());
  }
}

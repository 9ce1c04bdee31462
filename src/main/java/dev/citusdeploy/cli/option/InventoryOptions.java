package dev.citusdeploy.cli.option;

import dev.citusdeploy.model.ShellCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command that works on a cluster takes.
public final class InventoryOptions {
  @Parameters(
      index = "0",
      paramLabel = "INVENTORY",
      description = "the inventory file; - reads standard input")
  public String inventory = "";

  @Option(
      names = "--secrets",
      paramLabel = "FILE",
      description = "the secrets file (default: <inventory>.secrets.yml beside the inventory)")
  public @Nullable Path secrets;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "64",
      converter = PositiveNumber.class,
      description = "hosts to work on at once (default: ${DEFAULT-VALUE})")
  public int parallel;

  @Option(
      names = "--connect-timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      converter = PositiveNumber.class,
      description = "how long to wait for a connection (default: ${DEFAULT-VALUE})")
  public int connectTimeoutSeconds;

  /// The arguments that name the same inventory again, quoted for a shell.
  public String asArguments() {
    String named = ShellCommand.quoted(inventory);
    return secrets == null
        ? named
        : named + " --secrets " + ShellCommand.quoted(secrets.toString());
  }
}

package dev.citusdeploy.cli;

import dev.citusdeploy.cli.command.ApplyCommand;
import dev.citusdeploy.cli.command.HistoryCommand;
import dev.citusdeploy.cli.command.LockCommand;
import dev.citusdeploy.cli.command.PlanCommand;
import dev.citusdeploy.cli.command.StatusCommand;
import dev.citusdeploy.cli.command.TrustCommand;
import dev.citusdeploy.cli.command.ValidateCommand;
import dev.citusdeploy.cli.lab.LabCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The program itself: without a command it shows its help.
@Command(
    name = "citus-deploy",
    mixinStandardHelpOptions = true,
    versionProvider = CitusDeploy.ProgramVersion.class,
    description = "Turns plain Linux servers into a PostgreSQL + Citus cluster, and keeps it so.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "First steps:",
      "  citus-deploy trust inventory.yml    accept the servers' SSH keys, once",
      "  citus-deploy plan inventory.yml     show what would happen; changes nothing",
      "  citus-deploy apply inventory.yml    make it so",
      "",
      "Exit codes: 0 done, 1 a step failed, 2 usage or inventory, 3 unreachable, 4 locked,",
      "6 changes pending, 7 not healthy, 8 a decision is needed, 70 a bug, 130 interrupted."
    },
    subcommands = {
      ValidateCommand.class,
      TrustCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      LockCommand.class,
      LabCommand.class,
    })
final class CitusDeploy implements Runnable {
  @Option(
      names = "-v",
      scope = ScopeType.INHERIT,
      description =
          "show connections, scripts and SQL statements with their times, and the technical causes"
              + " of problems; -vv: stack traces and the SSH library's log too")
  boolean[] verbose = {};

  // picocli sets it before it runs the command.
  @SuppressWarnings("NullAway.Init")
  @Spec
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /// The version the build wrote into the jar's manifest.
  static final class ProgramVersion implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CitusDeploy.class.getPackage().getImplementationVersion();
      return new String[] {
        "citus-deploy " + (version == null ? "(from a checkout)" : version),
        "Java " + Runtime.version()
      };
    }
  }
}

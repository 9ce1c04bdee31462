package dev.citusdeploy.cli;

import dev.citusdeploy.cli.command.ApplyCommand;
import dev.citusdeploy.cli.command.HistoryCommand;
import dev.citusdeploy.cli.command.LockReleaseCommand;
import dev.citusdeploy.cli.command.LockShowCommand;
import dev.citusdeploy.cli.command.PlanCommand;
import dev.citusdeploy.cli.command.StatusCommand;
import dev.citusdeploy.cli.command.TrustCommand;
import dev.citusdeploy.cli.command.ValidateCommand;
import dev.citusdeploy.cli.lab.LabDownCommand;
import dev.citusdeploy.cli.lab.LabImagesCommand;
import dev.citusdeploy.cli.lab.LabSshCommand;
import dev.citusdeploy.cli.lab.LabStatusCommand;
import dev.citusdeploy.cli.lab.LabUpCommand;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.Interruption;
import picocli.CommandLine;

/// Makes the commands and hands each what it works with; everything else picocli makes itself.
final class CommandFactory implements CommandLine.IFactory {
  private final Console console;
  private final Interruption interruption;
  private final CommandLine.IFactory rest = CommandLine.defaultFactory();

  CommandFactory(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Object command : commands()) {
      if (type.isInstance(command)) {
        return type.cast(command);
      }
    }
    return rest.create(type);
  }

  private Object[] commands() {
    return new Object[] {
      new ValidateCommand(console),
      new TrustCommand(console),
      new PlanCommand(console),
      new ApplyCommand(console, interruption),
      new StatusCommand(console),
      new HistoryCommand(console),
      new LockShowCommand(console),
      new LockReleaseCommand(console),
      new LabUpCommand(console),
      new LabDownCommand(console),
      new LabStatusCommand(console),
      new LabSshCommand(console),
      new LabImagesCommand(console),
    };
  }
}

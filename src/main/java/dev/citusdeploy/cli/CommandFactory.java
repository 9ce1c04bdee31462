package dev.citusdeploy.cli;

import java.util.Map;
import picocli.CommandLine;

/// Makes the commands and hands each what it works with; everything else picocli makes itself.
final class CommandFactory implements CommandLine.IFactory {
  private final Console console;
  private final Map<String, String> environment;
  private final CommandLine.IFactory rest = CommandLine.defaultFactory();

  CommandFactory(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = Map.copyOf(environment);
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
      new ApplyCommand(console),
      new StatusCommand(console),
      new LabUpCommand(console, environment),
      new LabDownCommand(console, environment),
      new LabStatusCommand(console, environment),
      new LabSshCommand(console, environment),
      new LabImagesCommand(console, environment),
    };
  }
}

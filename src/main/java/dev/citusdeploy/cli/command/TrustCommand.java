package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.session.InventoryInput;
import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.ssh.HostKeys;
import dev.citusdeploy.remote.ssh.hostkey.HostKey;
import dev.citusdeploy.report.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `trust`: accepts the servers' SSH host keys, once, after showing all of them.
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    description = "Shows the SSH host keys that are not known yet, asks once, and accepts them.")
public final class TrustCommand implements Callable<Integer> {
  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "accept without asking")
  boolean yes;

  public TrustCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Inventory read = InventoryInput.read(inventory);
    HostKeys.Survey survey = survey(read);
    if (survey.unknown().isEmpty() && survey.problems().isEmpty()) {
      console.result(List.of("No unknown host keys (" + survey.known().size() + " known)."));
    }
    boolean accepted = accepts(survey);
    // Behind a jump host, a host can be asked only when the jump host's key is accepted.
    while (accepted && !survey.behind().isEmpty()) {
      survey = survey(read);
      accepted = accepts(survey);
    }
    List<Problem> problems = new ArrayList<>(survey.problems());
    if (!accepted && !survey.unknown().isEmpty()) {
      problems.add(declined());
    }
    console.problems(inventory.asArguments(), problems);
    return ExitCode.of(problems).code();
  }

  /// Shows the unknown keys, asks, and accepts them; false where there are none, or the answer is
  /// no.
  private boolean accepts(HostKeys.Survey survey) throws InterruptedException {
    if (survey.unknown().isEmpty()) {
      return false;
    }
    console.result(table(survey.unknown()));
    if (yes
        || console.confirm(
            "\nCompare them with those that the servers' consoles show. Accept all?")) {
      accept(survey.unknown());
      return true;
    }
    return false;
  }

  private HostKeys.Survey survey(Inventory read) throws InterruptedException {
    try (HostKeys keys =
        new HostKeys(
            Path.of(System.getProperty("user.home")),
            Duration.ofSeconds(inventory.connectTimeoutSeconds),
            inventory.parallel)) {
      return keys.unknownKeys(read.hosts());
    }
  }

  private static List<String> table(List<HostKey> keys) {
    TextTable table = new TextTable("HOST", "ADDRESS", "KEY", "FINGERPRINT", "FILE");
    keys.forEach(key ->
        table.row(
            key.host().value(),
            key.port() == 22 ? key.address() : key.address() + " port " + key.port(),
            key.algorithm(),
            key.fingerprint(),
            key.knownHosts().toString()));
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add("On a server: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
    return lines;
  }

  private void accept(List<HostKey> keys) {
    try {
      HostKeys.accept(keys);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              CliProblemCodes.KNOWN_HOSTS_NOT_WRITTEN,
              "the accepted host keys cannot be saved",
              keys.getFirst().knownHosts().toString(),
              String.valueOf(e.getMessage()),
              "make the file writable, or name another one in the inventory: `ssh: { known_hosts:"
                  + " FILE }`"),
          e);
    }
    console.result(List.of("Accepted " + keys.size() + (keys.size() == 1 ? " key." : " keys.")));
  }

  private Problem declined() {
    return new Problem(
        GeneralProblemCodes.NOT_CONFIRMED,
        "no key was accepted",
        "trust",
        console.interactive()
            ? "the question was not answered with y"
            : "there is no terminal to ask the question on",
        "compare the fingerprints above with the servers', then: `citus-deploy trust -y INVENTORY`");
  }
}

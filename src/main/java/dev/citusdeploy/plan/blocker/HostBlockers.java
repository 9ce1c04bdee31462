package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.health.HostRequirements;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.situation.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What blocks a plan on a host as a whole.
public final class HostBlockers {
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

  private final Situation situation;

  public HostBlockers(Situation situation) {
    this.situation = situation;
  }

  /// Problems of a host of the inventory.
  ///
  /// @throws IllegalArgumentException when the facts do not mention it
  public List<Problem> of(HostName host) {
    return switch (situation.facts().hosts().get(host)) {
      case null -> throw new IllegalArgumentException("no facts of host " + host);
      case HostFacts.Unreachable unreachable -> List.of(unreachable.problem());
      case HostFacts.Known known -> of(known);
    };
  }

  private List<Problem> of(HostFacts.Known known) {
    List<Problem> problems = new ArrayList<>(HostRequirements.problems(host(known.host()), known));
    new NameBlockers(situation).strangers(host(known.host()), known).ifPresent(problems::add);
    if (known.engine().isRootless()
        && situation.inventory().network() == Inventory.NetworkMode.HOST) {
      problems.add(rootless(known));
    }
    Duration offset = known.system().clockOffset();
    if (offset.abs().compareTo(CLOCKS_MAY_DIFFER) > 0) {
      problems.add(clockOff(known.host(), offset));
    }
    situation
        .image(known)
        .ifPresent(image -> {
          String machine = engineName(known.system().architecture());
          if (!machine.equals(image.architecture())) {
            problems.add(architecture(known.host(), machine, image.architecture()));
          }
        });
    return problems;
  }

  private Problem clockOff(HostName host, Duration offset) {
    String seconds = offset.abs().toSeconds() + " seconds ";
    return new Problem(
        PlanProblemCodes.CLOCK_OFF,
        "the clock of host "
            + host
            + " is "
            + seconds
            + (offset.isNegative() ? "behind" : "ahead of")
            + " this machine's",
        host.value(),
        "certificates would not be valid yet, or no longer, where clocks differ by more than "
            + CLOCKS_MAY_DIFFER.toMinutes()
            + " minutes",
        "let NTP set the clocks, there or on this machine (`timedatectl` shows which is wrong), or"
            + " install chrony:"
            + ServerCommand.asRoot(host(host), ShellCommand.of("timedatectl set-ntp true"))
                .line()
                .stripTrailing());
  }

  private static Problem rootless(HostFacts.Known known) {
    boolean rootless =
        known.engine().securityOptions().stream().anyMatch(option -> option.contains("rootless"));
    return new Problem(
        PlanProblemCodes.ROOTLESS_HOST_NETWORK,
        (rootless
                ? "a rootless Docker engine"
                : "a Docker engine with user namespaces (userns-remap)")
            + " cannot give containers the server's network",
        "host " + known.host(),
        rootless
            ? "the engine has a network of its own, so that a node would not listen on the"
                + " server's address; the inventory sets `network: host`, or leaves that default"
            : "Docker refuses it to containers whose root is not the server's root; the inventory"
                + " sets `network: host`, or leaves that default",
        "let containers have a network of their own: write `network: bridge` into the inventory");
  }

  private Problem architecture(HostName host, String machine, String image) {
    String name = situation.inventory().image();
    return new Problem(
        PlanProblemCodes.IMAGE_ARCHITECTURE,
        "the image " + name + " is not made for this machine",
        "host " + host,
        "the machine is "
            + ForeignText.inline(machine)
            + ", the image on it is for "
            + ForeignText.inline(image),
        "where the name stands for images of several kinds, fetch the right one:"
            + ServerCommand.line(
                host(host),
                ShellCommand.of("docker pull --platform")
                    .foreign(ForeignForm.PLATFORM, "linux/" + machine)
                    .word(name))
            + "else name one in the inventory that is made for this machine");
  }

  private Host host(HostName name) {
    return situation.inventory().host(name);
  }

  /// The name that images use for what `uname -m` prints.
  private static String engineName(String machine) {
    return switch (machine) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case "armv7l", "armv6l" -> "arm";
      case "i686", "i386" -> "386";
      default -> machine;
    };
  }
}

package dev.citusdeploy.health;

import dev.citusdeploy.facts.HostAccess;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.UnwritableFolder;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a host must have to be managed, and what to do where it lacks something.
public final class HostRequirements {
  private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,6})\\.([0-9]{1,6}).*");

  private final Host host;
  private final HostFacts.Known facts;
  private final HostAccess access;

  private HostRequirements(Host host, HostFacts.Known facts) {
    this.host = host;
    this.facts = facts;
    this.access = facts.access();
  }

  /// What a host lacks, with remedies; empty when nothing is missing.
  ///
  /// @param facts those of the same host
  public static List<Problem> problems(Host host, HostFacts.Known facts) {
    return new HostRequirements(host, facts).problems();
  }

  private List<Problem> problems() {
    List<Problem> problems = new ArrayList<>(programs(access.missingPrograms()));
    problems.addAll(rights(access.unreadable()));
    // A login that may not read cannot be expected to write: the first problem covers both.
    access.unwritable().stream()
        .filter(folder -> access.unreadable().isEmpty() || folder.isReadOnly())
        .map(this::unwritable)
        .forEach(problems::add);
    return List.copyOf(problems);
  }

  /// Problems of missing programs, one for all.
  private List<Problem> programs(List<String> missing) {
    return missing.isEmpty()
        ? List.of()
        : List.of(
            problem(
                HealthProblemCodes.TOOLS_MISSING,
                "tools are missing: " + ForeignText.inline(missing),
                "the scripts that read the server's state and write its files need them",
                "install them; on Debian and Ubuntu:"
                    + asRoot(install(ShellCommand.of("apt-get install"), missing, "util-linux"))
                    + "on Alpine:"
                    + asRoot(install(ShellCommand.of("apk add"), missing, "flock"))
                        .stripTrailing()));
  }

  /// Installs the packages that hold some tools, sorted.
  ///
  /// @param flock the one that flock is in
  private static ShellCommand install(ShellCommand command, List<String> tools, String flock) {
    List<String> packages =
        tools.stream()
            .map(tool ->
                switch (tool) {
                  case "find" -> "findutils";
                  case "flock" -> flock;
                  case "sed", "tar" -> tool;
                  default -> "coreutils";
                })
            .distinct()
            .sorted()
            .toList();
    ShellCommand install = command;
    for (String each : packages) {
      install = install.word(each);
    }
    return install;
  }

  /// Problems of Docker, and of folders and files that the login may not read: one problem where
  /// both come from a login without root's rights.
  private List<Problem> rights(List<String> closed) {
    List<Problem> problems = docker();
    if (!closed.isEmpty()
        && problems.stream()
            .anyMatch(problem -> problem.type().equals(HealthProblemCodes.DOCKER_PERMISSION))) {
      return List.of(
          problem(
              HealthProblemCodes.DOCKER_PERMISSION,
              "%s may neither talk to Docker nor read %s"
                  .formatted(login(), ForeignText.inline(closed)),
              answered(access.docker().complaint()),
              "set `ssh: { sudo: true }` in the inventory, or log in as a user who may do both"));
    }
    return Stream.concat(problems.stream(), unreadable(closed).stream()).toList();
  }

  private String login() {
    return access.user().isEmpty() ? "the login" : ForeignText.inline(access.user());
  }

  private List<Problem> unreadable(List<String> paths) {
    return paths.isEmpty()
        ? List.of()
        : List.of(
            problem(
                HealthProblemCodes.PATH_UNREADABLE,
                login() + " may not read " + ForeignText.inline(paths),
                "its contents are not known, so nothing may be changed there",
                "set `ssh: { sudo: true }` in the inventory, or log in as a user who may read it"));
  }

  /// A folder that the login may not write.
  private Problem unwritable(UnwritableFolder place) {
    return place.isReadOnly()
        ? problem(
            HealthProblemCodes.TARGET_READ_ONLY,
            "nothing can be written to "
                + ForeignText.inline(place.path())
                + ": its file system is read-only",
            "it is mounted at "
                + ForeignText.inline(place.mountPoint())
                + " with the options "
                + ForeignText.inline(place.options())
                + "; a kernel that finds errors on a disk mounts it so, too",
            "check the disk for errors, then make it writable, or name other folders under `paths` in"
                + " the inventory:"
                + asRoot(ShellCommand.of("dmesg | tail -50")).stripTrailing()
                + asRoot(
                        ShellCommand.of("mount -o remount,rw")
                            .foreign(ForeignForm.PATH, place.mountPoint()))
                    .stripTrailing())
        : problem(
            HealthProblemCodes.PATH_UNWRITABLE,
            login() + " may not write to " + ForeignText.inline(place.path()),
            "the cluster's files are to be written there",
            "set `ssh: { sudo: true }` in the inventory, or name folders that the login may write"
                + " under `paths`, or give it this one:"
                + asRoot(
                        ShellCommand.of("chown")
                            .foreign(ForeignForm.USER, owner())
                            .foreign(ForeignForm.PATH, place.path()))
                    .stripTrailing());
  }

  /// The first problem of Docker and Compose: the others follow from it.
  private List<Problem> docker() {
    if (!access.docker().installed()) {
      return List.of(
          problem(
              HealthProblemCodes.DOCKER_MISSING,
              "Docker is not installed",
              "there is no program docker on the PATH of the login",
              "install Docker Engine 20.10 or newer with the Compose plugin:"
                  + " https://docs.docker.com/engine/install/"));
    }
    if (!access.docker().complaint().isEmpty()) {
      return List.of(silent(access.docker().complaint()));
    }
    if (isOlder(facts.engine().engineVersion(), 20, 10)) {
      return List.of(
          problem(
              HealthProblemCodes.DOCKER_TOO_OLD,
              "Docker Engine " + ForeignText.inline(facts.engine().engineVersion()) + " is too old",
              "20.10 is the oldest that works",
              "upgrade Docker Engine: https://docs.docker.com/engine/install/"));
    }
    return compose();
  }

  private Problem silent(String complaint) {
    if (complaint.toLowerCase(Locale.ROOT).contains("permission denied")) {
      return problem(
          HealthProblemCodes.DOCKER_PERMISSION,
          login() + " may not talk to Docker",
          answered(complaint),
          "set `ssh: { sudo: true }` in the inventory, or let it:"
              + asRoot(ShellCommand.of("usermod -aG docker").foreign(ForeignForm.USER, owner()))
                  .stripTrailing());
    }
    return problem(
        HealthProblemCodes.DOCKER_NOT_RUNNING,
        "Docker does not answer",
        answered(complaint),
        "start it; its log shows why it stopped:"
            + asRoot(ShellCommand.of("systemctl enable --now docker")).stripTrailing()
            + asRoot(ShellCommand.of("journalctl -u docker -n 50")).stripTrailing());
  }

  private List<Problem> compose() {
    String version = facts.engine().composeVersion();
    String remedy =
        "install the Compose plugin 2.20 or newer, as"
            + " https://docs.docker.com/compose/install/linux/ shows how; where Docker's packages are known:"
            + asRoot(ShellCommand.of("apt-get install docker-compose-plugin")).stripTrailing();
    if (version.isEmpty()) {
      String other = access.docker().otherCompose();
      return List.of(
          problem(
              HealthProblemCodes.COMPOSE_MISSING,
              "`docker compose` is not installed",
              other.isEmpty()
                  ? "the docker program there has no command compose"
                  : "there is only the separate program "
                      + ForeignText.inline(other)
                      + ", most likely version 1, which is not used",
              remedy));
    }
    return isOlder(version, 2, 20)
        ? List.of(
            problem(
                HealthProblemCodes.COMPOSE_TOO_OLD,
                "Compose " + ForeignText.inline(version) + " is too old",
                "2.20 is the oldest that works",
                remedy))
        : List.of();
  }

  /// Whether a version is older. Text that is not a version ("dev") is not older.
  private static boolean isOlder(String version, int major, int minor) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      return false;
    }
    int found = Integer.parseInt(matcher.group(1));
    return found < major || (found == major && Integer.parseInt(matcher.group(2)) < minor);
  }

  private static String answered(String complaint) {
    return "Docker answers:" + ForeignText.block(complaint);
  }

  private Problem problem(ProblemCode code, String what, String why, String remedy) {
    return new Problem(code, what, host.name().value(), why, remedy);
  }

  private String asRoot(ShellCommand command) {
    return ServerCommand.asRoot(host, command).line();
  }

  /// The login's name for a command.
  private String owner() {
    return access.user().isEmpty() ? host.ssh().user() : access.user();
  }
}

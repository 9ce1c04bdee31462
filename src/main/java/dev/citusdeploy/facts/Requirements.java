package dev.citusdeploy.facts;

import dev.citusdeploy.facts.DockerReader.DockerFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a host must have to be managed, and what to do where it lacks it.
///
/// @param host the host
/// @param user who logs in there, empty when unknown
record Requirements(HostName host, String user) {
  private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,6})\\.([0-9]{1,6}).*");

  /// Problems of missing tools, one for all.
  List<Problem> tools(List<String> missing) {
    return missing.isEmpty()
        ? List.of()
        : List.of(
            problem(
                FactsProblemCodes.TOOLS_MISSING,
                "tools are missing: " + String.join(", ", missing),
                "files are compared and written with them",
                "install them: on Debian and Ubuntu `sudo apt-get install coreutils findutils"
                    + " util-linux tar`, on Alpine `sudo apk add coreutils findutils flock tar`"));
  }

  /// A folder or file that the login may not read.
  Problem unreadable(String path) {
    return problem(
        FactsProblemCodes.PATH_UNREADABLE,
        "may not read " + path,
        "what lies there is not known, so nothing may be done to it",
        "log in as a user who may read it, or set `ssh: { sudo: true }` in the inventory");
  }

  /// A folder that the login may not write.
  Problem unwritable(Unwritable place) {
    return place.isReadOnly()
        ? problem(
            FactsProblemCodes.TARGET_READ_ONLY,
            "nothing can be written to " + place.path() + ": its file system is read-only",
            "it is mounted at "
                + place.mountPoint()
                + " with the options "
                + place.options()
                + "; a kernel that finds errors on a disk mounts it so, too",
            "look for errors of the disk with `sudo dmesg | tail -50` on the host, then make it"
                + " writable: `sudo mount -o remount,rw "
                + place.mountPoint()
                + "`; or name other folders under `paths` in the inventory")
        : problem(
            FactsProblemCodes.PATH_UNWRITABLE,
            "may not write to " + place.path(),
            "the cluster's files are to be written there"
                + (user.isEmpty() ? "" : ", and the login is " + user),
            "set `ssh: { sudo: true }` in the inventory, or name folders that the login may write"
                + " under `paths`, or give it this one: `sudo chown "
                + (user.isEmpty() ? "USER" : user)
                + " "
                + place.path()
                + "`");
  }

  /// Problems of Docker and Compose, the first in the way of the others alone.
  List<Problem> docker(DockerFacts docker) {
    if (!docker.installed()) {
      return List.of(
          problem(
              FactsProblemCodes.DOCKER_MISSING,
              "Docker is not installed",
              docker.complaint(),
              "install Docker Engine 20.10 or newer with the Compose plugin:"
                  + " https://docs.docker.com/engine/install/"));
    }
    if (!docker.complaint().isEmpty()) {
      return List.of(silent(docker.complaint()));
    }
    if (isOlder(docker.engine().engineVersion(), 20, 10)) {
      return List.of(
          problem(
              FactsProblemCodes.DOCKER_TOO_OLD,
              "Docker Engine " + docker.engine().engineVersion() + " is too old",
              "20.10 is the oldest that works",
              "upgrade Docker Engine: https://docs.docker.com/engine/install/"));
    }
    return compose(docker);
  }

  private Problem silent(String complaint) {
    if (complaint.toLowerCase(Locale.ROOT).contains("permission denied")) {
      return problem(
          FactsProblemCodes.DOCKER_PERMISSION,
          "may not talk to Docker",
          complaint,
          "`sudo usermod -aG docker "
              + (user.isEmpty() ? "USER" : user)
              + "` on the host and log in anew, or set `ssh: { sudo: true }` in the inventory");
    }
    return problem(
        FactsProblemCodes.DOCKER_NOT_RUNNING,
        "Docker does not answer",
        complaint,
        "`sudo systemctl enable --now docker` on the host, then `sudo systemctl status docker`");
  }

  private List<Problem> compose(DockerFacts docker) {
    String version = docker.engine().composeVersion();
    String remedy =
        "install the Compose plugin 2.20 or newer: `sudo apt-get install docker-compose-plugin`, or"
            + " https://docs.docker.com/compose/install/linux/";
    if (version.isEmpty()) {
      String other = docker.otherCompose();
      return List.of(
          problem(
              FactsProblemCodes.COMPOSE_MISSING,
              "`docker compose` is not installed",
              other.isEmpty()
                  ? ""
                  : "there is only the separate program "
                      + other
                      + ", most likely version 1, which is not used",
              remedy));
    }
    return isOlder(version, 2, 20)
        ? List.of(
            problem(
                FactsProblemCodes.COMPOSE_TOO_OLD,
                "Compose " + version + " is too old",
                "2.20 is the oldest that works",
                remedy))
        : List.of();
  }

  /// Whether a version is older. One that is no version ("dev") is not.
  private static boolean isOlder(String version, int major, int minor) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      return false;
    }
    int found = Integer.parseInt(matcher.group(1));
    return found < major || (found == major && Integer.parseInt(matcher.group(2)) < minor);
  }

  private Problem problem(ProblemCode code, String what, String why, String remedy) {
    return new Problem(code, what, host.value(), why, remedy);
  }
}

package dev.citusdeploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.EngineFacts;
import dev.citusdeploy.facts.HostAccess;
import dev.citusdeploy.facts.HostAccess.DockerAccess;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.HostFixtures;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.facts.UnwritableFolder;
import dev.citusdeploy.facts.gather.FakeServer;
import dev.citusdeploy.model.Hardware;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostRequirementsTest {
  private static final DockerAccess DOCKER = new DockerAccess(true, "", "");
  private static final DockerAccess REFUSES =
      new DockerAccess(true, "permission denied while trying to connect", "");

  @Test
  void hasNoProblemWithACompleteHost() {
    assertThat(problems(HostFixtures.ACCESS)).isEmpty();
  }

  @Test
  void namesOnlyThePackagesThatAreNeeded() {
    Problem problem =
        problems(new HostAccess("", List.of("flock"), DOCKER, List.of(), List.of())).getFirst();

    assertThat(problem.what()).isEqualTo("tools are missing: flock");
    assertThat(problem.remedy())
        .contains("'sudo apt-get install util-linux'", "'sudo apk add flock'");
  }

  @Test
  void reportsALoginWithoutTheRightsOfRootInOneProblem() {
    List<String> paths = List.of("/opt/citus-deploy", "/var/lib/citus-deploy");

    assertThat(problems(new HostAccess("deploy", List.of(), REFUSES, paths, List.of())))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("docker-permission");
          assertThat(problem.what())
              .isEqualTo(
                  "deploy may neither talk to Docker nor read /opt/citus-deploy,"
                      + " /var/lib/citus-deploy");
          assertThat(problem.remedy()).contains("sudo: true").doesNotContain("usermod");
        });
  }

  @Test
  void doesNotAskForWriteAccessWhereTheLoginMayNotEvenRead() {
    var folder = new UnwritableFolder("/opt/citus-deploy", "/", "rw,relatime");
    var readOnly = new UnwritableFolder("/srv", "/srv", "ro,relatime");

    assertThat(
            problems(
                new HostAccess(
                    "deploy", List.of(), DOCKER, List.of("/opt/x"), List.of(folder, readOnly))))
        .extracting(Problem::code)
        .containsExactly("path-unreadable", "target-read-only");
    assertThat(problems(new HostAccess("deploy", List.of(), DOCKER, List.of(), List.of(folder))))
        .extracting(Problem::code)
        .containsExactly("path-unwritable");
  }

  private static List<Problem> problems(HostAccess access) {
    var space = new DiskSpace(1 << 30, 1 << 29, 1_000);
    var system =
        new SystemFacts(
            "Debian", "x86_64", new Hardware(2, 1 << 30), "m", "b", Duration.ZERO, space, space);
    return HostRequirements.problems(
        FakeServer.host("deploy", List.of(5432)),
        new HostFacts.Known(
            new HostName("pg-w1"),
            system,
            new EngineFacts("28.0.0", "2.30.0", List.of()),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            OtherWorkloads.NONE,
            new LinkedHashMap<>(),
            access));
  }
}

package dev.citusdeploy.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.lab.FakeDocker;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against small programs that stand in for `docker`.
final class LabDockerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void returnsStatusAndBothStreams() throws IOException {
    LabDocker.Answer answer =
        docker("echo \"$1\"; echo ''; echo two; echo bad >&2; exit 3")
            .attempt(SOON, List.of("one"));
    assertThat(answer.status()).isEqualTo(3);
    assertThat(answer.lines()).containsExactly("one", "two");
    assertThat(answer.errors()).isEqualTo("bad\n");
  }

  @Test
  void passesOnLinesWhileTheProgramRuns() throws IOException {
    List<String> lines = new ArrayList<>();
    LabDocker docker = docker("echo one; echo two; printf three");
    docker.watch(LocalProgram.Patience.of(SOON), docker.commandLine(List.of()), lines::add);
    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void isNotBlockedByMuchOutputOnBothStreams() throws IOException {
    LabDocker.Answer answer =
        docker("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero").run(SOON, List.of());
    assertThat(answer.output()).hasSize(300_000);
  }

  @Test
  void connectsTwoRunsAndReportsTheFirstOnesFailure() throws IOException {
    LabDocker docker = docker("case $1 in save) echo data; exit $2;; *) cat;; esac");
    assertThat(docker.pipe(SOON, List.of("save", "0"), List.of("load")))
        .isEqualTo(new LabDocker.Answer(0, "data\n", ""));
    assertThat(docker.pipe(SOON, List.of("save", "5"), List.of("load")).status()).isEqualTo(5);
  }

  @Test
  void namesAMissingProgram() {
    LabDocker docker = new LabDocker(folder.resolve("nothing-here").toString());
    Problem problem = problemOf(docker);
    assertThat(problem.code()).isEqualTo("lab-docker-missing");
    assertThat(problem.remedy()).contains("Docker Engine");
  }

  @Test
  void namesAnEngineThatDoesNotAnswer() throws IOException {
    Problem problem =
        problemOf(
            docker(
                "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the"
                    + " docker daemon running?' >&2; exit 1"));
    assertThat(problem.code()).isEqualTo("lab-docker-silent");
    assertThat(problem.kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void namesAnEngineThatRefusesThisUser() throws IOException {
    Problem problem =
        problemOf(
            docker(
                "echo 'permission denied while trying to connect to the Docker daemon socket' >&2;"
                    + " exit 1"));
    assertThat(problem.code()).isEqualTo("lab-docker-permission");
  }

  @Test
  void reportsTheLastLinesOfAFailedRun() throws IOException {
    Problem problem = problemOf(docker("echo 'no such image' >&2; exit 1"));
    assertThat(problem.code()).isEqualTo("lab-docker-failed");
    assertThat(problem.why()).isEqualTo("no such image");
  }

  @Test
  void endsARunAtItsDeadline() throws IOException {
    LabDocker docker = docker("exec sleep 60");
    assertThatThrownBy(() -> docker.attempt(Duration.ofMillis(200), List.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("lab-docker-timeout");
  }

  @Test
  void endsARunWithoutOutput() throws IOException {
    LabDocker docker = docker("exec sleep 60");
    var patience = new LocalProgram.Patience(Duration.ofSeconds(60), Duration.ofMillis(200));
    long start = System.nanoTime();
    assertThatThrownBy(() -> docker.watch(patience, docker.commandLine(List.of()), line -> {}))
        .hasMessageContaining("lab-docker-timeout");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  private static Problem problemOf(LabDocker docker) {
    try {
      docker.run(SOON, List.of("info"));
    } catch (ProblemException e) {
      return e.problems().getFirst();
    }
    throw new AssertionError("it should have failed");
  }

  private LabDocker docker(String script) throws IOException {
    return FakeDocker.of(folder, script);
  }
}

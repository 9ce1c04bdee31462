package dev.citusdeploy.execution.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The scripts that wait for a server, with a docker program whose server recovers, or does not
/// stop.
@Timeout(120)
final class StartScriptTest {
  private static final String RECOVERING =
      """
      case "$*" in
      'inspect --type container -f {{.State.Status}} {{.RestartCount}}'*)
        echo x >>FOLDER/looks
        if [ "$(wc -l <FOLDER/looks)" -gt LOOKS ]; then
          echo 'running 0 healthy 0'
        else
          echo 'running 0 unhealthy 0'
          echo '"2026-11-30T10:00:00Z" 2 "FATAL:  the database system is starting up"'
        fi ;;
      'exec shop-w1 sh -c'*) echo 'postgres: lab: startup recovering 00000001000000000000001A ' ;;
      logs*) echo '2026-11-30 [5] LOG:  redo in progress, elapsed time: 10.00 s, current LSN: 0/1A2B' ;;
      esac
      """;

  @TempDir private Path folder;

  @Test
  void aServerThatRecoversIsNotGivenUpForBeingUnhealthy() throws IOException {
    docker(RECOVERING.replace("LOOKS", "6"));
    Answer answer = run("await_health", 60);
    assertThat(answer.exitCode()).as(answer.diagnostics()).isZero();
  }

  @Test
  void aServerThatRecoversBeyondTheLimitIsReportedWithItsProgress() throws IOException {
    docker(RECOVERING.replace("LOOKS", "1000"));
    Answer answer = run("await_health", 16);
    assertThat(answer.output())
        .contains("verdict=recovering\n")
        .contains("recovery=startup recovering 00000001000000000000001A; redo in progress")
        .containsPattern("still=1?[0-9]\n");
    assertThat(answer.diagnostics())
        .containsPattern(Progress.MARK + "recovering [0-9]+ startup recovering 0000000100.*0/1A2B");
  }

  @Test
  void aStopThatEndsInSigkillIsReportedWhileItLastsAndAfterwards() throws IOException {
    docker(
        """
        case "$*" in
        *' {{.State.Running}}'*) echo 'old true' ;;
        *'-f {{.Id}} '*) echo old ;;
        'inspect --type container -f {{.State.Status}}'*) echo 'running 0 healthy 0' ;;
        compose*' up '*) echo "$*" >FOLDER/up; sleep 9 ;;
        events*) echo 137 ;;
        esac
        """);
    Answer answer = run(ScriptFiles.text("recreate.sh").replace("record_first_start", ":"), 16);
    assertThat(answer.exitCode()).as(answer.diagnostics()).isZero();
    assertThat(Files.readString(folder.resolve("up"))).containsPattern("--timeout [5-8]\n");
    assertThat(answer.output()).containsPattern("killed=[5-8]\n");
    assertThat(answer.diagnostics())
        .contains(Progress.MARK + "checkpoint\n")
        .containsPattern(Progress.MARK + "stopping [4-8] [5-8]\n");
  }

  /// As where the program was killed: the step that is under way ends as it would have.
  @Test
  void progressThatNobodyReadsStopsNothing() throws IOException {
    docker("");
    Answer answer =
        run(
            """
            { progress one; sleep 0.5; progress two; echo yes >"$FOLDER/after"; } 2>&1 >/dev/null |
              head -n 1 >"$FOLDER/read"
            i=0
            until [ -e "$FOLDER/after" ] || [ "$i" -ge 50 ]; do i=$((i + 1)); sleep 0.1; done
            """,
            5);
    assertThat(answer.exitCode()).as(answer.diagnostics()).isZero();
    assertThat(Files.readString(folder.resolve("read"))).contains(Progress.MARK + "one");
    assertThat(folder.resolve("after")).exists();
  }

  private Answer run(String text, int wait) {
    Script script =
        new Script("wait", ScriptFiles.text("engine.sh") + "\n" + text, Duration.ofMinutes(1))
            .with("CONTAINER", "shop-w1")
            .with("FOLDER", folder.toString())
            .with("DATA", folder.toString())
            .with("PORT", "5432")
            .with("SUPERUSER", "postgres")
            .with("FIRST_START", folder.resolve("first-start").toString())
            .with("NETWORK", "")
            .with("WAIT", Integer.toString(wait));
    return new LocalShellHost("w1", List.of("sh"))
        .environment("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
        .run(script);
  }

  private void docker(String cases) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("docker");
    Files.writeString(
        program, "#!/bin/sh\n" + cases.replace("FOLDER", folder.toString()) + "exit 0\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

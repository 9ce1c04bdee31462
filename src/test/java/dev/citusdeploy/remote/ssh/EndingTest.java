package dev.citusdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.remote.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EndingTest {
  private static final Host HOST =
      InventorySketch.host(
          new HostName("pg-w1"),
          "10.0.0.11",
          InventorySketch.login("deploy", 22, null, Path.of("known_hosts"), true),
          List.of(),
          "inventory.yml:1:1");

  @Test
  void anEndBySignalIsAFailureThatNamesTheSignal() {
    assertThat(problem(new Ending(null, "KILL", false)))
        .returns(SshProblemCodes.CONNECTION_LOST, Problem::type)
        .returns("the remote shell was ended by signal KILL", Problem::why);
  }

  @Test
  void anEndWithoutAStatusIsAFailure() {
    assertThat(problem(Ending.CUT))
        .returns(SshProblemCodes.CONNECTION_LOST, Problem::type)
        .returns(
            "the server went down, its sshd ended the session, or the network broke", Problem::why);
  }

  @Test
  void anEndWithStatusZeroInTheMiddleOfAScriptIsAFailure() {
    assertThat(problem(new Ending(0, null, false)))
        .returns(SshProblemCodes.CONNECTION_LOST, Problem::type)
        .returns("the remote shell ended with exit status 0", Problem::why);
  }

  private static Problem problem(Ending ending) {
    Script script = new Script("write files", "true", Duration.ofSeconds(1));
    return ConversationProblems.ended(HOST, script, new Outcome.Ended(ending, true, ""));
  }
}

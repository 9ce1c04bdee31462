package dev.citusdeploy.remote.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EndingTest {
  @Test
  void anEndBySignalIsAFailureThatNamesTheSignal() {
    assertThat(problem(new Ending(null, "KILL", false)))
        .returns(ConversationProblemCodes.CONNECTION_LOST, Problem::type)
        .returns("the remote shell was ended by signal KILL", Problem::why);
  }

  @Test
  void anEndWithoutAStatusIsAFailure() {
    assertThat(problem(Ending.CUT))
        .returns(ConversationProblemCodes.CONNECTION_LOST, Problem::type)
        .returns("the wire was cut", Problem::why);
  }

  @Test
  void anEndWithStatusZeroInTheMiddleOfAScriptIsAFailure() {
    assertThat(problem(new Ending(0, null, false)))
        .returns(ConversationProblemCodes.CONNECTION_LOST, Problem::type)
        .returns("the remote shell ended with exit status 0", Problem::why);
  }

  private static Problem problem(Ending ending) {
    Script script = new Script("write files", "true", Duration.ofSeconds(1));
    return ConversationProblems.ended(
        new TestPeer("pg-w1"), script, new Outcome.Ended(ending, true, ""));
  }
}

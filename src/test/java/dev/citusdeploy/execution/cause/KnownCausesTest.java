package dev.citusdeploy.execution.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.PullImage;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.plan.action.StartNode;
import dev.citusdeploy.remote.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Words that engines, PostgreSQL and the system's programs say, and what is made of them.
final class KnownCausesTest {
  private final DesiredState desired = ClusterSketch.of(1).desired();
  private static final String ENDS = "verdict=keeps-ending\nexit=1\n";

  private final StepFailures failures = new StepFailures(desired.inventory());

  /// The first six are recorded from engine 20.10.24, with a registry on the loopback.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Error response from daemon: manifest unknown | image-not-found",
        "no matching manifest for linux/amd64 in the manifest list entries | image-platform",
        "Error response from daemon: unauthorized | registry-login",
        "Error response from daemon: denied | registry-login",
        "Error response from daemon: toomanyrequests: You have reached your pull rate limit"
            + "| registry-limit",
        "Error response from daemon: Get \"http://127.0.0.1:20598/v2/\": dial tcp 127.0.0.1:20598:"
            + " connect: connection refused | registry-unreachable",
        "Error response from daemon: manifest for r.example/citus:x not found: manifest unknown:"
            + " manifest unknown | image-not-found",
        "failed to resolve reference \"registry.example.com/a/b:x\": registry.example.com/a/b:x: not found"
            + "| image-not-found",
        "Error response from daemon: Head \"https://r.example/v2/a/manifests/1\": no basic auth"
            + " credentials | registry-login",
        "Error response from daemon: pull access denied for nosuch, repository does not exist or"
            + " may require 'docker login': denied: requested access to the resource is denied"
            + "| registry-login",
        "Error response from daemon: Get \"https://registry.example.com/v2/\": dial tcp: lookup"
            + " registry.example.com: no such host | registry-unreachable",
        "Error response from daemon: Get \"https://r.example/v2/\": x509: certificate signed by"
            + " unknown authority | registry-unreachable",
        "Error response from daemon: Get \"https://r.example/v2/\": net/http: request canceled"
            + " (Client.Timeout exceeded while awaiting headers) | registry-unreachable",
        "failed to register layer: write /usr/lib/x.so: no space left on device | disk-full",
        "something new | step-failed-pull-image",
        "permission denied while trying to connect to the Docker daemon | step-failed-pull-image",
      })
  void whatDockerAnswersToAPullIsReported(String words, String code) {
    Problem problem = pull("citus:1", words);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.where()).isEqualTo("host w1");
    assertThat(problem.why()).contains(words.replace("Error response from daemon: ", ""));
    assertThat(problem.remedy()).contains("command again");
  }

  @Test
  void aLoginIsOfferedAtTheImagesOwnRegistry() {
    assertThat(pull("r.example:5000/db/citus:1", "unauthorized").remedy())
        .contains("\n  ssh -t deploy@10.0.0.2 'sudo docker login r.example:5000'\n");
    assertThat(pull("citusdata/citus:14", "unauthorized").remedy())
        .contains("\n  ssh -t deploy@10.0.0.2 'sudo docker login'\n");
  }

  @Test
  void anImageCanBeCarriedWhereNoRegistryIsReached() {
    assertThat(pull("citusdata/citus:14", "dial tcp: lookup x: no such host").remedy())
        .contains("\n  docker save citusdata/citus:14 | ssh deploy@10.0.0.2 'sudo docker load'\n");
  }

  @Test
  void anotherImageUnderTheSameNameIsReported() {
    Problem problem = pull("citus:1", "another image arrived: sha256:b; the other hosts have: a");
    assertThat(problem.code()).isEqualTo("image-moved");
    assertThat(problem.remedy()).contains("`image: citus@sha256:…`", "docker pull citus:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tar: w1/compose.yml: Cannot write: No space left on device | disk-full",
        "initdb: error: could not write file: No space left on device | disk-full",
        "mkdir: cannot create directory '/opt/x': Read-only file system | disk-read-only",
        "LOG:  could not bind IPv4 address \"10.0.0.2\": Address already in use | port-taken",
        "Bind for 10.0.0.2:5432 failed: port is already allocated | port-taken",
        "FATAL:  password unauthorized, connection refused | step-failed-start",
      })
  void whatIsSaidWhenANodeStartsIsReported(String words, String code) {
    Problem problem = start(words);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.where()).isEqualTo("host w1, node w1");
    assertThat(problem.remedy()).contains("command again", "ssh deploy@10.0.0.2");
  }

  @Test
  void theRoomThatWasLeftIsReported() {
    Problem problem = start("No space left on device\nroom /var/lib/x|4096|5120|0|1000|10");
    assertThat(problem.what()).isEqualTo("the disk is full at /var/lib/x");
    assertThat(problem.why()).startsWith("0 of 20 MiB are free; ");
    assertThat(start("No space left on device\nroom /x|4096|5120|900|1000|0").why())
        .startsWith("3 of 20 MiB are free, but no file can be made any more (0 of 1000 inodes");
    assertThat(start("odd\nroom /x|4096|5120|900|1000|1").why()).isEqualTo("exit code 1\n│ odd");
  }

  /// dash says no more than "I/O error" of a full disk.
  @ParameterizedTest
  @ValueSource(strings = {"room /x|4096|5120|0|1000|10", "room /x|4096|5120|900|1000|0"})
  void aFullDiskIsNamedWhateverIsSaidOfIt(String room) {
    Problem problem = start("sh: 22: printf: printf: I/O error\n" + room);
    assertThat(problem.code()).isEqualTo("disk-full");
    assertThat(problem.what()).isEqualTo("the disk is full at /x");
    assertThat(problem.why()).endsWith("the server answered:\n│ sh: 22: printf: printf: I/O error");
    assertThat(
            failures.of(
                startStep(),
                ExecutionProblemCodes.STEP_FAILED_START,
                "start",
                new Answer(1, ENDS, "printf: I/O error\n" + room)))
        .extracting(Problem::code)
        .isEqualTo("disk-full");
    Answer lock = new Answer(1, "", "sh: 22: printf: printf: I/O error\n" + room);
    assertThat(
            StepFailures.ofDisk(desired.inventory(), desired.nodes().getLast().node().host(), lock))
        .hasValueSatisfying(found -> assertThat(found.code()).isEqualTo("disk-full"));
    for (String other :
        List.of("room /x|4096|0|0|0|0", "room /x|4096|5120|1|0|0", "room /x|4096|5120|1|9|1")) {
      assertThat(start("sh: 22: printf: printf: I/O error\n" + other).code())
          .isEqualTo("step-failed-start");
    }
  }

  /// The engine takes away what has come, so most of the disk is free again when it is looked at.
  @Test
  void anImageThatFindsNoRoomIsReportedWithTheRoomThereIsAfterwards() {
    Problem problem =
        pull(
            "citus:1",
            "write /x: no space left on device\nroom /var/lib/docker|4096|76800|76544|9|9");
    assertThat(problem.code()).isEqualTo("disk-full");
    assertThat(problem.what())
        .isEqualTo("there is not enough space for the image at /var/lib/docker");
    assertThat(problem.why())
        .startsWith("299 of 300 MiB are free, after what had come of the image was taken away; ");
  }

  @Test
  void anUnfitImageIsReportedWithTheOneThatServedBefore() {
    String image = desired.inventory().image();
    Problem problem = unfit("former|citusdata/citus:13.2.2\n");
    assertThat(problem.code()).isEqualTo("image-unfit");
    assertThat(problem.what()).contains(image, "nothing was stopped");
    assertThat(problem.why()).isEqualTo("the image holds Citus 14.0-1, the data is of 13.2-1");
    assertThat(problem.remedy())
        .startsWith(
            "put the former image back at `image:` in the inventory,"
                + " `citusdata/citus:13.2.2`, then `citus-deploy apply INVENTORY`");
    assertThat(unfit("").remedy())
        .startsWith("put the former image back at `image:` in the inventory,");
    assertThat(unfit("former|" + image + "\n").remedy())
        .startsWith("the name means another image")
        .contains("@sha256:");
    assertThat(unfit("former|x` && rm -rf `/\n").remedy()).contains("“x");
  }

  private Problem unfit(String former) {
    String said = "unfit|citus|13.2-1|14.0-1\n" + former;
    return failures.of(
        startStep(), ExecutionProblemCodes.STEP_FAILED_START, "start", new Answer(1, said, ""));
  }

  private Step startStep() {
    var node = desired.nodes().getLast();
    return new Step(
        "id", node.node().host(), node.node().name(), new StartNode(node), "", List.of());
  }

  @Test
  void aFolderThatWasRemovedUnderARunningContainerIsReported() {
    var node = desired.nodes().getLast();
    String words = "sh: 0: cannot open /etc/citus-deploy/conf/current/reload.sh: No such file";
    Step step =
        new Step("id", node.node().host(), node.node().name(), new ReloadNode(node), "", List.of());

    Problem problem =
        failures.of(
            step,
            ExecutionProblemCodes.STEP_FAILED_RELOAD,
            "reload",
            new Answer(2, "verdict=folder-removed\n", words));
    assertThat(problem.code()).isEqualTo("folder-removed");
    assertThat(problem.remedy())
        .contains("sudo docker restart " + node.service().containerName(), "command again");
    assertThat(
            failures
                .of(
                    step,
                    ExecutionProblemCodes.STEP_FAILED_RELOAD,
                    "reload",
                    new Answer(2, "", words))
                .code())
        .isEqualTo("step-failed-reload");
  }

  @Test
  void aServerThatTakesConnectionsAndNeverAnswersIsToBeStartedAgain() {
    var node = desired.nodes().getLast();
    Step step =
        new Step("id", node.node().host(), node.node().name(), new StartNode(node), "", List.of());
    String verdict =
        "verdict=unhealthy\nexit=0\nhealth=\"psql: error: connection to server at \\\"10.0.0.2\\\","
            + " port 5432 failed: timeout expired\"\n";

    Problem problem =
        failures.of(
            step,
            ExecutionProblemCodes.STEP_FAILED_START,
            "start",
            new Answer(1, verdict, "LOG:  ready\n"));

    assertThat(problem.code()).isEqualTo("node-not-healthy");
    assertThat(problem.remedy())
        .contains("its server hangs", "sudo docker restart " + node.service().containerName())
        .contains("command again");
  }

  /// Both of what the container's log says of earlier starts, and of what its health check says.
  @Test
  void dataThatIsOlderThanWhatWasServedIsReported() {
    String words =
        "citus-deploy: the data is older than what this node has served: it began at 0/2, and 0/3"
            + " was served before; see citus-deploy status";
    Step step =
        new Step(
            "id",
            desired.nodes().getLast().node().host(),
            desired.nodes().getLast().node().name(),
            new StartNode(desired.nodes().getLast()),
            "",
            List.of());
    Problem ended =
        failures.of(
            step,
            ExecutionProblemCodes.STEP_FAILED_START,
            "start",
            new Answer(1, "verdict=keeps-ending\nexit=65\nhealth=\n", "LOG: x\n" + words));
    Problem unhealthy =
        failures.of(
            step,
            ExecutionProblemCodes.STEP_FAILED_START,
            "start",
            new Answer(
                1, "verdict=unhealthy\nhealth=\"" + words.substring(14) + "\\n\"\n", "LOG: x"));
    assertThat(ended.code()).isEqualTo("node-keeps-ending");
    assertThat(unhealthy.code()).isEqualTo("node-not-healthy");
    for (Problem problem : List.of(ended, unhealthy)) {
      assertThat(problem.what()).endsWith("is older than what the node has served");
      assertThat(problem.why())
          .startsWith("its message: “" + words.substring(14) + "”; ")
          .contains("rows that were acknowledged since are not in it");
      assertThat(problem.remedy()).contains("docker stop", "/.state/served/w1/lsn");
    }
    // Of a start before, whose data is not there any more, or words of a client.
    for (String log :
        List.of(words + "\nFATAL: no\n", "LOG: x\nSTATEMENT: " + words.substring(14))) {
      assertThat(
              failures
                  .of(
                      step,
                      ExecutionProblemCodes.STEP_FAILED_START,
                      "start",
                      new Answer(1, "verdict=keeps-ending\nexit=1\nhealth=\n", log))
                  .what())
          .contains("ends each time");
    }
  }

  private Problem pull(String image, String words) {
    return problem(new PullImage(image, List.of()), words);
  }

  private Problem start(String words) {
    return problem(new StartNode(desired.nodes().getLast()), words);
  }

  private Problem problem(Action action, String words) {
    var node = desired.nodes().getLast().node();
    boolean pull = action instanceof PullImage;
    Step step = new Step("id", node.host(), pull ? null : node.name(), action, "", List.of());
    ProblemCode code =
        pull
            ? ExecutionProblemCodes.STEP_FAILED_PULL_IMAGE
            : ExecutionProblemCodes.STEP_FAILED_START;
    return failures.of(step, code, "do it", new Answer(1, "", words));
  }
}

package dev.citusdeploy.facts.gather;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.MutatedAnswers;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.report.OwnWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Invalid answers of a server are reported as a problem of that server and affect no other.
final class HostileAnswersTest {
  private static final int MANY = 4_000;
  private static final HostName HOST = new HostName("pg-w1");
  private static final String HASH = "a".repeat(64);

  private static String docker(String name) throws IOException {
    return Files.readString(
            Path.of("src/test/resources/dev/citusdeploy/facts/gather/docker26", name))
        .strip();
  }

  private static String good() throws IOException {
    return """
    clock 1767225610.5
    system Alpine Linux v3.22
    architecture x86_64
    cpus 0-3,5
    memory 2048
    machine-id 0123
    boot-id 4567
    disk 4096 100 40 0 0
    disk 512 100 10 60 7
    missing sed
    unwritable /opt
    mounted ro,noatime /opt
    data pg-w1
    access there
    PG_VERSION 17
    started abc
    loaded abc
    marked yes
    mark cluster=shop
    mark node=pg-w1
    manifest {"role":"worker","address":{"host":"10.0.0.1","port":5432},"database":"shop"}
    mode 644 ./pg-w1/a
    %1$s  ./pg-w1/a
    file~ 2e 2f 70
    link ./pg-w1/conf/current
    target abc
    user deploy
    docker direct
    %2$s
    status 200
    %3$s
    status 200
    %4$s
    status 200
    uptime 100.00 101.00
    end
    """
        .formatted(HASH, docker("direct-info"), docker("direct-containers"), docker("direct-image"))
        .replace("file~ 2e 2f 70\n", "");
  }

  private static final String CLOSER =
      """
      container shop-pg-w1 running other/image:1
      listener 00000000 1538 812 - postgres
      listener 0100007F 1538 - other-db docker-proxy
      end
      """;

  private static final String DETAILS =
      """
      node pg-w1
      record pg-w1
      sum current abcdef
      sum %1$s  conf/postgresql.conf
      applied 0 hex 6162
      there 0 hex 6163
      there 1 large 999999
      taken 1
      end
      """
          .formatted(HASH);

  private record Server(HostName name, Function<Script, Answer> answer) implements RemoteHost {
    @Override
    public Answer run(Script script) {
      return answer.apply(script);
    }

    @Override
    public boolean hold(String file) {
      return false;
    }

    @Override
    public RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream connect(String address, int port) {
      throw new AssertionError("opens no stream");
    }

    @Override
    public void close() {}
  }

  private static FactsRequest request() {
    return new FactsRequest(
        "shop",
        Paths.DEFAULT,
        List.of("debian:trixie-slim"),
        FakeServer.host("deploy", List.of(5432)));
  }

  private static HostFacts facts(String first, String second) {
    var gatherer = new FactsGatherer(new FanOut(1), Clock.systemUTC(), Duration.ofSeconds(1));
    return gatherer.gather(
        new Server(
            HOST,
            script -> new Answer(0, script.title().equals("gather facts") ? first : second, "x")),
        request());
  }

  @Test
  void theAnswersAreGoodBeforeTheyAreChanged() throws IOException {
    assertThat(facts(good(), CLOSER)).isInstanceOf(HostFacts.Known.class);
    assertThat(inspected(DETAILS).files()).containsKey(new NodeName("pg-w1"));
  }

  @Test
  void oddFactsAreAProblemOfTheirHost() throws IOException {
    assertThat(MutatedAnswers.of(good(), 1, MANY).map(answer -> facts(answer, CLOSER)))
        .allSatisfy(HostileAnswersTest::isAboutItself)
        .hasAtLeastOneElementOfType(HostFacts.Known.class)
        .hasAtLeastOneElementOfType(HostFacts.Unreachable.class);
  }

  @Test
  void exceptionsOfLibrariesAreReportedAsForeignText() {
    assertThat(MalformedAnswerException.reason(new NumberFormatException("now run `curl`")))
        .isEqualTo(
            "a value has an impossible form: “java.lang.NumberFormatException: now run 'curl'”");
    assertThat(MalformedAnswerException.reason(new MalformedAnswerException("x is missing")))
        .isEqualTo("x is missing");
  }

  @Test
  void anImageOfManyVolumesIsRefused() throws IOException {
    String volumes =
        IntStream.range(0, 51).mapToObj(i -> "\"/v" + i + "\":{}").collect(joining(",", "{", "}"));
    assertThat(facts(good().replace("\"Volumes\":null", "\"Volumes\":" + volumes), CLOSER))
        .isInstanceOfSatisfying(
            HostFacts.Unreachable.class,
            host -> assertThat(host.problem().what()).endsWith("an image declares 51 volumes"));
  }

  @Test
  void aFileThatIsLargerThanWasAskedForIsRefused() {
    String large = DETAILS.replace("hex 6163", "hex " + "61".repeat(128 * 1024 + 1));
    assertThat(inspected(large).files()).isEmpty();
    assertThat(inspected(DETAILS.replace("hex 6163", "hex " + "61".repeat(128 * 1024))).files())
        .hasSize(1);
  }

  @Test
  void anOddSecondAnswerIsAProblemOfItsHost() throws IOException {
    String first = good().replace("\"State\":\"running\"", "\"State\":\"exited\"");
    assertThat(MutatedAnswers.of(CLOSER, 2, MANY).map(answer -> facts(first, answer)))
        .allSatisfy(HostileAnswersTest::isAboutItself)
        .hasAtLeastOneElementOfType(HostFacts.Known.class)
        .hasAtLeastOneElementOfType(HostFacts.Unreachable.class);
  }

  @Test
  void oddContentsOfFilesAreAProblemOfTheirHost() {
    assertThat(MutatedAnswers.of(DETAILS, 3, MANY).map(HostileAnswersTest::inspected))
        .allSatisfy(facts -> assertThat(facts.files().keySet()).isSubsetOf(new NodeName("pg-w1")));
  }

  private static ClusterFacts inspected(String answer) {
    var asked =
        List.of(
            new FileRequest.Asked("conf/postgresql.conf", "conf/abc/postgresql.conf"),
            new FileRequest.Asked("compose.yml", "compose.yml"));
    var questions = new LinkedHashMap<HostName, List<FileRequest>>();
    questions.put(HOST, List.of(new FileRequest(new NodeName("pg-w1"), asked)));
    try {
      return new FileInspection(new FanOut(1), Duration.ofSeconds(1))
          .with(
              new ClusterFacts(new LinkedHashMap<>(), new CatalogFacts.NotRunning()),
              questions,
              Map.of(HOST, new Server(HOST, _ -> new Answer(0, answer, ""))),
              InventorySketch.of(List.of()).inventory());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void isAboutItself(HostFacts facts) {
    assertThat(facts.host()).isEqualTo(HOST);
    switch (facts) {
      case HostFacts.Unreachable(var _, var problem) -> {
        assertThat(problem.code()).isEqualTo("facts-unreadable");
        assertThat(problem.where()).isEqualTo("pg-w1");
        assertThat(OwnWords.of(problem)).doesNotContain("curl");
      }
      case HostFacts.Known known -> {
        assertThat(known.neighbours().listeners())
            .allSatisfy(listener -> assertThat(listener.port()).isEqualTo(5432));
        assertThat(FakeServer.problems(known))
            .allSatisfy(problem -> assertThat(OwnWords.of(problem)).doesNotContain("curl"));
      }
    }
  }
}

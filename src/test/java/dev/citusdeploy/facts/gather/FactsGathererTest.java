package dev.citusdeploy.facts.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.Terminal;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FactsGathererTest {
  private static final FactsRequest REQUEST =
      new FactsRequest(
          "shop",
          Paths.DEFAULT,
          List.of("citusdata/citus:14.1.0"),
          FakeServer.host("root", List.of()));

  private final FactsGatherer gatherer =
      new FactsGatherer(new FanOut(2), Clock.systemUTC(), Duration.ofSeconds(5));

  @Test
  void returnsEveryHostInOrder() throws InterruptedException {
    var lost =
        new Problem(
            new ProblemCode("connection-lost", Problem.Kind.UNREACHABLE, "", ""),
            "cut off",
            "a",
            "",
            "");
    SequencedMap<RemoteHost, FactsRequest> requests = new LinkedHashMap<>();
    requests.put(
        new Fake(
            "a",
            () -> {
              throw new ProblemException(lost);
            }),
        REQUEST);
    requests.put(new Fake("b", () -> new Answer(1, "", "sh: odd\nfailure")), REQUEST);
    requests.put(new Fake("c", () -> new Answer(0, "Welcome!", "")), REQUEST);

    var facts = gatherer.gather(requests);

    assertThat(facts.keySet())
        .containsExactly(new HostName("a"), new HostName("b"), new HostName("c"));
    assertThat(facts.values())
        .extracting(host -> ((HostFacts.Unreachable) host).problem().code())
        .containsExactly("connection-lost", "facts-unreadable", "facts-unreadable");
    assertThat(facts.values())
        .extracting(host -> ((HostFacts.Unreachable) host).problem().why())
        .containsExactly("", "the server answered:\n│ sh: odd\n│ failure", "");
  }

  private record Fake(HostName name, Supplier<Answer> answer) implements RemoteHost {
    Fake(String name, Supplier<Answer> answer) {
      this(new HostName(name), answer);
    }

    @Override
    public Answer run(Script script) {
      assertThat(script.text()).contains("images='citusdata/citus:14.1.0'");
      return answer.get();
    }

    @Override
    public boolean hold(String file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream connect(String address, int port) {
      throw new AssertionError("facts open no stream");
    }

    @Override
    public void close() {}
  }
}

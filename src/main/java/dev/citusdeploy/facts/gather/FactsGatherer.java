package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Gathers facts of hosts: one read-only script each, and a second one where a node is not healthy.
/// Thread-safe.
public final class FactsGatherer {
  /// Facts of a host with some nodes take about 20 kB.
  private static final int LONGEST = 4 << 20;

  private final FanOut fanOut;
  private final Clock clock;
  private final Duration deadline;
  private final String text;
  private final String diagnosisText;

  /// @param fanOut how many hosts side by side
  /// @param clock this machine's clock, compared with the servers'
  /// @param deadline how long one host may take to answer
  public FactsGatherer(FanOut fanOut, Clock clock, Duration deadline) {
    this.fanOut = fanOut;
    this.clock = clock;
    this.deadline = deadline;
    this.text = resource("facts.sh");
    this.diagnosisText = resource("neighbours.sh");
  }

  /// Gathers the facts of one host. Every failure is a value: [HostFacts.Unreachable].
  public HostFacts gather(RemoteHost host, FactsRequest request) {
    try {
      Instant sent = clock.instant();
      Answer answer = host.run(script(request));
      Instant received = clock.instant();
      var known = FactsReader.read(host.name(), request, answer, sent, received);
      return diagnosis(host, request, known);
    } catch (ProblemException e) {
      return new HostFacts.Unreachable(host.name(), e.problems().getFirst());
    }
  }

  private HostFacts.Known diagnosis(RemoteHost host, FactsRequest request, HostFacts.Known known) {
    NodeDiagnosis diagnosis = new NodeDiagnosis(request, known);
    Optional<Script> question = diagnosis.question(diagnosisText, deadline);
    if (question.isEmpty()) {
      return contents(host, request, known);
    }
    Answer answer = host.run(question.get());
    try {
      return contents(host, request, diagnosis.read(answer));
    } catch (RuntimeException e) {
      throw unreadable(
          host.name(),
          "the facts on other workloads are not readable: " + MalformedAnswerException.reason(e),
          answer.tail(3));
    }
  }

  private HostFacts.Known contents(RemoteHost host, FactsRequest request, HostFacts.Known known) {
    ImageInspection inspection = new ImageInspection(request, known);
    Optional<Script> question = inspection.question(deadline);
    return question.isEmpty() ? known : inspection.read(host.run(question.get()));
  }

  /// Gathers the facts of many hosts side by side and waits for all of them.
  ///
  /// @return by name, in the order of the requests
  /// @throws InterruptedException when this thread is interrupted
  public SequencedMap<HostName, HostFacts> gather(SequencedMap<RemoteHost, FactsRequest> requests)
      throws InterruptedException {
    var found =
        fanOut.each(
            List.copyOf(requests.sequencedEntrySet()), e -> gather(e.getKey(), e.getValue()));
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    found.values().forEach(facts -> hosts.put(facts.host(), facts));
    return hosts;
  }

  /// A host that could not even be connected to.
  public static HostFacts unreachable(HostName host, ProblemException failure) {
    return new HostFacts.Unreachable(host, failure.problems().getFirst());
  }

  private Script script(FactsRequest request) {
    return new Script("gather facts", text, deadline)
        .answering(LONGEST)
        .with("cluster", request.cluster())
        .with("program", request.paths().program())
        .with("data", request.paths().data())
        .with("images", String.join(" ", request.images()))
        .with(
            "nodes",
            request.nodes().stream().map(NodeName::value).collect(Collectors.joining(" ")));
  }

  /// The text of a script of this package.
  static String resource(String name) {
    try (InputStream stream = FactsGatherer.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not packaged");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The answer is not a valid answer of the script.
  static ProblemException unreadable(HostName host, String what, String why) {
    return new ProblemException(
        new Problem(
            GatherProblemCodes.FACTS_UNREADABLE,
            what,
            host.value(),
            why.isBlank() ? "" : "the server answered:" + ForeignText.block(why),
            "run the same command again; if it stays, report it with the words above"));
  }
}

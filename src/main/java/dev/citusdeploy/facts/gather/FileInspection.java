package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads the contents of files that differ from the desired state, and what this program wrote
/// there last. One read-only script a host, side by side. Thread-safe.
public final class FileInspection {
  /// Files of this program have a few kilobytes; nobody reads a difference of more than this.
  private static final int LARGEST = 128 * 1024;

  /// Some dozens of files of that size, in hexadecimal digits.
  private static final int LONGEST = 8 << 20;

  private final FanOut fanOut;
  private final Duration deadline;
  private final String text = FactsGatherer.resource("file-contents.sh");

  /// @param fanOut how many hosts side by side
  /// @param deadline how long one host may take to answer
  public FileInspection(FanOut fanOut, Duration deadline) {
    this.fanOut = fanOut;
    this.deadline = deadline;
  }

  /// Asks hosts. One that does not answer any more is unreachable in the facts that come back.
  ///
  /// @param facts the facts gathered before
  /// @param questions by host; to a host without one nothing is sent
  /// @param connections to those hosts, at least
  /// @param inventory the cluster
  /// @throws InterruptedException when this thread is interrupted
  public ClusterFacts with(
      ClusterFacts facts,
      SequencedMap<HostName, List<FileRequest>> questions,
      Map<HostName, RemoteHost> connections,
      Inventory inventory)
      throws InterruptedException {
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>(facts.hosts());
    SequencedMap<NodeName, FileDetails> details = new LinkedHashMap<>();
    var found =
        questions.isEmpty()
            ? new LinkedHashMap<HostName, Found>()
            : fanOut.each(
                List.copyOf(questions.keySet()),
                host ->
                    ask(
                        Objects.requireNonNull(connections.get(host)),
                        Objects.requireNonNull(questions.get(host)),
                        inventory));
    found.forEach((host, answer) -> {
      switch (answer) {
        case Found.Details(var byNode) -> details.putAll(byNode);
        case Found.Lost(var unreachable) -> hosts.put(host, unreachable);
      }
    });
    return facts.with(hosts, details);
  }

  private Found ask(RemoteHost host, List<FileRequest> questions, Inventory inventory) {
    try {
      Answer answer = host.run(script(questions, inventory));
      if (!answer.succeeded()) {
        throw unreadable(host, "it failed with exit code " + answer.exitCode(), answer);
      }
      return read(host, questions, answer);
    } catch (ProblemException e) {
      return new Found.Lost(new HostFacts.Unreachable(host.name(), e.problems().getFirst()));
    }
  }

  private static Found read(RemoteHost host, List<FileRequest> questions, Answer answer) {
    try {
      return new Found.Details(FileDetailsReader.read(questions, answer.output(), LARGEST));
    } catch (RuntimeException e) {
      throw unreadable(host, MalformedAnswerException.reason(e), answer);
    }
  }

  private static ProblemException unreadable(RemoteHost host, String what, Answer answer) {
    return FactsGatherer.unreadable(
        host.name(), "the contents of changed files are not readable: " + what, answer.tail(3));
  }

  private Script script(List<FileRequest> questions, Inventory inventory) {
    return new Script("read changed files", text, deadline)
        .answering(LONGEST)
        .with("cluster", inventory.cluster())
        .with("root", inventory.layout().programFolder())
        .with("data", inventory.layout().dataFolder())
        .with("largest", Integer.toString(LARGEST))
        .with(
            "nodes",
            questions.stream()
                .map(question -> question.node().value())
                .collect(Collectors.joining(" ")))
        .with(
            "wanted",
            questions.stream().map(FileInspection::lines).collect(Collectors.joining("\n")));
  }

  private static String lines(FileRequest question) {
    return IntStream.range(0, question.files().size())
        .mapToObj(number -> {
          FileRequest.Asked asked = question.files().get(number);
          return "%s|%d|%s|%s".formatted(question.node(), number, asked.name(), asked.path());
        })
        .collect(Collectors.joining("\n"));
  }

  /// The result of querying one host.
  private sealed interface Found {
    record Details(SequencedMap<NodeName, FileDetails> byNode) implements Found {}

    record Lost(HostFacts.Unreachable host) implements Found {}
  }
}

package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.gather.DockerReader.DockerFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.remote.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads the script's answer. Strict: anything that the script does not write is an error.
final class FactsReader {
  private FactsReader() {}

  /// Reads one host's answer.
  ///
  /// @param sent our clock when the script was sent
  /// @param received our clock when its answer was there
  /// @throws dev.citusdeploy.model.ProblemException of code `facts-unreadable`
  static HostFacts.Known read(
      HostName host, FactsRequest request, Answer answer, Instant sent, Instant received) {
    if (!answer.succeeded()) {
      throw FactsGatherer.unreadable(
          host,
          "the script that gathers facts failed with exit code " + answer.exitCode(),
          answer.tail(3));
    }
    try {
      var lines = FactsLines.parse(answer.output(), request.images().size());
      return known(host, request, lines, new SystemReader(sent, received));
    } catch (RuntimeException e) {
      // Any exception of a reader is caused by the answer, and so concerns this host alone.
      String why = answer.diagnostics().isBlank() ? "" : answer.tail(3);
      throw FactsGatherer.unreadable(
          host, "the facts are not readable: " + MalformedAnswerException.reason(e), why);
    }
  }

  private static HostFacts.Known known(
      HostName host, FactsRequest request, FactsLines lines, SystemReader system) {
    var nodes = new NodeReader(request.nodes());
    var records = new ImageRecords();
    var lacks = new ArrayList<String>();
    var closed = new ArrayList<String>();
    var unwritable = new ArrayList<String>();
    var mounts = new ArrayList<String>();
    for (var entry : lines.entries()) {
      switch (entry.key()) {
        case "missing" -> lacks.add(entry.value());
        case "unreadable" -> closed.add(entry.value());
        case "unwritable" -> unwritable.add(entry.value());
        case "mounted" -> mounts.add(entry.value());
        default -> {
          if (!system.take(entry) && !nodes.take(entry) && !records.take(entry)) {
            throw new MalformedAnswerException("unknown key " + FactsLines.shown(entry.key()));
          }
        }
      }
    }
    DockerFacts docker = DockerReader.read(request, lines, system);
    return new HostFacts.Known(
        host,
        system.facts(),
        docker.engine(),
        docker.images(),
        nodes.facts(request.cluster(), docker.containers()),
        OtherWorkloads.NONE,
        records.all(),
        problems(
            new Requirements(request.host(), system.user()),
            docker,
            lacks,
            closed,
            UnwritableFolder.of(unwritable, mounts)));
  }

  private static List<Problem> problems(
      Requirements requirements,
      DockerFacts docker,
      List<String> lacks,
      List<String> closed,
      List<UnwritableFolder> unwritable) {
    List<Problem> problems = new ArrayList<>(requirements.tools(lacks));
    problems.addAll(requirements.rights(docker, closed.stream().distinct().toList()));
    // A login that may not read a folder cannot write to it either: only the first is reported.
    unwritable.stream()
        .filter(place -> closed.isEmpty() || place.isReadOnly())
        .forEach(place -> problems.add(requirements.unwritable(place)));
    return List.copyOf(problems);
  }
}

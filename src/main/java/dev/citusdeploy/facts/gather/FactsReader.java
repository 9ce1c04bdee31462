package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.HostAccess;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.UnwritableFolder;
import dev.citusdeploy.facts.gather.DockerReader.DockerFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.remote.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

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
        new HostAccess(
            system.user(),
            lacks,
            docker.access(),
            closed.stream().distinct().toList(),
            unwritable(unwritable, mounts)));
  }

  /// Joins what the script lists: paths, and how each is mounted. Each path counts once.
  ///
  /// @throws MalformedAnswerException when one of both is missing
  private static List<UnwritableFolder> unwritable(List<String> paths, List<String> mounts) {
    if (paths.size() != mounts.size()) {
      throw new MalformedAnswerException("the answer lacks how a path is mounted");
    }
    SequencedMap<String, UnwritableFolder> folders = new LinkedHashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      String[] mount = mounts.get(i).split(" ", 2);
      folders.put(
          paths.get(i),
          new UnwritableFolder(paths.get(i), mount.length == 2 ? mount[1] : "", mount[0]));
    }
    return List.copyOf(folders.values());
  }
}

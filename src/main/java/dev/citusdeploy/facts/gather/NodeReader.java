package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.gather.FactsLines.Entry;
import dev.citusdeploy.inventory.ServerLayout;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Sha256;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads files, links and data folders, and combines them with the containers.
///
/// Files directly in the cluster's folder, or in a folder whose name is no valid node name, are
/// left out.
final class NodeReader {
  private static final Pattern MODE = Pattern.compile("([0-7]{1,4}) (.+)");
  private static final Pattern HASH = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

  /// More nodes than any host has; with more of them, assigning all files takes long.
  private static final int MOST_NODES = 200;

  private final List<NodeName> expected;
  private final SequencedMap<String, FileMode> modes = new LinkedHashMap<>();
  private final Map<String, Sha256> hashes = new LinkedHashMap<>();
  private final SequencedMap<String, String> links = new LinkedHashMap<>();
  private final SequencedMap<String, DataFolderLines> folders = new LinkedHashMap<>();
  private String file = "";
  private String link = "";
  private @Nullable DataFolderLines folder;

  NodeReader(List<NodeName> expected) {
    this.expected = expected;
  }

  /// Takes an entry on files or data; false when it is of another kind.
  boolean take(Entry entry) {
    String value = entry.value();
    switch (entry.key()) {
      case "mode" -> {
        Matcher matcher = matched(MODE, value);
        put(modes, matcher.group(2), FileMode.parse(matcher.group(1)));
      }
      case "hash" -> hash(value);
      case "file" -> file = value;
      case "mode-of" -> put(modes, file, FileMode.parse(value));
      case "hash-of" -> put(hashes, file, new Sha256(value.split(" ", 2)[0]));
      case "link" -> link = value;
      case "target" -> put(links, link, value);
      case "data" -> {
        folder = new DataFolderLines();
        put(folders, value, folder);
      }
      case "access",
          "PG_VERSION",
          "started",
          "loaded",
          "marked",
          "mark",
          "first-start",
          "mount",
          "manifest",
          "served",
          "older" -> {
        if (folder == null) {
          throw new MalformedAnswerException(entry.key() + " belongs to no data folder");
        }
        folder.take(entry);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void hash(String value) {
    Matcher matcher = matched(HASH, value);
    put(hashes, matcher.group(2), new Sha256(matcher.group(1)));
  }

  /// Expected nodes first, then the others that were found, by name.
  SequencedMap<NodeName, NodeFacts> facts(String cluster, List<ContainerFacts> containers) {
    if (!modes.keySet().equals(hashes.keySet())) {
      throw new MalformedAnswerException("files changed while they were read");
    }
    var others = new TreeMap<NodeName, NodeName>();
    for (var paths : List.of(modes.keySet(), links.keySet())) {
      paths.forEach(path -> node(nodeOf(path), others));
    }
    folders.keySet().forEach(name -> node(name, others));
    containers.forEach(container -> node(labelled(container), others));
    if (others.size() > MOST_NODES) {
      throw new MalformedAnswerException("more than " + MOST_NODES + " nodes are reported");
    }
    SequencedMap<NodeName, NodeFacts> facts = new LinkedHashMap<>();
    expected.forEach(name -> facts.put(name, facts(name, cluster, containers)));
    others
        .keySet()
        .forEach(name -> facts.computeIfAbsent(name, n -> facts(n, cluster, containers)));
    return Collections.unmodifiableSequencedMap(facts);
  }

  private static void node(String name, Map<NodeName, NodeName> names) {
    if (HostName.isValid(name)) {
      names.put(new NodeName(name), new NodeName(name));
    }
  }

  private NodeFacts facts(NodeName name, String cluster, List<ContainerFacts> containers) {
    String prefix = "./" + name + "/";
    SequencedMap<String, FileFacts> files = new TreeMap<>();
    modes.forEach((path, mode) -> {
      if (path.startsWith(prefix)) {
        files.put(path.substring(prefix.length()), new FileFacts(hashOf(path), mode));
      }
    });
    SequencedMap<String, String> targets = new TreeMap<>();
    links.forEach((path, target) -> {
      if (path.startsWith(prefix)) {
        targets.put(path.substring(prefix.length()), target);
      }
    });
    DataFolderLines data = folders.getOrDefault(name.value(), DataFolderLines.NONE);
    return new NodeFacts(
        name,
        Collections.unmodifiableSequencedMap(files),
        Collections.unmodifiableSequencedMap(targets),
        data.folder(),
        data.optional("started"),
        data.optional("loaded"),
        data.manifest(),
        data.firstStart(),
        data.served(),
        container(name, cluster, containers));
  }

  private Sha256 hashOf(String path) {
    Sha256 hash = hashes.get(path);
    if (hash == null) {
      throw new MalformedAnswerException("no hash of " + FactsLines.shown(path));
    }
    return hash;
  }

  /// Of several with the node's label (a re-creation that was cut off may have left one) the one
  /// with the service's name.
  private static @Nullable ContainerFacts container(
      NodeName name, String cluster, List<ContainerFacts> containers) {
    var ours = containers.stream().filter(c -> labelled(c).equals(name.value())).toList();
    return ours.stream()
        .filter(c -> c.name().equals(cluster + "-" + name))
        .findFirst()
        .orElse(ours.isEmpty() ? null : ours.getFirst());
  }

  private static String labelled(ContainerFacts container) {
    return container.labels().getOrDefault(ServerLayout.NODE_LABEL, "");
  }

  /// The node's name in `./node/file`; empty for a path directly below the folder.
  private static String nodeOf(String path) {
    String[] parts = path.split("/", 3);
    return parts.length == 3 && parts[0].equals(".") ? parts[1] : "";
  }

  private static Matcher matched(Pattern pattern, String value) {
    Matcher matcher = pattern.matcher(value);
    if (!matcher.matches()) {
      throw new MalformedAnswerException("odd line: " + FactsLines.shown(value));
    }
    return matcher;
  }

  static <V> void put(Map<String, V> map, String key, V value) {
    if (map.put(key, value) != null) {
      throw new MalformedAnswerException(FactsLines.shown(key) + " is reported twice");
    }
  }
}

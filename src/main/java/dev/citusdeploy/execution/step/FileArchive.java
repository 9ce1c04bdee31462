package dev.citusdeploy.execution.step;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.NodeFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// The changed files of one host, packed for one stream.
///
/// @param nodes one line a node: name, folder, data folder, generation, whether to switch to it
/// @param files one line a file: mode, hash, node, path
/// @param all one line for each file of these nodes, changed or not: hash, node, path, name without
///   the generation, `1` when it is secret
/// @param archive the files as a tar, named `<node>/<path>`
public record FileArchive(String nodes, String files, String all, Bytes archive) {
  private static final Pattern FOLDER = Pattern.compile("/[^|\\p{Cntrl}]*");
  private static final Pattern PATH = Pattern.compile("[^/|\\\\\\p{Cntrl}][^|\\\\\\p{Cntrl}]*");

  /// Packs files.
  ///
  /// @throws IllegalArgumentException when a path cannot stand in the lists or leaves its folder
  public static FileArchive of(List<NodeFiles> nodes) {
    List<String> nodeLines = new ArrayList<>();
    List<String> fileLines = new ArrayList<>();
    List<String> allLines = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (NodeFiles node : nodes) {
        nodeLines.add(line(node));
        node.node().files().forEach(file -> allLines.add(record(node.node(), file)));
        for (FileChange change : node.changes()) {
          fileLines.add(line(node.node(), change.file()));
          put(tar, node.node(), change.file());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return new FileArchive(
        String.join("\n", nodeLines),
        String.join("\n", fileLines),
        String.join("\n", allLines),
        Bytes.of(bytes.toByteArray()));
  }

  private static String line(NodeFiles files) {
    DesiredNode node = files.node();
    return String.join(
        "|",
        node.node().name().value(),
        checked(FOLDER, node.folder()),
        checked(FOLDER, node.dataFolder()),
        node.generation(),
        files.switchGeneration() ? "1" : "0");
  }

  private static String line(DesiredNode node, DesiredFile file) {
    return String.join(
        "|",
        file.mode().toString(),
        file.content().sha256().hex(),
        node.node().name().value(),
        checked(PATH, file.path()));
  }

  private static String record(DesiredNode node, DesiredFile file) {
    String path = checked(PATH, file.path());
    return String.join(
        "|",
        file.content().sha256().hex(),
        node.node().name().value(),
        path,
        path.replace("conf/" + node.generation() + "/", "conf/"),
        file.secret() ? "1" : "0");
  }

  private static String checked(Pattern form, String path) {
    if (!form.matcher(path).matches() || List.of(path.split("/", -1)).contains("..")) {
      throw new IllegalArgumentException("not a path this program writes to: " + path);
    }
    return path;
  }

  private static void put(TarArchiveOutputStream tar, DesiredNode node, DesiredFile file)
      throws IOException {
    byte[] content = file.content().toArray();
    TarArchiveEntry entry = new TarArchiveEntry(node.node().name() + "/" + file.path());
    entry.setSize(content.length);
    // Rights come from the list: tar programs differ in how they apply them.
    entry.setMode(0600);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}

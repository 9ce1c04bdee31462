package dev.citusdeploy.execution.step;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredService;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.ServiceFiles;
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
/// @param services one line a service: name, folder, data folder, generation, whether to switch to
///   it
/// @param files one line a file: mode, hash, service, path
/// @param all one line for each file of these services, changed or not: hash, service, path, name
///   without the generation, `1` when it is secret
/// @param archive the files as a tar, named `<service>/<path>`
public record FileArchive(String services, String files, String all, Bytes archive) {
  private static final Pattern FOLDER = Pattern.compile("/[^|\\p{Cntrl}]*");
  private static final Pattern PATH = Pattern.compile("[^/|\\\\\\p{Cntrl}][^|\\\\\\p{Cntrl}]*");

  /// Packs files.
  ///
  /// @throws IllegalArgumentException when a path cannot be in the lists or leaves its folder
  public static FileArchive of(List<ServiceFiles> services) {
    List<String> serviceLines = new ArrayList<>();
    List<String> fileLines = new ArrayList<>();
    List<String> allLines = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (ServiceFiles files : services) {
        serviceLines.add(line(files));
        files.service().files().forEach(file -> allLines.add(record(files.service(), file)));
        for (FileChange change : files.changes()) {
          fileLines.add(line(files.service(), change.file()));
          put(tar, files.service(), change.file());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return new FileArchive(
        String.join("\n", serviceLines),
        String.join("\n", fileLines),
        String.join("\n", allLines),
        Bytes.of(bytes.toByteArray()));
  }

  private static String line(ServiceFiles files) {
    DesiredService service = files.service();
    return String.join(
        "|",
        service.name().value(),
        checked(FOLDER, service.folder()),
        checked(FOLDER, service.dataFolder()),
        service.generation(),
        files.switchGeneration() ? "1" : "0");
  }

  private static String line(DesiredService service, DesiredFile file) {
    return String.join(
        "|",
        file.mode().toString(),
        file.content().sha256().hex(),
        service.name().value(),
        checked(PATH, file.path()));
  }

  private static String record(DesiredService service, DesiredFile file) {
    String path = checked(PATH, file.path());
    return String.join(
        "|",
        file.content().sha256().hex(),
        service.name().value(),
        path,
        service.withoutGeneration(path),
        file.secret() ? "1" : "0");
  }

  private static String checked(Pattern form, String path) {
    if (!form.matcher(path).matches() || List.of(path.split("/", -1)).contains("..")) {
      throw new IllegalArgumentException("not a path this program writes to: " + path);
    }
    return path;
  }

  private static void put(TarArchiveOutputStream tar, DesiredService service, DesiredFile file)
      throws IOException {
    byte[] content = file.content().toArray();
    TarArchiveEntry entry = new TarArchiveEntry(service.name() + "/" + file.path());
    entry.setSize(content.length);
    // Rights come from the list: tar programs differ in how they apply them.
    entry.setMode(0600);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}

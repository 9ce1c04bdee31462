package dev.citusdeploy.remote.ssh.hostkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// A file of accepted host keys in OpenSSH's format. Unreadable lines are ignored, as in OpenSSH.
public final class KnownHosts {
  private final List<Line> lines;

  private KnownHosts(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /// One key of one or more hosts.
  ///
  /// @param number its place in the file, from 1
  /// @param marker `@revoked`, `@cert-authority`, or empty
  /// @param hosts the patterns
  /// @param algorithm key type such as `ssh-ed25519`
  /// @param blob the public key in base 64
  public record Line(int number, String marker, HostPatterns hosts, String algorithm, String blob) {
    public String fingerprint() {
      return KnownHosts.fingerprint(algorithm, blob);
    }

    public boolean isPlain() {
      return marker.isEmpty();
    }

    public boolean isRevoked() {
      return marker.equals("@revoked");
    }
  }

  /// Reads a file; a missing one has no keys.
  ///
  /// @throws IOException when it is there and cannot be read
  public static KnownHosts read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new KnownHosts(List.of());
    }
    return parse(Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  public static KnownHosts parse(List<String> texts) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      List<String> words = List.of(text.split("[ \\t]+", -1));
      String marker = text.startsWith("@") ? words.getFirst() : "";
      int first = marker.isEmpty() ? 0 : 1;
      if (words.size() >= first + 3) {
        lines.add(
            new Line(
                i + 1,
                marker,
                HostPatterns.parse(words.get(first)),
                words.get(first + 1),
                words.get(first + 2)));
      }
    }
    return new KnownHosts(lines);
  }

  /// The lines for a host, in the file's order.
  public List<Line> of(String address, int port) {
    String name = hostPattern(address, port);
    return lines.stream().filter(line -> line.hosts().matches(name)).toList();
  }

  /// Adds lines at the end; makes file (0600) and folder (0700) when they are not there.
  public static void append(Path file, List<String> lines) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    byte[] before = Files.readAllBytes(file);
    boolean torn = before.length > 0 && before[before.length - 1] != '\n';
    String text = (torn ? "\n" : "") + String.join("\n", lines) + "\n";
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  /// The form of a host in the file: `address`, or `[address]:port` when the port is not 22.
  public static String hostPattern(String address, int port) {
    String name = address.toLowerCase(Locale.ROOT);
    return port == 22 ? name : "[" + name + "]:" + port;
  }

  /// Algorithm and hash as OpenSSH shows them: `ssh-ed25519 SHA256:…`.
  public static String fingerprint(String algorithm, String blob) {
    return algorithm + " " + hash(blob);
  }

  /// `SHA256:…` of a public key in base 64.
  public static String hash(String blob) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(blob));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (IllegalArgumentException e) {
      return "an unreadable key";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.citusdeploy.remote.ssh.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostsTest {
  private static final String KEY = "ssh-ed25519 QUJD";

  /// `db.example.com`, made by `ssh-keygen -H`.
  private static final String HASHED =
      "|1|nKzF4tN2gaocQjFi5AVR9liQUNo=|V2fGBMWEQluoDpaGI/a0RhM3HnY=";

  private static boolean knows(String hosts, String address, int port) {
    return !KnownHosts.parse(List.of(hosts + " " + KEY)).of(address, port).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "db1; db1; 22; true",
        "db1; db2; 22; false",
        "db1; db1; 2222; false",
        "[db1]:2222; db1; 2222; true",
        "[db1]:2222; db1; 22; false",
        "a,DB1,b; db1; 22; true",
        "db1; DB1; 22; true",
        "*.example.com; x.example.com; 22; true",
        "*.example.com; xexample.com; 22; false",
        "db?; db7; 22; true",
        "db*,!db7; db7; 22; false",
        "db*,!db7; db8; 22; true",
        "!db7; db8; 22; false",
        "[*]:2222; db1; 2222; true",
        "::1; ::1; 22; true",
        "[::1]:2200; ::1; 2200; true",
        "|1|broken; db1; 22; false",
        "|1|%%%|%%%; db1; 22; false",
      })
  void matchesHostsAsOpenSshDoes(String hosts, String address, int port, boolean known) {
    assertThat(knows(hosts, address, port)).isEqualTo(known);
  }

  @Test
  void matchesHashedHosts() {
    assertThat(knows(HASHED, "db.example.com", 22)).isTrue();
    assertThat(knows(HASHED, "db.example.org", 22)).isFalse();
    assertThat(knows(HASHED, "db.example.com", 2222)).isFalse();
  }

  @Test
  void passesOverCommentsAndBrokenLinesButCountsThem() {
    KnownHosts known =
        KnownHosts.parse(
            List.of(
                "# comment", "", "db1", "  db1\tssh-ed25519   QUJD  a comment", "@revoked db1"));
    assertThat(known.of("db1", 22))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.number()).isEqualTo(4);
          assertThat(line.blob()).isEqualTo("QUJD");
          assertThat(line.fingerprint())
              .isEqualTo("ssh-ed25519 SHA256:tdQEXD9Gb6kf4sxqvnkjKhpXzfEE96JucW4KHieJ33g");
        });
  }

  @Test
  void readsMarkers() {
    KnownHosts known = KnownHosts.parse(List.of("@revoked * " + KEY, "@cert-authority *.x " + KEY));
    assertThat(known.of("a.x", 22)).extracting(KnownHosts.Line::isPlain).containsOnly(false);
    assertThat(known.of("a.x", 22).getFirst().isRevoked()).isTrue();
  }

  @Test
  void holdsNothingWhenThereIsNoFile(@TempDir Path folder) throws IOException {
    assertThat(KnownHosts.read(folder.resolve("none")).of("db1", 22)).isEmpty();
  }

  @Test
  void makesAPrivateFileAndItsFolder(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/known_hosts");
    KnownHosts.append(file, List.of("db1 " + KEY));
    KnownHosts.append(file, List.of("db2 " + KEY, "db3 " + KEY));
    assertThat(file).hasContent("db1 %1$s\ndb2 %1$s\ndb3 %1$s\n".formatted(KEY));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void startsANewLineWhenTheFileDoesNotEndWithOne(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("known_hosts");
    Files.writeString(file, "db1 " + KEY);
    KnownHosts.append(file, List.of("db2 " + KEY));
    assertThat(file).hasContent("db1 %1$s\ndb2 %1$s\n".formatted(KEY));
  }
}

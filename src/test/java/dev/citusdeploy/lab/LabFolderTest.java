package dev.citusdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabFolderTest {
  private final List<String> progress = new ArrayList<>();
  private Path path;
  private LabFolder folder;

  @BeforeEach
  void makesAFolder(@TempDir Path temporary) {
    path = temporary.resolve(".lab");
    folder = new LabFolder(path, progress::add);
    folder.publicKey(new SecureRandom());
  }

  @Test
  void makesOneKeyPairAndKeepsIt() throws IOException {
    String key = folder.publicKey(new SecureRandom());
    assertThat(key)
        .startsWith("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI")
        .endsWith(" citus-deploy-lab");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path.resolve("id_ed25519"))))
        .isEqualTo("rw-------");
    assertThat(path.resolve("id_ed25519"))
        .content()
        .startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA")
        .endsWith("\n-----END OPENSSH PRIVATE KEY-----\n");
  }

  @Test
  void renewsAnInventoryThatNobodyEdited() {
    folder.write("keys\n", "one\n", "image:1");
    folder.write("keys\n", "two\n", "image:2");
    assertThat(folder.inventory()).hasContent("two\n");
    assertThat(folder.written().orElseThrow().image()).isEqualTo("image:2");
    assertThat(progress).isEmpty();
  }

  @Test
  void leavesAnEditedInventoryAloneWhileTheLabIsTheSame() throws IOException {
    folder.write("keys\n", "one\n", "image:1");
    Files.writeString(folder.inventory(), "mine\n");
    folder.write("keys\n", "one\n", "image:1");
    assertThat(folder.inventory()).hasContent("mine\n");
    assertThat(progress).singleElement().asString().contains("as you edited it");
  }

  @Test
  void keepsAnEditedInventoryBesideTheNewOneWhenTheLabChanges() throws IOException {
    folder.write("keys\n", "one\n", "image:1");
    Files.writeString(folder.inventory(), "mine\n");
    folder.write("keys\n", "two\n", "image:1");
    assertThat(folder.inventory()).hasContent("two\n");
    assertThat(path.resolve("inventory.edited.yml")).hasContent("mine\n");
    assertThat(progress).singleElement().asString().contains("inventory.edited.yml");
  }

  @Test
  void removesWhatItMade() {
    folder.write("keys\n", "one\n", "image:1");
    folder.remove();
    assertThat(path).doesNotExist();
  }

  @Test
  void removesTheSecretsOfTheClusterThatIsGone() throws IOException {
    folder.write("keys\n", "one\n", "image:1");
    Files.writeString(path.resolve("inventory.secrets.yml"), "x");
    Files.writeString(path.resolve("inventory.ca.crt"), "x");
    folder.remove();
    assertThat(path).doesNotExist();
  }

  @Test
  void removesNothingOfTheUsers() throws IOException {
    folder.write("keys\n", "one\n", "image:1");
    Files.writeString(folder.inventory(), "mine\n");
    Files.writeString(path.resolve("notes"), "x");
    Files.writeString(path.resolve("shop.secrets.yml"), "x");
    folder.remove();
    try (var content = Files.list(path)) {
      assertThat(content.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("inventory.yml", "notes", "shop.secrets.yml");
    }
  }
}

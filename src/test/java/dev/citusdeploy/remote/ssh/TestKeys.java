package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.remote.ssh.hostkey.KnownHosts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/// Keys, key files and hosts for tests.
public final class TestKeys {
  private TestKeys() {}

  public static KeyPair ed25519() {
    return generate("ssh-ed25519", 256);
  }

  public static KeyPair ecdsa() {
    return generate("ecdsa-sha2-nistp256", 256);
  }

  public static KeyPair rsa() {
    return generate("ssh-rsa", 2048);
  }

  private static KeyPair generate(String type, int size) {
    try {
      return KeyUtils.generateKeyPair(type, size);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path write(Path file, KeyPair key, String passphrase) {
    OpenSSHKeyEncryptionContext encryption = null;
    if (!passphrase.isEmpty()) {
      encryption = new OpenSSHKeyEncryptionContext();
      encryption.setCipherType("256");
      encryption.setPassword(passphrase);
    }
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream stream = Files.newOutputStream(file)) {
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, stream);
      }
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String publicLine(KeyPair key) {
    return PublicKeyEntry.toString(key.getPublic());
  }

  public static void know(Path knownHosts, String pattern, KeyPair key) {
    try {
      KnownHosts.append(knownHosts, List.of(pattern + " " + publicLine(key)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Host host(String address, Host.Ssh ssh) {
    return InventorySketch.host(new HostName("db1"), address, ssh, List.of(), "test.yml:1:1");
  }
}

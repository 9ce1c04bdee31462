package dev.citusdeploy.remote.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The first bytes of an SSH server, for tests of other packages.
public final class Greetings {
  private static final int BLOCK = 8;

  private Greetings() {}

  /// A version line and SSH_MSG_DISCONNECT in the clear, as RFC 4253 allows before the key
  /// exchange.
  ///
  /// @param text the description of the disconnect
  public static byte[] disconnect(String text) {
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    byte[] version = "SSH-2.0-OpenSSH_10.0\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] packet =
        packet(
            ByteBuffer.allocate(1 + 4 + 4 + words.length + 4)
                .put((byte) 1)
                .putInt(2)
                .putInt(words.length)
                .put(words)
                .putInt(0)
                .array());
    return ByteBuffer.allocate(version.length + packet.length).put(version).put(packet).array();
  }

  /// A message as a packet in the clear.
  public static byte[] packet(byte[] payload) {
    int padding = BLOCK - (5 + payload.length) % BLOCK;
    padding += padding < 4 ? BLOCK : 0;
    return ByteBuffer.allocate(5 + payload.length + padding)
        .putInt(1 + payload.length + padding)
        .put((byte) padding)
        .put(payload)
        .array();
  }

  /// Writes a private key without a passphrase.
  public static void key(Path file) {
    TestKeys.write(file, TestKeys.ed25519(), "");
  }
}

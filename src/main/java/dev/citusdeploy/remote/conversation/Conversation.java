package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.Background;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Sends scripts to the remote loop (`conversation.sh`), one after the other, over any two-way
/// stream. Not thread-safe.
final class Conversation implements AutoCloseable {
  private final Wire wire;
  private final AnswerReader answers;
  private final RandomGenerator random;

  /// @param answers receives the loop's outputs
  Conversation(Wire wire, AnswerReader answers, RandomGenerator random) {
    this.wire = wire;
    this.answers = answers;
    this.random = random;
  }

  /// Runs a script. After anything but an answer this conversation cannot be used again.
  ///
  /// @throws InterruptedException when this thread is interrupted
  /// @throws IllegalArgumentException when the script holds NUL, which no shell can hold
  Outcome run(Script script) throws InterruptedException {
    return run(script, _ -> {});
  }

  /// The same, and passes on the lines of standard error as they arrive.
  Outcome run(Script script, Consumer<String> lines) throws InterruptedException {
    if (script.text().indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a script cannot hold NUL: " + script.title());
    }
    return ask(script, Integer.toString(script.payload().toArray().length), lines);
  }

  /// Makes the remote shell open a file as its descriptor 9 until the conversation ends; a file
  /// that was open as 9 before is closed. Scripts inherit it. The exit code is 0 when it could be
  /// opened.
  ///
  /// @param path absolute
  /// @throws InterruptedException when this thread is interrupted
  Outcome hold(String path, Duration patience) throws InterruptedException {
    return ask(new Script("open " + path, path, patience), "hold", _ -> {});
  }

  private Outcome ask(Script script, String kind, Consumer<String> lines)
      throws InterruptedException {
    long deadline = System.nanoTime() + script.deadline().toNanos();
    byte[] payload = script.payload().toArray();
    byte[] nonceBytes = new byte[16];
    random.nextBytes(nonceBytes);
    String nonce = HexFormat.of().formatHex(nonceBytes);
    answers.expect(nonce, script.longest(), lines);
    byte[] body = utf8(script.text());
    byte[] header = utf8("%s %d %s\n".formatted(nonce, body.length, kind));
    // In a thread of its own, so that neither the deadline nor a cancel waits for a full pipe.
    Background.start("conversation", () -> send(joined(header, body), payload, nonce));
    return answers.await(deadline);
  }

  private void send(byte[] question, byte[] payload, String nonce) {
    try {
      OutputStream input = wire.input();
      input.write(question);
      if (payload.length > 0) {
        input.write(payload);
        input.write(utf8(nonce + "\n"));
      }
      input.flush();
    } catch (IOException e) {
      // How the other side ended is lines by the wire's own events, which know more.
      wire.close();
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] whole = new byte[first.length + second.length];
    System.arraycopy(first, 0, whole, 0, first.length);
    System.arraycopy(second, 0, whole, first.length, second.length);
    return whole;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    wire.close();
  }
}

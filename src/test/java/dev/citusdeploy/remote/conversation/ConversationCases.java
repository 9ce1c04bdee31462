package dev.citusdeploy.remote.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// What every conversation must do, with any shell and utilities at the other end.
public final class ConversationCases {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private ConversationCases() {}

  public static Script script(String text) {
    return new Script("a test", text, DEADLINE).answering(16 << 20);
  }

  public static Script script(String text, byte[] payload) {
    return new Script("a test", text, Bytes.of(payload), DEADLINE).answering(16 << 20);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Bytes of all values, in an order that repeats with no power of two.
  public static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i % 257 + i / 257);
    }
    return bytes;
  }

  /// All cases, in one conversation.
  public static void all(Function<Script, Answer> host) {
    quotesAndLines(host);
    payloads(host);
    unreadPayloads(host);
    failures(host);
    surroundings(host);
    manyInSequence(host);
  }

  private static void quotesAndLines(Function<Script, Answer> host) {
    String nasty =
        "it's \"quoted\" $HOME `x` \\ ! %s \\n {a,b} ~ * #\n\n Łāß→🐘 \u0081\u0085\u0088\n\n";
    assertThat(host.apply(script("printf %s \"$text\"\n").with("text", nasty)))
        .isEqualTo(new Answer(0, nasty, ""));
    String comment = "# " + "x".repeat(4_000) + " '\"\n";
    assertThat(host.apply(script(comment + "echo one; echo two >&2\n")))
        .isEqualTo(new Answer(0, "one\n", "two\n"));
    String long_ = "0123456789abcdef".repeat(5_000);
    assertThat(host.apply(script("printf %s '" + long_ + "'")).output()).isEqualTo(long_);
    assertThat(host.apply(script("cat <<END\na $((20 + 2))\nEND")).output()).isEqualTo("a 22\n");
    assertThat(host.apply(script(""))).isEqualTo(new Answer(0, "", ""));
  }

  private static void payloads(Function<Script, Answer> host) {
    for (int size : List.of(0, 1, 65_536, 65_537, 1_048_576, 5_000_000)) {
      byte[] payload = bytes(size);
      assertThat(host.apply(script("sha256sum | cut -d' ' -f1", payload)).output())
          .isEqualTo(Sha256.of(payload).hex() + "\n");
    }
    assertThat(host.apply(script("cat; cat; wc -c", utf8("text"))).output()).matches("text\\s*0\n");
  }

  private static void unreadPayloads(Function<Script, Answer> host) {
    assertThat(host.apply(script("echo not read", bytes(3_000_000))).output())
        .isEqualTo("not read\n");
    assertThat(host.apply(script("dd bs=1 count=1 2>/dev/null", utf8("xyz"))).output())
        .isEqualTo("x");
    assertThat(host.apply(script("exec <&-; echo closed", bytes(300_000))).output())
        .isEqualTo("closed\n");
  }

  private static void failures(Function<Script, Answer> host) {
    assertThat(host.apply(script("echo out; exit 7"))).isEqualTo(new Answer(7, "out\n", ""));
    assertThat(host.apply(script("exit 8", bytes(100_000))).exitCode()).isEqualTo(8);
    assertThat(host.apply(script("set -e; false; echo not reached")))
        .isEqualTo(new Answer(1, "", ""));
    assertThat(host.apply(script("set -u; echo set")).succeeded()).isTrue();
    assertThat(host.apply(script("kill -9 \"$(exec sh -c 'echo $PPID')\"; sleep 9")).exitCode())
        .isEqualTo(137);
    assertThat(host.apply(script("if then", utf8("x"))).exitCode()).isNotZero();
    assertThat(host.apply(script("no-such-command-here")).exitCode()).isEqualTo(127);
  }

  private static void surroundings(Function<Script, Answer> host) {
    assertThat(host.apply(script("umask; echo $LC_ALL; env | grep -c '^s=\\|^o='")).output())
        .matches("0*22\nC\n0\n");
    assertThat(host.apply(script("printf 'no newline' >&2")).diagnostics()).isEqualTo("no newline");
  }

  private static void manyInSequence(Function<Script, Answer> host) {
    for (int i = 0; i < 50; i++) {
      byte[] payload = bytes(i * 37);
      assertThat(host.apply(script("echo " + i + "; wc -c", payload)).output().split("\\s+"))
          .containsExactly(String.valueOf(i), String.valueOf(payload.length));
    }
  }
}

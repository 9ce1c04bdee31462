package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.Script;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the answers in the two output streams of a remote shell. Any thread may add bytes to the
/// two sinks; one other thread waits for the answer.
final class AnswerReader implements Wire.Receiver {
  private static final Pattern HEADER = Pattern.compile("(\\d{1,3}) (\\d{1,9})");
  private static final int LONGEST_HEADER = 16;

  /// Space for the marks around an answer, and for bytes of the same network block after it.
  private static final int SLACK = 256 * 1024;

  private final MarkedBytes output = new MarkedBytes();
  private final MarkedBytes errors = new MarkedBytes();
  private String nonce = "";
  private boolean greeted;
  private boolean errorsBegun;
  private Consumer<String> lines = _ -> {};

  /// How many bytes of standard error were passed on.
  private int passedOn;

  private int longest;
  private int exitCode;
  private int expected = -1;
  private @Nullable String answer;
  private @Nullable String diagnostics;
  private @Nullable Ending ending;
  private @Nullable Outcome refused;

  @Override
  public OutputStream outputSink() {
    return new Sink(output);
  }

  @Override
  public OutputStream errorSink() {
    return new Sink(errors);
  }

  @Override
  public synchronized void ended(Ending how) {
    if (ending == null) {
      ending = how;
    }
    notifyAll();
  }

  /// Prepares for the answer to the next request.
  ///
  /// @param mostBytes how long the answer on standard output may be
  synchronized void expect(String newNonce, int mostBytes) {
    expect(newNonce, mostBytes, _ -> {});
  }

  /// The same, and passes on each line of standard error as it arrives.
  synchronized void expect(String newNonce, int mostBytes, Consumer<String> listener) {
    nonce = newNonce;
    lines = listener;
    passedOn = 0;
    longest = mostBytes;
    errorsBegun = false;
    expected = -1;
    answer = null;
    diagnostics = null;
  }

  /// Waits for the answer.
  ///
  /// @param deadline in terms of [System#nanoTime]
  synchronized Outcome await(long deadline) throws InterruptedException {
    while (true) {
      if (answer != null && diagnostics != null) {
        return new Outcome.Answered(new Answer(exitCode, answer, diagnostics));
      }
      if (refused != null) {
        return refused;
      }
      if (ending != null) {
        return new Outcome.Ended(ending, greeted, words());
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return new Outcome.Late();
      }
      wait(left);
    }
  }

  private String words() {
    String text = errors.text().isBlank() ? output.text() : errors.text();
    return text.strip();
  }

  private synchronized void received(MarkedBytes where, byte[] bytes, int offset, int length) {
    if (refused != null) {
      // Nothing is read any more; the conversation is about to be closed.
      return;
    }
    where.add(bytes, offset, length);
    if (isAwaited(where)) {
      refuse(where);
    } else {
      // Bytes after an answer, and before the first one, are ignored.
      where.dropNoise();
    }
    if (refused != null) {
      notifyAll();
    } else if (nonce.isEmpty()) {
      where.dropNoise();
    } else if (where == output) {
      readOutput();
    } else {
      readErrors();
    }
    if ((answer != null && diagnostics != null) || ending != null || refused != null) {
      notifyAll();
    }
  }

  private boolean isAwaited(MarkedBytes where) {
    return !nonce.isEmpty() && (where == output ? answer : diagnostics) == null;
  }

  /// An answer that exceeds its limit is given up before it fills the memory.
  private void refuse(MarkedBytes where) {
    boolean begun = where == output ? expected >= 0 : errorsBegun;
    int most = where == output ? longest : Script.LONGEST_DIAGNOSTICS;
    if (begun && where.size() > most + SLACK) {
      refused = new Outcome.TooLong(where == output ? "output" : "error messages", most);
    }
  }

  private void readOutput() {
    if (answer == null && (expected >= 0 || readHeader())) {
      byte[] end = bytes(nonce + " end\n");
      if (output.size() < expected + end.length) {
        return;
      }
      String text = new String(output.take(expected), StandardCharsets.UTF_8);
      if (output.startsWith(end)) {
        output.drop(end.length);
        answer = text;
      } else {
        // Something else writes to the same stream: no answer can be trusted any more.
        ending = Ending.GARBLED;
      }
    }
  }

  private boolean readHeader() {
    byte[] begin = bytes(nonce + " begin ");
    int at = output.find(begin);
    if (at < 0) {
      output.dropNoise();
      return false;
    }
    output.drop(at);
    String seen = output.head(begin.length + LONGEST_HEADER);
    int newline = seen.indexOf('\n');
    if (newline < 0) {
      return false;
    }
    Matcher header = HEADER.matcher(seen.substring(begin.length, newline));
    if (!header.matches()) {
      ending = Ending.GARBLED;
      return false;
    }
    output.drop(newline + 1);
    exitCode = Integer.parseInt(header.group(1));
    expected = Integer.parseInt(header.group(2));
    greeted = true;
    if (expected > longest) {
      refused = new Outcome.TooLong("output", longest);
      return false;
    }
    return true;
  }

  private void readErrors() {
    if (!errorsBegun) {
      byte[] begin = bytes(nonce + " begin\n");
      int at = errors.find(begin);
      if (at < 0) {
        errors.dropNoise();
        return;
      }
      errors.drop(at + begin.length);
      errorsBegun = true;
      greeted = true;
    }
    if (diagnostics == null) {
      byte[] end = bytes(nonce + " end\n");
      int at = errors.find(end);
      if (at >= 0) {
        diagnostics = new String(errors.take(at), StandardCharsets.UTF_8);
        errors.drop(end.length);
      } else {
        passOnLines();
      }
    }
  }

  private void passOnLines() {
    for (int end = errors.lineEnd(passedOn); end >= 0; end = errors.lineEnd(passedOn)) {
      lines.accept(errors.text(passedOn, end));
      passedOn = end + 1;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// One of the two streams.
  private final class Sink extends OutputStream {
    private final MarkedBytes where;

    Sink(MarkedBytes where) {
      this.where = where;
    }

    @Override
    public void write(int single) {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      received(where, bytes, offset, length);
    }
  }
}

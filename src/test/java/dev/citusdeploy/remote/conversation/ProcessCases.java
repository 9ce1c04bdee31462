package dev.citusdeploy.remote.conversation;

import static dev.citusdeploy.remote.conversation.ConversationCases.bytes;
import static dev.citusdeploy.remote.conversation.ConversationCases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/// What every host's processes must do.
public final class ProcessCases {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private ProcessCases() {}

  public static RemoteCommand command(String line) {
    return new RemoteCommand("a command", line, DEADLINE);
  }

  /// All cases.
  public static void all(RemoteHost host) throws Exception {
    exitStatus(host);
    endOfInput(host);
    separateErrors(host);
    surroundings(host);
    muchInBothDirections(host);
    closingEndsAll(host);
    deadline(host);
    interrupt(host);
  }

  static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void exitStatus(RemoteHost host) {
    try (RemoteProcess process = host.start(command("exit 7"), null)) {
      assertThat(process.await()).isEqualTo(7);
      assertThat(process.await()).as("asked again").isEqualTo(7);
    }
    try (RemoteProcess process = host.start(command("kill -9 $$"), null)) {
      assertThat(process.await()).isEqualTo(137);
    }
    try (RemoteProcess process = host.start(command("no-such-command-here"), null)) {
      assertThat(process.await()).isEqualTo(127);
    }
  }

  private static void endOfInput(RemoteHost host) throws IOException {
    try (RemoteProcess process = host.start(command("cat; echo ended"), null)) {
      process.input().write("it's!\n".getBytes(StandardCharsets.UTF_8));
      process.input().flush();
      assertThat(process.output().readNBytes(6)).asString().isEqualTo("it's!\n");
      process.input().close();
      assertThat(text(process.output())).isEqualTo("ended\n");
      assertThat(process.output().read()).as("after the end").isEqualTo(-1);
      assertThat(process.await()).isZero();
      assertThat(process.output().read()).as("after the end").isEqualTo(-1);
    }
  }

  private static void separateErrors(RemoteHost host) throws IOException {
    try (RemoteProcess process = host.start(command("echo out; echo errors >&2"), null)) {
      assertThat(text(process.output())).isEqualTo("out\n");
      assertThat(text(process.errors())).isEqualTo("errors\n");
      assertThat(process.await()).isZero();
      assertThatThrownBy(() -> process.resize(new Terminal("dumb", 80, 24)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static void surroundings(RemoteHost host) throws IOException {
    String line = "umask; env | grep -c '^s=\\|^w='; printf '%s|' 'it''s' \"!\\\\\n\"";
    try (RemoteProcess process = host.start(command(line), null)) {
      assertThat(text(process.output())).matches("0*22\n0\nits\\|!\\\\\n\\|");
    }
  }

  private static void muchInBothDirections(RemoteHost host) throws Exception {
    byte[] sent = bytes(8_000_000);
    try (RemoteProcess process = host.start(command("cat"), null)) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try (var input = process.input()) {
                  input.write(sent);
                } catch (IOException e) {
                  // The assertion below shows it.
                }
              });
      assertThat(Sha256.of(process.output().readAllBytes())).isEqualTo(Sha256.of(sent));
      writer.join();
      assertThat(process.await()).isZero();
    }
  }

  /// Neither its own end of input nor a closed output makes a `sleep` end.
  private static void closingEndsAll(RemoteHost host) throws Exception {
    String sleep = sleep();
    String line = "%s & trap '' HUP; echo here; %s".formatted(sleep, sleep);
    RemoteProcess process = host.start(command(line), null);
    assertThat(process.output().readNBytes(5)).hasSize(5);
    assertThat(running(host, sleep)).isEqualTo(2);
    CompletableFuture<Problem> problem =
        CompletableFuture.supplyAsync(() -> problemOf(process::await));
    process.close();
    assertThat(running(host, sleep)).isZero();
    assertThat(problem.get().kind()).isEqualTo(Problem.Kind.INTERRUPTED);
    assertThatThrownBy(
            () -> {
              process.input().write(bytes(10));
              process.input().flush();
            })
        .isInstanceOf(IOException.class);
    process.close();
  }

  /// A command that takes long and that no other test runs.
  public static String sleep() {
    return "sleep 47" + System.nanoTime() % 1_000_000;
  }

  /// How many processes of a server run a command of two words, and nothing else.
  public static int running(RemoteHost host, String command) {
    String text =
        "for P in /proc/[0-9]*; do tr '\\000' ' ' 2>/dev/null <$P/cmdline | grep \"^$1 $\"; done | wc -l";
    String output = host.run(script("set -- '" + command + "'\n" + text)).output();
    return Integer.parseInt(output.strip());
  }

  private static void deadline(RemoteHost host) throws IOException {
    var late = new RemoteCommand("a command", "trap '' TERM; sleep 30", Duration.ofMillis(400));
    try (RemoteProcess process = host.start(late, null)) {
      assertThat(process.output().read()).isEqualTo(-1);
      assertThat(problemOf(process::await).code()).isEqualTo("script-deadline");
    }
  }

  private static void interrupt(RemoteHost host) throws Exception {
    var problem = new AtomicReference<Problem>();
    try (RemoteProcess process = host.start(command("read -r line; echo $line"), null)) {
      Thread waiting = Thread.ofVirtual().start(() -> problem.set(problemOf(process::await)));
      waiting.interrupt();
      waiting.join();
      assertThat(problem.get().kind()).isEqualTo(Problem.Kind.INTERRUPTED);
      process.input().write("goes on\n".getBytes(StandardCharsets.UTF_8));
      process.input().flush();
      assertThat(text(process.output())).isEqualTo("goes on\n");
    }
  }

  private static Problem problemOf(Runnable call) {
    try {
      call.run();
    } catch (ProblemException e) {
      return e.problems().getFirst();
    }
    throw new AssertionError("no problem");
  }
}

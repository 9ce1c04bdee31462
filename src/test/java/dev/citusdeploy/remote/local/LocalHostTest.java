package dev.citusdeploy.remote.local;

import static dev.citusdeploy.remote.conversation.ConversationCases.bytes;
import static dev.citusdeploy.remote.conversation.ConversationCases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.remote.conversation.ConversationCases;
import dev.citusdeploy.remote.conversation.ProcessCases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalHostTest {
  private static RemoteHost host() {
    return new LocalHost(
        new HostName("here"), false, Map.of("PATH", LocalPrograms.path()), new SecureRandom());
  }

  private static Problem problemOf(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problems().getFirst();
  }

  @Test
  void hasTheConversationOfAnyServer() {
    try (RemoteHost host = host()) {
      ConversationCases.all(host::run);
    }
  }

  @Test
  void startsProcesses() throws Exception {
    try (RemoteHost host = host()) {
      ProcessCases.all(host);
    }
  }

  @Test
  void goesOnInANewConversationAfterADeadline() {
    try (RemoteHost host = host()) {
      var sleepy = new Script("sleeping", "sleep 30", Duration.ofMillis(300));
      assertThat(problemOf(() -> host.run(sleepy)).code()).isEqualTo("script-deadline");
      assertThat(host.run(script("echo here")).output()).isEqualTo("here\n");
    }
  }

  @Test
  void holdsAFileUntilItIsClosed(@TempDir Path folder) {
    Path file = folder.resolve("lock");
    try (RemoteHost other = host()) {
      try (RemoteHost host = host()) {
        assertThat(host.hold(file.toString())).isTrue();
        assertThat(host.run(script("flock -n 9")).succeeded()).isTrue();
        assertThat(other.hold(file.toString())).isTrue();
        assertThat(other.run(script("flock -n 9")).succeeded()).isFalse();
      }
      assertThat(other.run(script("flock -w 5 9")).succeeded()).isTrue();
    }
  }

  @Test
  void carriesAByteStream() throws IOException {
    try (var echo = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RemoteHost host = host()) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket caller = echo.accept()) {
              caller.getInputStream().transferTo(caller.getOutputStream());
            } catch (IOException e) {
              // The assertion below shows it.
            }
          });
      try (ByteStream stream = host.connect("127.0.0.1", echo.getLocalPort())) {
        stream.output().write(bytes(1_000));
        stream.output().flush();
        assertThat(stream.input().readNBytes(1_000)).isEqualTo(bytes(1_000));
      }
    }
  }

  @Test
  void reportsThatNothingListens() {
    try (RemoteHost host = host()) {
      Problem problem = problemOf(() -> host.connect("127.0.0.1", 1));
      assertThat(problem.code()).isEqualTo("tunnel-refused");
      assertThat(problem.remedy()).endsWith("\n  ss -ltn");
    }
  }

  @Test
  void refusesATerminal() {
    try (RemoteHost host = host()) {
      var terminal = new Terminal("xterm", 80, 24);
      Problem problem = problemOf(() -> host.start(ProcessCases.command("true"), terminal));
      assertThat(problem.code()).isEqualTo("local-terminal-unsupported");
      assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    }
  }

  @Test
  void closingEndsItsProcesses() throws IOException {
    String sleep = ProcessCases.sleep();
    try (RemoteHost other = host()) {
      try (RemoteHost host = host()) {
        RemoteProcess process = host.start(ProcessCases.command("echo here; exec " + sleep), null);
        assertThat(process.output().readNBytes(5)).hasSize(5);
      }
      assertThat(ProcessCases.running(other, sleep)).isZero();
    }
  }
}

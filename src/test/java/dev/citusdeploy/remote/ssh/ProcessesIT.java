package dev.citusdeploy.remote.ssh;

import static dev.citusdeploy.remote.conversation.ConversationCases.script;
import static dev.citusdeploy.remote.conversation.ProcessCases.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.remote.conversation.ProcessCases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes on real OpenSSH, with every login shell, with sudo, and with a terminal.
@Timeout(300)
class ProcessesIT {
  private static final Terminal TERMINAL = new Terminal("xterm-256color", 91, 17);

  @TempDir private static Path folder;
  private static OpenSshServer server;

  @BeforeAll
  static void startOpenSsh() throws Exception {
    server = new OpenSshServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "of-bash, false",
    "of-dash, false",
    "of-ash, false",
    "of-tcsh, false",
    "of-csh, false",
    "of-fish, false",
    "of-busybox, false",
    "root, true",
    "sudoer, true",
    "sudoer-csh, true",
    "sudoer-fish, true"
  })
  void startsFromEveryLoginShell(String user, boolean sudo) throws Exception {
    try (RemoteHost host = server.connect(user, sudo)) {
      ProcessCases.all(host);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sudoer", "root"})
  void becomesRootBySudo(String user) throws IOException {
    try (RemoteHost host = server.connect(user, true);
        RemoteProcess process = host.start(command("id -u"), null)) {
      assertThat(text(process.output())).isEqualTo("0\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wants-password, true, sudo-password-needed",
    "no-sudo, true, sudo-missing",
    "nologin, false, login-shell-unusable"
  })
  void reportsWhyNothingCanBeStarted(String user, boolean sudo, String code) {
    try (RemoteHost host = server.connect(user, sudo)) {
      var failure =
          catchThrowableOfType(ProblemException.class, () -> host.start(command("true"), null));
      assertThat(failure.problems().getFirst().code()).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @CsvSource({"of-dash, false", "of-csh, false", "sudoer, true"})
  void givesATerminalAndItsNewSize(String user, boolean sudo) throws IOException {
    String line = "stty size; echo $TERM; echo errors >&2; read -r go; stty size; exit 3";
    try (RemoteHost host = server.connect(user, sudo);
        RemoteProcess process = host.start(command(line), TERMINAL)) {
      var output =
          new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
      assertThat(output.readLine()).isEqualTo("17 91");
      assertThat(output.readLine()).isEqualTo("xterm-256color");
      assertThat(output.readLine()).isEqualTo("errors");
      process.resize(new Terminal("xterm-256color", 120, 40));
      process.input().write("go\n".getBytes(StandardCharsets.UTF_8));
      process.input().flush();
      assertThat(output.readLine()).as("echo of the terminal").isEqualTo("go");
      assertThat(output.readLine()).isEqualTo("40 120");
      assertThat(process.await()).isEqualTo(3);
      assertThat(process.errors().read()).isEqualTo(-1);
    }
  }

  @Test
  void closingHangsUpTheTerminalOfAShell() throws IOException {
    try (RemoteHost host = server.connect("of-bash", false)) {
      RemoteProcess process = host.start(command("exec bash --norc -i"), TERMINAL);
      process.input().write("echo p''id $$\n".getBytes(StandardCharsets.UTF_8));
      process.input().flush();
      var output =
          new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
      String line = output.readLine();
      while (!line.contains("pid ")) {
        line = output.readLine();
      }
      String pid = line.replaceFirst(".*pid ", "").strip();
      assertThat(host.run(script("kill -0 " + pid)).succeeded()).isTrue();
      process.close();
      assertThat(host.run(script("kill -0 " + pid)).succeeded()).isFalse();
    }
  }

  @Test
  void closingTheHostEndsItsProcesses() throws IOException {
    String sleep = ProcessCases.sleep();
    try (RemoteHost other = server.connect("of-dash", false)) {
      try (RemoteHost host = server.connect("of-dash", false)) {
        RemoteProcess process = host.start(command("echo here; exec " + sleep), null);
        assertThat(process.output().readNBytes(5)).hasSize(5);
      }
      assertThat(ProcessCases.running(other, sleep)).isZero();
    }
  }

  @Test
  void reportsThatTheConnectionWasLost() throws IOException {
    try (RemoteHost host = server.connect("of-dash", false);
        RemoteProcess process = host.start(command("read -r go; kill -9 $PPID; cat"), null)) {
      process.input().write("go\n".getBytes(StandardCharsets.UTF_8));
      process.input().flush();
      assertThat(process.output().read()).isEqualTo(-1);
      var failure = catchThrowableOfType(ProblemException.class, process::await);
      assertThat(failure.problems().getFirst().code()).isEqualTo("connection-lost");
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}

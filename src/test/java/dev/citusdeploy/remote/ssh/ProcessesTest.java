package dev.citusdeploy.remote.ssh;

import static dev.citusdeploy.remote.conversation.ConversationCases.bytes;
import static dev.citusdeploy.remote.conversation.ConversationCases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.conversation.ProcessCases;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes on a server in this process; those of real OpenSSH are in [ProcessesIT].
@Timeout(60)
class ProcessesTest {
  @TempDir private Path folder;
  private TestSshServer server;
  private SshConnector connector;

  @BeforeEach
  void startServer() {
    KeyPair key = TestKeys.ed25519();
    server = new TestSshServer(key.getPublic(), key).start();
    connector = new SshConnector(folder, Duration.ofSeconds(5), new SecureRandom());
    TestKeys.write(folder.resolve(".ssh/id_ed25519"), key, "");
    TestKeys.know(folder.resolve("known_hosts"), "[127.0.0.1]:" + server.port(), key);
  }

  @AfterEach
  void stopServer() {
    connector.close();
    server.close();
  }

  private RemoteHost connect() {
    return connector.connect(
        TestKeys.host(
            "127.0.0.1",
            InventorySketch.login(
                "deploy", server.port(), null, folder.resolve("known_hosts"), false)));
  }

  private static Problem problemOf(ThrowingCallable call) {
    var problems = new ArrayList<Problem>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, failure -> problems.addAll(failure.problems()));
    return problems.getFirst();
  }

  @Test
  void carriesStreamsAndExitStatus() throws Exception {
    try (RemoteHost host = connect()) {
      ProcessCases.all(host);
    }
  }

  @Test
  void runsBesideTheConversation() throws IOException {
    try (RemoteHost host = connect();
        RemoteProcess process = host.start(ProcessCases.command("cat"), null)) {
      assertThat(host.run(script("echo a")).output()).isEqualTo("a\n");
      process.input().close();
      assertThat(process.await()).isZero();
    }
  }

  @Test
  void reportsThatTheConnectionWasLost() throws IOException {
    try (RemoteHost host = connect();
        RemoteProcess process = host.start(ProcessCases.command("echo a; sleep 30"), null)) {
      assertThat(process.output().readNBytes(2)).hasSize(2);
      server.cut();
      assertThat(process.output().read()).isEqualTo(-1);
      assertThat(problemOf(process::await).code()).isEqualTo("connection-lost");
      assertThatThrownBy(() -> process.input().write(bytes(100))).isInstanceOf(IOException.class);
      assertThat(problemOf(() -> host.start(ProcessCases.command("true"), null)).code())
          .isEqualTo("connection-lost");
    }
  }
}

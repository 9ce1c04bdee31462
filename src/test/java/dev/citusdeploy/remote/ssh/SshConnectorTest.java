package dev.citusdeploy.remote.ssh;

import static dev.citusdeploy.remote.conversation.ConversationCases.bytes;
import static dev.citusdeploy.remote.conversation.ConversationCases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.Await;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.conversation.ConversationCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.global.AbstractOpenSshHostKeysHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SshConnectorTest {
  private static KeyPair userKey;
  private static KeyPair ed25519;
  private static KeyPair ecdsa;
  private static KeyPair rsa;

  @TempDir private Path folder;
  private TestSshServer server;
  private SshConnector connector;
  private Path knownHosts;

  @BeforeAll
  static void makeKeys() {
    userKey = TestKeys.ed25519();
    ed25519 = TestKeys.ed25519();
    ecdsa = TestKeys.ecdsa();
    rsa = TestKeys.rsa();
  }

  /// OpenSSH announces all its host keys after each login; the library would prove each RSA key.
  @Test
  void announcedHostKeysAreNotChecked() {
    try (SshClient client = SshClients.start(new HostKeyPolicy(), Duration.ofSeconds(5))) {
      assertThat(client.getGlobalRequestHandlers())
          .noneMatch(AbstractOpenSshHostKeysHandler.class::isInstance);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A client answers what it does not know with a failure, and the connection goes on.
  @Test
  void aRequestOfTheServerThatIsNotKnownIsRefusedAndHarmless() throws IOException {
    try (RemoteHost host = connector.connect(host("127.0.0.1", server.port(), null))) {
      assertThat(host.run(script("echo a")).output()).isEqualTo("a\n");
      Session session = server.server().getActiveSessions().getFirst();
      for (String request : List.of("hostkeys-00@openssh.com", "keepalive@openssh.com")) {
        Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        buffer.putString(request);
        buffer.putBoolean(true);
        buffer.putBytes(new byte[] {1, 2, 3});
        assertThat(session.request(request, buffer, Duration.ofSeconds(5).toMillis())).isNull();
      }
      assertThat(host.run(script("echo b")).output()).isEqualTo("b\n");
    }
  }

  @BeforeEach
  void startServer() {
    server = new TestSshServer(userKey.getPublic(), rsa, ecdsa, ed25519).start();
    connector = new SshConnector(folder, Duration.ofSeconds(5), new SecureRandom());
    knownHosts = folder.resolve("known_hosts");
    TestKeys.write(folder.resolve(".ssh/id_ed25519"), userKey, "");
    know(ed25519);
  }

  @AfterEach
  void stopServer() {
    connector.close();
    server.close();
  }

  private void know(KeyPair key) {
    TestKeys.know(knownHosts, "[127.0.0.1]:" + server.port(), key);
  }

  private Host host(String address, int port, @Nullable Path identity) {
    return TestKeys.host(
        address, InventorySketch.login("deploy", port, identity, knownHosts, false));
  }

  private RemoteHost connect() {
    return connector.connect(host("127.0.0.1", server.port(), null));
  }

  private static Problem problemOf(ThrowingCallable call) {
    var problems = new ArrayList<Problem>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, failure -> problems.addAll(failure.problems()));
    return problems.getFirst();
  }

  @Test
  void runsScripts() {
    try (RemoteHost host = connect()) {
      ConversationCases.all(host::run);
    }
  }

  @Test
  void runsTheScriptsOfManyThreadsOneAfterTheOther() throws InterruptedException {
    var wrong = new AtomicReference<String>();
    try (RemoteHost host = connect()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String number = String.valueOf(i);
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  String output = host.run(script("echo " + number)).output();
                  if (!output.equals(number + "\n")) {
                    wrong.set(output);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(wrong.get()).isNull();
  }

  @Test
  void acceptsWhicheverKindOfKeyIsKnown() throws IOException {
    for (KeyPair known : List.of(rsa, ecdsa, ed25519)) {
      Files.delete(knownHosts);
      know(known);
      try (var fresh = new SshConnector(folder, Duration.ofSeconds(5), new SecureRandom());
          RemoteHost host = fresh.connect(host("127.0.0.1", server.port(), null))) {
        assertThat(host.run(script("echo a")).output()).isEqualTo("a\n");
      }
    }
  }

  @Test
  void refusesAnUnknownHostKey() throws IOException {
    Files.delete(knownHosts);
    Problem problem = problemOf(this::connect);
    assertThat(problem.code()).isEqualTo("ssh-host-key-unknown");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREACHABLE);
    assertThat(problem.remedy()).contains("citus-deploy trust INVENTORY");
  }

  @Test
  void refusesAChangedHostKey() throws IOException {
    Files.delete(knownHosts);
    know(TestKeys.ed25519());
    assertThat(problemOf(this::connect).code()).isEqualTo("ssh-host-key-changed");
  }

  @Test
  void reportsThatTheLoginIsRefused() {
    Path other = TestKeys.write(folder.resolve("other"), TestKeys.ecdsa(), "");
    Problem problem = problemOf(() -> connector.connect(host("127.0.0.1", server.port(), other)));
    assertThat(problem.code()).isEqualTo("ssh-login-refused");
    assertThat(problem.what()).contains("deploy");
    assertThat(problem.why()).contains(other.toString());
  }

  @Test
  void reportsThatThereIsNoIdentity() throws IOException {
    Files.delete(folder.resolve(".ssh/id_ed25519"));
    assertThat(problemOf(this::connect).code()).isEqualTo("ssh-identity-missing");
  }

  @Test
  void reportsThatTheIdentityHasAPassphrase() {
    Path file = TestKeys.write(folder.resolve("secret"), userKey, "open sesame");
    assertThat(problemOf(() -> connector.connect(host("127.0.0.1", server.port(), file))).code())
        .isEqualTo("ssh-identity-encrypted");
  }

  @Test
  void reportsThatTheIdentityIsNoKey() throws IOException {
    Path file = Files.writeString(folder.resolve("text"), "no key at all\n");
    assertThat(problemOf(() -> connector.connect(host("127.0.0.1", server.port(), file))).code())
        .isEqualTo("ssh-identity-unreadable");
  }

  @Test
  void logsInWithAnyKindOfIdentity() {
    for (KeyPair key : List.of(ecdsa, rsa)) {
      Path file = TestKeys.write(folder.resolve("id"), key, "");
      try (var other = new TestSshServer(key.getPublic(), ed25519).start();
          var fresh = new SshConnector(folder, Duration.ofSeconds(5), new SecureRandom())) {
        TestKeys.know(knownHosts, "[127.0.0.1]:" + other.port(), ed25519);
        fresh.connect(host("127.0.0.1", other.port(), file)).close();
      }
    }
  }

  @Test
  void reportsThatNothingListens() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(problemOf(() -> connector.connect(host("127.0.0.1", free, null))).code())
        .isEqualTo("ssh-refused");
  }

  @Test
  void reportsThatTheNameIsUnknown() {
    assertThat(problemOf(() -> connector.connect(host("no-such-host.invalid", 22, null))).code())
        .isEqualTo("ssh-name-unknown");
  }

  @Test
  void reportsThatTheServerDoesNotAnswer() throws IOException {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var fast = new SshConnector(folder, Duration.ofMillis(400), new SecureRandom())) {
      assertThat(
              problemOf(() -> fast.connect(host("127.0.0.1", silent.getLocalPort(), null))).code())
          .isEqualTo("ssh-timeout");
    }
  }

  @Test
  void reportsThatSomethingElseListens() throws IOException {
    try (var web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket caller = web.accept()) {
              caller.getOutputStream().write(ConversationCases.utf8("HTTP/1.1 400\r\n\r\n"));
            } catch (IOException e) {
              // The caller gave up first, which its own assertion shows.
            }
          });
      assertThat(
              problemOf(() -> connector.connect(host("127.0.0.1", web.getLocalPort(), null)))
                  .code())
          .isEqualTo("ssh-disconnected");
    }
  }

  @Test
  void reportsThatThereIsNoCommonAlgorithm() {
    try (var other = new TestSshServer(userKey.getPublic(), ed25519)) {
      other.server().setCipherFactories(List.of(BuiltinCiphers.aes128cbc));
      other.start();
      assertThat(problemOf(() -> connector.connect(host("127.0.0.1", other.port(), null))).code())
          .isEqualTo("ssh-key-exchange-failed");
    }
  }

  @Test
  void reportsThatTheConnectionWasLostInMidScript(@TempDir Path folder)
      throws InterruptedException {
    Path begun = folder.resolve("begun");
    try (RemoteHost host = connect()) {
      Thread.ofVirtual()
          .start(() -> {
            Await.until("a script under way", () -> Files.exists(begun));
            server.cut();
          });
      Problem problem =
          problemOf(
              () -> host.run(script("echo half; touch '" + begun + "'; sleep 20; echo whole")));
      assertThat(problem.code()).isEqualTo("connection-lost");
      assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREACHABLE);
      assertThat(problemOf(() -> host.run(script("echo again"))).code())
          .isEqualTo("connection-lost");
      assertThat(problemOf(() -> host.connect("127.0.0.1", 1)).code()).isEqualTo("connection-lost");
    }
  }

  @Test
  void doesNotTakeTheDeathOfTheRemoteShellForSuccess() {
    try (RemoteHost host = connect()) {
      assertThat(problemOf(() -> host.run(script("echo a; kill -9 $$; sleep 3"))).code())
          .isEqualTo("connection-lost");
      assertThat(host.run(script("echo anew")).output()).isEqualTo("anew\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6_000_000})
  void givesUpAtTheDeadlineAndGoesOnInANewConversation(int payload) {
    try (RemoteHost host = connect()) {
      var sleepy =
          new Script("sleeping", "sleep 5", Bytes.of(bytes(payload)), Duration.ofMillis(400));
      Problem problem = problemOf(() -> host.run(sleepy));
      assertThat(problem.code()).isEqualTo("script-deadline");
      assertThat(problem.kind()).isEqualTo(Problem.Kind.STEP_FAILED);
      assertThat(host.run(script("echo here")).output()).isEqualTo("here\n");
    }
  }

  @Test
  void takesAnInterruptForACancelAndKeepsTheFlag(@TempDir Path folder) throws InterruptedException {
    Path begun = folder.resolve("begun");
    var problem = new AtomicReference<Problem>();
    var flag = new AtomicReference<Boolean>();
    try (RemoteHost host = connect()) {
      Thread runner =
          Thread.ofVirtual()
              .start(() -> {
                problem.set(problemOf(() -> host.run(script("touch '" + begun + "'; sleep 5"))));
                flag.set(Thread.currentThread().isInterrupted());
              });
      Await.until("a script under way", () -> Files.exists(begun));
      runner.interrupt();
      runner.join();
      assertThat(problem.get().kind()).isEqualTo(Problem.Kind.INTERRUPTED);
      assertThat(flag.get()).isTrue();
      assertThat(host.run(script("echo here")).output()).isEqualTo("here\n");
    }
  }

  @Test
  void carriesAByteStreamInBothDirections() throws IOException {
    byte[] sent = bytes(3_000_000);
    try (var echo = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RemoteHost host = connect()) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket caller = echo.accept()) {
              caller.getInputStream().transferTo(caller.getOutputStream());
            } catch (IOException e) {
              // The assertion below shows it.
            }
          });
      try (ByteStream stream = host.connect("127.0.0.1", echo.getLocalPort())) {
        Thread.ofVirtual()
            .start(() -> {
              try {
                stream.output().write(sent);
                stream.output().flush();
              } catch (IOException e) {
                // The assertion below shows it.
              }
            });
        assertThat(stream.input().readNBytes(sent.length)).isEqualTo(sent);
      }
    }
  }

  @Test
  void reportsThatForwardingIsForbiddenOrRefused() throws IOException {
    try (RemoteHost host = connect()) {
      assertThat(problemOf(() -> host.connect("127.0.0.1", 1)).code()).isEqualTo("tunnel-refused");
      server.server().setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
      assertThat(problemOf(() -> host.connect("127.0.0.1", 1)).code())
          .isEqualTo("tcp-forwarding-forbidden");
    }
  }
}

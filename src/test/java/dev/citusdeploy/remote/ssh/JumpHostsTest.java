package dev.citusdeploy.remote.ssh;

import static dev.citusdeploy.remote.conversation.ConversationCases.bytes;
import static dev.citusdeploy.remote.conversation.ConversationCases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.conversation.ConversationCases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers behind others, all of them in this process.
@Timeout(60)
class JumpHostsTest {
  private static KeyPair userKey;
  private static KeyPair outerKey;
  private static KeyPair innerKey;
  private static KeyPair targetKey;

  @TempDir private Path folder;
  private final AtomicInteger logins = new AtomicInteger();
  private Path knownHosts;
  private TestSshServer outer;
  private TestSshServer inner;
  private TestSshServer target;
  private SshConnector connector;

  @BeforeAll
  static void makeKeys() {
    userKey = TestKeys.ed25519();
    outerKey = TestKeys.ed25519();
    innerKey = TestKeys.ecdsa();
    targetKey = TestKeys.ed25519();
  }

  @BeforeEach
  void startServers() {
    knownHosts = folder.resolve("known_hosts");
    TestKeys.write(folder.resolve(".ssh/id_ed25519"), userKey, "");
    outer = server(outerKey);
    inner = server(innerKey);
    target = server(targetKey);
    outer
        .server()
        .addSessionListener(
            new SessionListener() {
              @Override
              public void sessionCreated(Session session) {
                logins.incrementAndGet();
              }
            });
    connector = new SshConnector(folder, Duration.ofSeconds(10), new SecureRandom());
  }

  private TestSshServer server(KeyPair key) {
    TestSshServer server = new TestSshServer(userKey.getPublic(), key).start();
    TestKeys.know(knownHosts, "[127.0.0.1]:" + server.port(), key);
    return server;
  }

  @AfterEach
  void stopServers() {
    connector.close();
    List.of(target, inner, outer).forEach(TestSshServer::close);
  }

  private static Host.Jump jump(TestSshServer server) {
    return new Host.Jump("hopper", "127.0.0.1", server.port());
  }

  private Host host(String name, int port, Host.Jump... jumps) {
    return InventorySketch.host(
        new HostName(name),
        "127.0.0.1",
        new Host.Ssh("deploy", port, null, knownHosts, false, List.of(jumps)),
        List.of(),
        "test.yml:1:1");
  }

  private Problem problemOf(Host host) {
    return catchThrowableOfType(ProblemException.class, () -> connector.connect(host))
        .problems()
        .getFirst();
  }

  @Test
  void speaksThroughAChainOfJumpHosts() {
    try (RemoteHost host =
        connector.connect(host("db1", target.port(), jump(outer), jump(inner)))) {
      ConversationCases.all(host::run);
      assertThat(host.run(script("wc -c", bytes(5_000_000))).output().strip()).isEqualTo("5000000");
    }
  }

  @Test
  void sharesOneConnectionToAJumpHost() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    var answers = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      Host host = host("db" + i, target.port(), jump(outer));
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (RemoteHost remote = connector.connect(host)) {
                  answers.addAndGet(remote.run(script("echo a")).output().length());
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(answers.get()).isEqualTo(8 * 2);
    assertThat(logins.get()).isEqualTo(1);
  }

  @Test
  void namesTheJumpHostWhoseKeyIsUnknown() throws IOException {
    Files.delete(knownHosts);
    TestKeys.know(knownHosts, "[127.0.0.1]:" + outer.port(), outerKey);

    Problem problem = problemOf(host("db1", target.port(), jump(outer), jump(inner)));

    assertThat(problem.code()).isEqualTo("ssh-host-key-unknown");
    assertThat(problem.where()).isEqualTo("db1");
    assertThat(problem.what())
        .startsWith("at the jump host [127.0.0.1]:" + inner.port() + ": ")
        .containsOnlyOnce("at the jump host");
    assertThat(problem.remedy()).contains("citus-deploy trust INVENTORY");
  }

  @Test
  void namesTheFirstOfTwoJumpHostsWhenThatOneFails() {
    int port = outer.port();
    outer.close();

    Problem problem = problemOf(host("db1", target.port(), jump(outer, port), jump(inner)));

    assertThat(problem.code()).isEqualTo("ssh-refused");
    assertThat(problem.what())
        .startsWith("at the jump host [127.0.0.1]:" + port + ": ")
        .containsOnlyOnce("at the jump host");
  }

  private static Host.Jump jump(TestSshServer closed, int port) {
    assertThat(closed.server().isStarted()).isFalse();
    return new Host.Jump("hopper", "127.0.0.1", port);
  }

  @Test
  void reportsAServerThatTheJumpHostDoesNotReach() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Problem problem = problemOf(host("db1", free, jump(outer)));

    assertThat(problem.code()).isEqualTo("ssh-jump-failed");
    assertThat(problem.what()).contains("[127.0.0.1]:" + outer.port(), "[127.0.0.1]:" + free);
    assertThat(problem.remedy()).contains("ssh -v -J 'hopper@[127.0.0.1]:" + outer.port() + "'");
  }

  @Test
  void reportsAJumpHostThatForbidsIt() {
    outer.server().setForwardingFilter(RejectAllForwardingFilter.INSTANCE);

    Problem problem = problemOf(host("db1", target.port(), jump(outer)));

    assertThat(problem.code()).isEqualTo("tcp-forwarding-forbidden");
    assertThat(problem.what()).contains("at the jump host [127.0.0.1]:" + outer.port());
    assertThat(problem.remedy()).contains("AllowTcpForwarding");
  }

  @Test
  void reportsThatTheConnectionIsLostWithTheJumpHosts() {
    try (RemoteHost host = connector.connect(host("db1", target.port(), jump(outer)))) {
      assertThat(host.run(script("echo a")).output()).isEqualTo("a\n");
      outer.cut();
      assertThat(
              catchThrowableOfType(ProblemException.class, () -> host.run(script("sleep 5")))
                  .problems())
          .extracting(Problem::code)
          .containsExactly("connection-lost");
    }
  }

  @Test
  void findsTheKeysOfJumpHostsBeforeThoseBehindThem() throws Exception {
    Files.delete(knownHosts);
    List<Host> hosts = List.of(host("db1", target.port(), jump(outer), jump(inner)));
    List<Integer> ports = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      try (var keys = new HostKeys(folder, Duration.ofSeconds(10), 4)) {
        HostKeys.Survey survey = keys.unknownKeys(hosts);
        assertThat(survey.problems()).isEmpty();
        assertThat(survey.behind()).hasSize(round < 2 ? 1 : 0);
        survey.unknown().forEach(key -> ports.add(key.port()));
        HostKeys.accept(survey.unknown());
      }
    }
    assertThat(ports).containsExactly(outer.port(), inner.port(), target.port());
    connector.connect(hosts.getFirst()).close();
  }
}

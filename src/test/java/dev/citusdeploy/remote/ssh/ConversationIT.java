package dev.citusdeploy.remote.ssh;

import static dev.citusdeploy.remote.conversation.ConversationCases.bytes;
import static dev.citusdeploy.remote.conversation.ConversationCases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.conversation.ConversationCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The conversation with real OpenSSH, every login shell, and GNU or BusyBox utilities.
@Timeout(300)
class ConversationIT {
  @TempDir private static Path folder;
  private static OpenSshServer openSsh;

  @BeforeAll
  static void startOpenSsh() throws Exception {
    openSsh = new OpenSshServer(folder);
  }

  @AfterAll
  static void stop() {
    openSsh.close();
  }

  private static Host host(String user, boolean sudo) {
    return openSsh.host(user, sudo);
  }

  private static RemoteHost connect(String user, boolean sudo) {
    return openSsh.connect(user, sudo);
  }

  private static Problem problemOf(ThrowingCallable call) {
    var problems = new Problem[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, failure -> problems[0] = failure.problems().getFirst());
    return problems[0];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "of-bash",
        "of-dash",
        "of-ash",
        "of-tcsh",
        "of-csh",
        "of-fish",
        "of-busybox",
        "noisy",
        "noisy-csh",
        "root"
      })
  void speaksWithEveryLoginShell(String user) {
    try (RemoteHost host = connect(user, false)) {
      ConversationCases.all(host::run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sudoer", "sudoer-csh", "sudoer-fish", "root"})
  void becomesRootBySudo(String user) {
    try (RemoteHost host = connect(user, true)) {
      assertThat(host.run(script("id -u")).output()).isEqualTo("0\n");
      ConversationCases.all(host::run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wants-password", "not-sudoer", "only-ls"})
  void reportsThatSudoAsksForAPassword(String user) {
    try (RemoteHost host = connect(user, true)) {
      Problem problem = problemOf(() -> host.run(script("echo a", bytes(3_000_000))));
      assertThat(problem.code()).isEqualTo("sudo-password-needed");
      assertThat(problem.why()).contains("password is required");
      assertThat(problem.remedy()).contains(user + " ALL=(root) NOPASSWD: ALL");
    }
  }

  @Test
  void reportsThatSudoIsMissing() {
    try (RemoteHost host = connect("no-sudo", true)) {
      Problem problem = problemOf(() -> host.run(script("echo a")));
      assertThat(problem.code()).isEqualTo("sudo-missing");
    }
  }

  @Test
  void reportsThatThereIsNoLoginShell() {
    try (RemoteHost host = connect("nologin", false)) {
      Problem problem = problemOf(() -> host.run(script("echo a")));
      assertThat(problem.code()).isEqualTo("login-shell-unusable");
      assertThat(problem.why()).contains("This account is currently not available");
    }
  }

  @Test
  void usesNothingButBusyBoxForItsUser() {
    try (RemoteHost host = connect("of-busybox", false)) {
      assertThat(host.run(script("readlink \"$(command -v dd)\"")).output())
          .isEqualTo("/bin/busybox\n");
    }
  }

  @Test
  void opensTheConversationAgainAfterADeadline() {
    try (RemoteHost host = connect("of-bash", false)) {
      var sleepy = new Script("sleeping", "sleep 30", Duration.ofMillis(500));
      assertThat(problemOf(() -> host.run(sleepy)).code()).isEqualTo("script-deadline");
      assertThat(host.run(script("echo here"))).isEqualTo(new Answer(0, "here\n", ""));
    }
  }

  @Test
  void carriesAByteStreamToAnAddressOnTheServer() throws IOException {
    try (RemoteHost host = connect("of-dash", false);
        ByteStream stream = host.connect("127.0.0.1", 2222)) {
      byte[] greeting = stream.input().readNBytes(8);
      assertThat(new String(greeting, StandardCharsets.US_ASCII)).isEqualTo("SSH-2.0-");
    }
  }

  @Test
  void goesThroughAJumpHost() throws Exception {
    // The container is its own jump host: behind it, its sshd has another address.
    Host.Ssh straight = host("of-csh", false).ssh();
    OpenSshContainer container = openSsh.container();
    List<Host.Jump> jump =
        List.of(new Host.Jump("of-dash", container.getHost(), container.getMappedPort(22)));
    Path known = folder.resolve("known_hosts_of_jump");
    Host behind =
        TestKeys.host(
            "127.0.0.1", new Host.Ssh("of-csh", 2222, straight.identity(), known, false, jump));
    for (int hop = 0; hop < 2; hop++) {
      try (var keys = new HostKeys(folder, Duration.ofSeconds(20), 4)) {
        HostKeys.accept(keys.unknownKeys(List.of(behind)).unknown());
      }
    }
    try (var fresh = new SshConnector(folder, Duration.ofSeconds(20), new SecureRandom());
        RemoteHost host = fresh.connect(behind)) {
      assertThat(host.run(script("id -un")).output()).isEqualTo("of-csh\n");
      ConversationCases.all(host::run);
    }
  }

  @Test
  void reportsThatNothingListensBehindTheTunnel() {
    try (RemoteHost host = connect("of-dash", false)) {
      assertThat(problemOf(() -> host.connect("127.0.0.1", 1)).code()).isEqualTo("tunnel-refused");
    }
  }

  @Test
  void reportsThatForwardingIsForbidden() {
    try (RemoteHost host = connect("caged", false)) {
      Problem problem = problemOf(() -> host.connect("127.0.0.1", 22));
      assertThat(problem.code()).isEqualTo("tcp-forwarding-forbidden");
      assertThat(problem.why() + problem.remedy()).contains("AllowTcpForwarding");
    }
  }

  @Test
  void reportsThatTheLoginIsRefused() {
    Problem problem = problemOf(() -> connect("nobody-here", false));
    assertThat(problem.code()).isEqualTo("ssh-login-refused");
    assertThat(problem.what()).contains("nobody-here");
    assertThat(problem.why()).contains(openSsh.identity().toString());
  }
}

package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.conversation.ConversationProblems;
import dev.citusdeploy.remote.ssh.hostkey.KnownHosts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.RuntimeSshException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to servers and distinguishes all kinds of failures. Thread-safe.
public final class SshDialer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SshDialer.class);

  private final SshClient client;
  private final Duration timeout;
  private final Identities identities;
  private final JumpHosts jumpHosts = new JumpHosts(this::login);
  private final Map<Path, KnownHosts> knownHosts = new ConcurrentHashMap<>();

  /// @param identities the keys to log in with
  /// @param timeout for the TCP connection, and again for the handshake with the login
  public SshDialer(Identities identities, Duration timeout) {
    this.identities = identities;
    this.timeout = timeout;
    this.client = SshClients.start(new HostKeyPolicy(), timeout);
  }

  /// The work to do on a connection whose handshake has begun.
  @FunctionalInterface
  public interface Login {
    /// Waits for the result.
    void go(ClientSession session, Duration timeout) throws IOException;
  }

  /// The handshake for a host, with what its known_hosts file holds.
  ///
  /// @throws ProblemException when that file cannot be read
  public Handshake handshake(Host host, List<Identities.Identity> identities) {
    try {
      return new Handshake(
          host,
          knownHosts.computeIfAbsent(host.ssh().knownHosts(), SshDialer::readKnownHosts),
          identities);
    } catch (UncheckedIOException e) {
      throw new ProblemException(
          SshProblems.knownHostsUnreadable(
              host,
              e.getCause() instanceof AccessDeniedException
                  ? "reading it is not permitted"
                  : message(e)),
          e);
    }
  }

  private static KnownHosts readKnownHosts(Path file) {
    try {
      return KnownHosts.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Connects, through jump hosts where there are any, and logs in with the host's keys.
  ///
  /// @throws ProblemException of kind UNREACHABLE or INTERRUPTED
  ClientSession login(Host host) {
    return dial(
        handshake(host, identities.of(host)), (connected, limit) -> connected.auth().verify(limit));
  }

  /// Connects and logs in; tries all addresses that the name has.
  ///
  /// @throws ProblemException of kind UNREACHABLE or INTERRUPTED
  public ClientSession dial(Handshake handshake, Login login) {
    ClientSession session =
        JumpHosts.isBehind(handshake.host()) ? connectBehind(handshake) : connect(handshake);
    try {
      long begin = System.nanoTime();
      login.go(session, timeout);
      LOG.debug(
          "{}: connected to {} as {}, key exchange and login took {} ms",
          handshake.host().name(),
          session.getConnectAddress(),
          session.getUsername(),
          Duration.ofNanos(System.nanoTime() - begin).toMillis());
      return session;
    } catch (IOException | RuntimeSshException | IllegalStateException e) {
      session.close(true);
      Problem refusal = handshake.refusal();
      throw new ProblemException(refusal == null ? afterConnecting(handshake, e) : refusal, e);
    }
  }

  private ClientSession connect(Handshake handshake) {
    Host host = handshake.host();
    ProblemException first = null;
    for (InetAddress address : resolve(host)) {
      try {
        return client
            .connect(
                host.ssh().user(),
                address.getHostAddress(),
                host.ssh().port(),
                AttributeRepository.ofKeyValuePair(Handshake.KEY, handshake),
                null)
            .verify(timeout)
            .getSession();
      } catch (IOException | RuntimeSshException | IllegalStateException e) {
        var failed = new ProblemException(whileConnecting(host, e), e);
        first = first == null ? failed : first;
      }
    }
    throw first == null ? new ProblemException(SshProblems.nameUnknown(host)) : first;
  }

  /// Through a jump host, which also resolves the name.
  private ClientSession connectBehind(Handshake handshake) {
    Host host = handshake.host();
    ClientSession jump = jumpHosts.before(host);
    TunnelStream stream = null;
    try {
      stream = TunnelStream.open(jump, host.address(), host.ssh().port(), timeout);
      // Only shown, never connected to: the stream is used instead.
      InetAddress shown = InetAddress.getByAddress(host.address(), new byte[4]);
      return client
          .connect(
              host.ssh().user(),
              new InetSocketAddress(shown, host.ssh().port()),
              AttributeRepository.ofAttributesMap(
                  Map.of(Handshake.KEY, handshake, TunnelConnector.STREAM, stream)),
              null)
          .verify(timeout)
          .getSession();
    } catch (IOException | RuntimeSshException | IllegalStateException e) {
      if (stream != null) {
        stream.close();
      }
      throw new ProblemException(behindJump(host, e), e);
    }
  }

  private Problem behindJump(Host host, Exception failure) {
    if (isInterrupt(failure)) {
      return interrupted(host);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SshChannelOpenException refusal) {
        return SshProblems.notBehindJumpHost(host, refusal);
      }
    }
    return isTimeout(failure)
        ? SshProblems.timedOut(host, timeout, false)
        : SshProblems.disconnected(host, message(failure));
  }

  private static List<InetAddress> resolve(Host host) {
    try {
      return List.of(InetAddress.getAllByName(host.address()));
    } catch (UnknownHostException e) {
      throw new ProblemException(SshProblems.nameUnknown(host), e);
    }
  }

  private Problem whileConnecting(Host host, Exception failure) {
    if (isInterrupt(failure)) {
      return interrupted(host);
    }
    if (has(failure, ConnectException.class) && message(failure).contains("refused")) {
      return SshProblems.refused(host);
    }
    if (isTimeout(failure)) {
      return SshProblems.timedOut(host, timeout, false);
    }
    if (has(failure, NoRouteToHostException.class) || has(failure, SocketException.class)) {
      return SshProblems.noRoute(host, message(failure));
    }
    return SshProblems.disconnected(host, message(failure));
  }

  private Problem afterConnecting(Handshake handshake, Exception failure) {
    Host host = handshake.host();
    if (isInterrupt(failure)) {
      return interrupted(host);
    }
    int code = failure instanceof SshException ssh ? ssh.getDisconnectCode() : 0;
    if (isTimeout(failure)) {
      return SshProblems.timedOut(host, timeout, true);
    }
    if (code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED
        || message(failure).contains("Unable to negotiate")) {
      return KeyExchangeProblems.of(host, message(failure));
    }
    // Once the key is seen and accepted, all that is left is the login.
    List<Path> offered =
        handshake.identities().stream().map(Identities.Identity::file).distinct().toList();
    return handshake.seen() != null && !offered.isEmpty()
        ? SshProblems.loginRefused(host, offered, lowered(message(failure)))
        : SshProblems.disconnected(host, message(failure));
  }

  private static Problem interrupted(Host host) {
    Thread.currentThread().interrupt();
    return ConversationProblems.interrupted(host.name(), "connecting");
  }

  private static boolean isInterrupt(Throwable failure) {
    return has(failure, InterruptedIOException.class) || has(failure, InterruptedException.class);
  }

  private static boolean isTimeout(Throwable failure) {
    return has(failure, TimeoutException.class) || message(failure).contains("timed out");
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String text = deepest.getMessage();
    return text == null ? deepest.getClass().getSimpleName() : text;
  }

  /// In the form for the middle of a sentence.
  private static String lowered(String message) {
    return message.isEmpty()
        ? message
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  @Override
  public void close() {
    client.stop();
  }
}

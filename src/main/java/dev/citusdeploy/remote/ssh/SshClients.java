package dev.citusdeploy.remote.ssh;

import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientConnectionServiceFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.file.nonefs.NoneFileSystemFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.random.JceRandomFactory;
import org.apache.sshd.common.random.SingletonRandomFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/// Creates the client that all connections share.
final class SshClients {
  private static final int WORKERS = 2;

  /// A server that disappeared silently is detected after three of these.
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /// The first algorithm here is also safe from quantum computers. The library's first choice,
  /// sntrup761, made a whole connection cost about ten times its processor time.
  private static final List<BuiltinDHFactories> KEY_EXCHANGES =
      List.of(
          BuiltinDHFactories.mlkem768x25519,
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.curve25519_libssh,
          BuiltinDHFactories.ecdhp256,
          BuiltinDHFactories.ecdhp384,
          BuiltinDHFactories.ecdhp521,
          BuiltinDHFactories.dhg16_512,
          BuiltinDHFactories.dhg14_256);

  /// The processor has instructions for AES-GCM; the library's own first choice is pure Java.
  private static final List<BuiltinCiphers> CIPHERS =
      List.of(
          BuiltinCiphers.aes128gcm,
          BuiltinCiphers.aes256gcm,
          BuiltinCiphers.cc20p1305_openssh,
          BuiltinCiphers.aes128ctr,
          BuiltinCiphers.aes192ctr,
          BuiltinCiphers.aes256ctr);

  /// No SHA-1: signatures of the algorithm ssh-rsa can be forged. RSA keys sign with SHA-2.
  private static final List<BuiltinSignatures> SIGNATURES =
      List.of(
          BuiltinSignatures.ed25519,
          BuiltinSignatures.nistp256,
          BuiltinSignatures.nistp384,
          BuiltinSignatures.nistp521,
          BuiltinSignatures.rsaSHA512,
          BuiltinSignatures.rsaSHA256);

  private SshClients() {}

  /// A started client.
  ///
  /// @param connectTimeout how long a TCP connection may take
  static SshClient start(HostKeyPolicy policy, Duration connectTimeout) {
    // The user's SSH configuration is not used: everything is in the inventory.
    SshClient client =
        ClientBuilder.builder()
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .serverKeyVerifier(policy)
            .keyExchangeFactories(
                NamedFactory.setUpTransformedFactories(true, KEY_EXCHANGES, ClientBuilder.DH2KEX))
            .cipherFactories(List.copyOf(NamedFactory.setUpBuiltinFactories(true, CIPHERS)))
            .signatureFactories(List.copyOf(NamedFactory.setUpBuiltinFactories(true, SIGNATURES)))
            .randomFactory(new SingletonRandomFactory(JceRandomFactory.INSTANCE))
            .fileSystemFactory(NoneFileSystemFactory.INSTANCE)
            .forwardingFilter(RejectAllForwardingFilter.INSTANCE)
            .globalRequestHandlers(List.of(SshClients::refuse))
            .build();
    client.addSessionListener(policy);
    client.setIoServiceFactoryFactory(TunnelConnector.factory());
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setUserAuthFactories(List.of(DirectLogin.method()));
    client.setServiceFactories(
        List.of(DirectLogin.service(), ClientConnectionServiceFactory.INSTANCE));
    setProperties(client, connectTimeout);
    client.start();
    return client;
  }

  /// Refuses all global requests of a server as unknown. The library's own handler parses every
  /// host key that OpenSSH announces after each login (`hostkeys-00@openssh.com`) and checks each
  /// RSA one: 39 % of the processor time of a plan, for keys that are not used. Without any handler
  /// each announcement would be logged.
  private static RequestHandler.Result refuse(
      ConnectionService service, String request, boolean wantReply, Buffer buffer) {
    return RequestHandler.Result.ReplyFailure;
  }

  private static void setProperties(SshClient client, Duration connectTimeout) {
    CoreModuleProperties.NIO_WORKERS.set(client, WORKERS);
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, connectTimeout);
    CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 2);
    // Silence during a long script is normal; the script's own deadline bounds it.
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, Duration.ofDays(1));
  }
}

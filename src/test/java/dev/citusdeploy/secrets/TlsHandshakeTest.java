package dev.citusdeploy.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.model.NodeName;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/// Handshakes in memory, both sides checking each other and the client the server's name.
final class TlsHandshakeTest {
  private final ClusterSecrets secrets =
      SecretsFactory.generate("shop", List.of(), new SecureRandom(), Clock.systemUTC());
  private final Credential node =
      new NodeCertificates(secrets).issue(new NodeName("pg-w1"), List.of("10.0.0.11", "db1"));

  @Test
  void theAdministratorAndANodeAcceptEachOther() throws Exception {
    for (String name : List.of("10.0.0.11", "db1", "pg-w1", "localhost", "127.0.0.1")) {
      assertThat(clientSeenByServer(secrets.administrator(), node, name))
          .isEqualTo("CN=citus-deploy-admin");
    }
  }

  @Test
  void nodesAcceptEachOther() throws Exception {
    Credential other =
        new NodeCertificates(secrets).issue(new NodeName("pg-w2"), List.of("10.0.0.12"));

    assertThat(clientSeenByServer(other, node, "10.0.0.11")).isEqualTo("CN=pg-w2.node");
  }

  @Test
  void aServerOfAnotherAddressIsRefused() {
    assertThatThrownBy(() -> clientSeenByServer(secrets.administrator(), node, "10.0.0.99"))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void aClientOfAnotherClusterIsRefused() {
    ClusterSecrets other = Samples.secrets("shop", 2);

    assertThatThrownBy(() -> clientSeenByServer(other.administrator(), node, "10.0.0.11"))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void theAdministratorCannotPretendToBeAServer() {
    assertThatThrownBy(() -> clientSeenByServer(node, secrets.administrator(), "localhost"))
        .isInstanceOf(SSLException.class);
  }

  private String clientSeenByServer(Credential clientSide, Credential serverSide, String name)
      throws Exception {
    SSLEngine client = context(clientSide).createSSLEngine(name, 5432);
    client.setUseClientMode(true);
    var parameters = client.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    client.setSSLParameters(parameters);
    SSLEngine server = context(serverSide).createSSLEngine();
    server.setUseClientMode(false);
    server.setNeedClientAuth(true);
    shake(client, server);
    X509Certificate peer = (X509Certificate) server.getSession().getPeerCertificates()[0];
    return peer.getSubjectX500Principal().getName();
  }

  private SSLContext context(Credential credential) throws Exception {
    char[] password = "memory".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "key",
        AdministratorIdentity.privateKey(credential),
        password,
        new X509Certificate[] {AdministratorIdentity.certificate(credential)});
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", AdministratorIdentity.of(secrets).authority());
    var keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, password);
    var trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(65536);
    ByteBuffer toClient = ByteBuffer.allocate(65536);
    client.beginHandshake();
    server.beginHandshake();
    for (int turn = 0; turn < 100 && !(done(client) && done(server)); turn++) {
      step(client, toServer, toClient);
      step(server, toClient, toServer);
    }
    assertThat(done(client) && done(server)).isTrue();
  }

  private static boolean done(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer outgoing, ByteBuffer incoming)
      throws SSLException {
    ByteBuffer nothing = ByteBuffer.allocate(0);
    ByteBuffer plain = ByteBuffer.allocate(65536);
    switch (engine.getHandshakeStatus()) {
      case NEED_WRAP -> engine.wrap(nothing, outgoing);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING -> {
        incoming.flip();
        SSLEngineResult result = engine.unwrap(incoming, plain);
        incoming.compact();
        assertThat(result.getStatus()).isNotEqualTo(SSLEngineResult.Status.BUFFER_OVERFLOW);
      }
      case NEED_TASK -> {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      }
      case FINISHED -> {}
    }
  }
}
